"""`imr letter lint`: check letters from this system or from the past."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cli.letter.render import layouts_dir
from cli.session.connection import fail
from cli.session.local_time import a_day
from cli.session.options import AsJsonLines
from cli.session.output import print_json, progress_bar, say, say_error
from reading.models import read_model
from reading.problems import NotReadable
from services.letters.composition.layout import LayoutBroken, LayoutUnknown, load_layout
from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts, all_texts
from services.letters.lint.finding import GLYPHS, HOLDS, NO_GLYPHS, Finding
from services.letters.lint.run import lint
from services.letters.parse.errors import LetterNotRead
from services.letters.parse.loading import letter_in
from services.letters.parse.text.encoding import content_of
from services.letters.printing.glyphs import places_without_glyphs, without_glyphs

_FOUND, _NOT_READ = 1, 3

Letters = Annotated[list[Path], typer.Argument(help="Letters as JSON, PDF or plain text.", exists=True, dir_okay=False)]


def lint_files(
    files: Letters,
    requested_on: Annotated[
        date | None,
        typer.Option(help="The day of the request. Default: the day of the denial.", parser=a_day, metavar="YYYY-MM-DD"),
    ] = None,
    reviewer_name: Annotated[
        list[str] | None, typer.Option(help="A reviewer's name, which must not appear; repeat for more.")
    ] = None,
    public_name: Annotated[
        list[str] | None, typer.Option(help="A name that must not appear in a public copy; repeat for more.")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Treat the letters as public copies.")] = False,
    as_json: AsJsonLines = False,
) -> None:
    """Check letters for contradictions and omissions.

    The rules cover dates, body part and side, treatment, outcome, guideline
    edition, citation, quantities, names, placeholders and fonts. Each finding has a
    rule, a severity, a place, and a quotation from the letter. The letter is
    compared with itself and the options; only the running system compares it
    with its case as well. In the running system an error holds the letter, and
    a warning is recorded with it.

    Exit status: 0 if no error was found, 1 if one was, 2 for wrong usage,
    3 if a file was not read.
    """
    facts = CaseFacts(
        requested_on=requested_on,
        reviewer_names=tuple(reviewer_name or ()),
        redacted_names=tuple(public_name or ()),
        public_copy=public,
    )
    own_layouts = layouts_dir()
    findings: list[tuple[Path, Finding]] = []
    not_read: list[str] = []
    with progress_bar() as progress:
        for file in progress.track(files, description="checking"):
            try:
                letter = _letter(file, own_layouts)
                findings += [(file, finding) for finding in (*lint(letter, facts), *_not_printable(letter, own_layouts))]
            except LetterNotRead as error:
                not_read.append(f"{file}: {type(error).__name__}, {error}")
            except NotReadable as error:
                not_read += [f"{file}: not a letter as JSON: {problem}" for problem in error.problems]
    _print(findings, not_read, as_json=as_json)
    is_held = any(HOLDS[finding.severity] for _, finding in findings)
    raise typer.Exit(_NOT_READ if not_read else _FOUND if is_held else 0)


def _not_printable(letter: Letter, own_layouts: Path | None) -> list[Finding]:
    """Return a warning for each text that fonts cannot print; none for an unknown layout."""
    try:
        layout = load_layout(letter.layout, own_layouts)
    except LayoutUnknown:
        return []
    except LayoutBroken as error:
        fail(str(error))
    texts = dict(all_texts(letter))
    lacking = {place: without_glyphs(texts[place], layout) for place in places_without_glyphs(texts.items(), layout)}
    return [Finding(GLYPHS, "warning", place, NO_GLYPHS, "".join(sorted(found))) for place, found in lacking.items()]


def _letter(file: Path, own_layouts: Path | None) -> Letter:
    """Read *file* as JSON if it begins with a brace, else as PDF or text."""
    content = content_of(file)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and not content.startswith(b"{\\rtf"):
        return read_model(Letter, content)
    return letter_in(content, own_layouts)


def _print(findings: list[tuple[Path, Finding]], not_read: list[str], *, as_json: bool) -> None:
    for file, finding in findings:
        if as_json:
            told = {"rule": finding.rule, "severity": finding.severity, "place": finding.place}
            print_json({"file": str(file), **told, "sentence": finding.sentence, "evidence": finding.evidence})
        else:
            say(f"{file}: {finding}")
    for line in not_read:
        say_error(line, style=None)
