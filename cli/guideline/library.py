"""`imr guideline check`, `list`, `show`, `facts` and `topics`: the guideline library."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.guideline.reference_pages import facts_in_use, facts_page, read_facts, read_topics, topics_table
from cli.session.connection import fail, wrong_option
from cli.session.options import AsJson, AsJsonLines
from cli.session.output import counted, print_json, say, say_error
from cli.session.table import Prose, print_table
from services.decision.analysis.candidate import CandidateEdition, NothingToRead, candidate_edition
from services.decision.library.errors import LibraryNotSound
from services.decision.library.forms import GuidelineForm
from services.decision.library.library import Library, load
from services.decision.library.scrutiny import scrutinise

Given = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Guideline files, or folders of them, checked together with the library. Default: the library alone.", exists=True
    ),
]


def check(files: Given = None, as_json: AsJson = False) -> None:
    """Check guideline FILES as if they were in the library.

    The exit status is 1 if there is a problem.

    Each problem is printed with file, line and reason. The command reports gaps and overlaps
    between the editions of a series, two guidelines that answer one request, facts, treatments,
    body regions and topics that are not in the vocabulary, values out of range, expressions that do
    not compile, criteria without a sentence for each value, and examples that are missing or do not
    hold. A number that is written twice, a number that could be one more or less without an example
    that fails, and a sentence that may deny a fact of the file are problems too.
    """
    try:
        checked = candidate_edition(files or [])
        library = checked.library
        _require_care(checked)
    except NothingToRead as error:
        wrong_option("FILES", str(error))
    except LibraryNotSound as error:
        _print_problems(error, as_json=as_json)
        raise typer.Exit(1) from None
    counts = {
        "files": len(library.files),
        "guidelines": len(library.guidelines),
        "examples": sum(len(form.examples) for form in library.files.values()),
    }
    if as_json:
        print_json({"sound": True, **counts, "problems": []})
    else:
        numbers = f"{counted(counts['guidelines'], 'guideline')} in {counted(counts['files'], 'file')}, and every worked example holds ({counts['examples']:,})"
        say(f"sound: {numbers}")


def list_(
    treatment: Annotated[str | None, typer.Option(help="Only guidelines on this treatment.")] = None, as_json: AsJsonLines = False
) -> None:
    """List the guidelines with their editions, request dates and subjects."""
    forms = [form for form in _library().files.values() if treatment is None or treatment in form.applies_to.treatments]
    if treatment is not None and not forms:
        known = sorted({each for form in _library().files.values() for each in form.applies_to.treatments})
        wrong_option("--treatment", f"no guideline is about {treatment!r}; there are guidelines about {', '.join(known)}")
    if as_json:
        for form in forms:
            print_json(_plain(form))
        return
    rows = [
        (each.id, str(each.in_force.since), str(each.in_force.until or ""), form.rank, ", ".join(form.applies_to.treatments))
        for form in forms
        for each in form.editions
    ]
    print_table(("guideline", "from", "to", "rank", Prose("treatments")), rows)


def show(
    guideline: Annotated[str, typer.Argument(help="The id of a guideline, as `imr guideline list` gives it.")],
    as_json: AsJson = False,
) -> None:
    """Show one guideline: source, recommendation, criteria and facts."""
    forms = {each.id: form for form in _library().files.values() for each in form.editions}
    if guideline not in forms:
        wrong_option("GUIDELINE", f"{guideline!r} is no guideline of the library; `imr guideline list` has them all")
    form = forms[guideline]
    if as_json:
        print_json(_plain(form))
        return
    _print_guideline(guideline, form)


def facts() -> None:
    """Print the facts that guidelines may ask for, as docs/reference/guideline-facts.md."""
    typer.echo(facts_page(read_facts(), facts_in_use(_library().files)), nl=False)


def topics() -> None:
    """Print the guidelines of each topic, as the table in docs/reference/guideline-topics.md."""
    typer.echo(topics_table(read_topics(), _library().files))


def _library() -> Library:
    try:
        return load()
    except LibraryNotSound as error:
        fail(*map(str, error.problems))


def _require_care(edition: CandidateEdition) -> None:
    """Raise LibraryNotSound for numbers and sentences that a reader could not rely on."""
    problems = [each for path in edition.files for each in scrutinise(path, edition.library.vocabulary)]
    if problems:
        raise LibraryNotSound(*problems)


def _print_problems(error: LibraryNotSound, *, as_json: bool) -> None:
    if as_json:
        problems = [{"file": each.file, "line": each.line, "where": each.where, "reason": each.reason} for each in error.problems]
        print_json({"sound": False, "problems": problems})
        return
    for problem in error.problems:
        say_error(str(problem))


def _print_guideline(guideline: str, form: GuidelineForm) -> None:
    edition = next(each for each in form.editions if each.id == guideline)
    until = "" if edition.in_force.until is None else f" to {edition.in_force.until}"
    lines = [
        edition.source.citation,
        f"For requests from {edition.in_force.since}{until}; rank {form.rank}; {'' if form.held else 'not held; '}confidence {form.confidence}.",
        form.recommendation,
        *([form.not_recommended] if form.not_recommended else []),
    ]
    for line in lines:
        say(line)
    for criterion in form.criteria:
        say("", f"{criterion.id}{'' if criterion.required else ' (told only where it is met)'}", style="bold")
        say(f"  {criterion.expression}")
    for name, limit in form.limits.items():
        say(f"limit.{name}: {limit.value:g} {limit.unit}{f' ({limit.source})' if limit.source else ''}")
    vocabulary = read_facts()
    for name in form.facts:
        say(f"{name}: {vocabulary[name].meaning}")


def _plain(form: GuidelineForm) -> dict[str, Any]:
    return form.model_dump(mode="json", by_alias=True, exclude_none=True)
