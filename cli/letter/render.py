"""`imr letter render`: render a letter from a file."""

import hashlib
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.session.connection import fail, read_settings, wrong_option
from cli.session.documents import read_document
from cli.session.files import STANDARD_OUTPUT, Force, write_all
from cli.session.output import is_terminal, say
from reading.models import read_model
from schemas.messages.application import Application
from services.letters.composition.compose import LayoutUnfit
from services.letters.composition.kinds import AnyLetter, read_letter
from services.letters.composition.layout import LayoutBroken, LayoutUnknown, ReplacementsUnfit, check_replacements
from services.letters.copies.for_recipient import RECIPIENT_KINDS, copy_for
from services.letters.copies.known_names import KnownName, names_of
from services.letters.letter import LayoutReference, Letter, RecipientKind, layout_reference
from services.letters.printing.pdf import LetterNotRenderable
from services.letters.printing.render import Edition, render


class Format(StrEnum):
    """The formats of a letter."""

    pdf = "pdf"
    html = "html"
    text = "text"
    json = "json"


_SUFFIXES = {Format.pdf: (".pdf",), Format.html: (".html", ".htm"), Format.text: (".txt", ".text"), Format.json: (".json",)}


def render_file(
    file: Annotated[Path, typer.Argument(help="A determination, cover letter or notice as JSON.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write, or - for standard output.")],
    output_format: Annotated[Format, typer.Option("--format", help="The output format.")] = Format.pdf,
    layout: Annotated[
        str | None, typer.Option(help="A layout to use instead of the file's, such as ca-workers-comp-2013@1.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="The language, such as es. Default: the layout's first.")] = None,
    large_print: Annotated[bool, typer.Option("--large-print", help="Print nothing smaller than 18 points.")] = False,
    copy: Annotated[str | None, typer.Option(help=f"Render the copy for a recipient: {', '.join(RECIPIENT_KINDS)}.")] = None,
    application: Annotated[
        Path | None,
        typer.Option(help="The application as JSON, with the names that the public copy leaves out.", exists=True, dir_okay=False),
    ] = None,
    force: Force = False,
) -> None:
    """Render FILE, a letter as JSON, in any layout, language and format.

    The files in IMR_LETTER_LAYOUTS_DIR replace those of the layout.
    """
    if out == STANDARD_OUTPUT and output_format is Format.pdf and is_terminal():
        wrong_option("--out", "a PDF cannot be shown on a terminal; name a file, or pass standard output on with | or >")
    if out.suffix and out != STANDARD_OUTPUT and out.suffix.lower() not in _SUFFIXES[output_format]:
        told = f"{out.name!r} does not end in {_SUFFIXES[output_format][0]}, and the format is {output_format.value}; choose one with --format"
        wrong_option("--out", told)
    if application and copy != "public":
        wrong_option("--application", "it is read for the public copy only; add --copy public")
    reference = None if layout is None else _layout(layout)
    letter = read_document(file, read_letter, kind="a letter")
    try:
        if reference:
            letter = letter.model_copy(update={"layout": reference})
        if copy:
            letter = _copy(letter, copy, _names(application))
        edition = Edition(language=language, large_print=large_print)
        rendered = render(letter, output_format.value, layouts_dir(), edition)
    except (LayoutUnknown, LayoutUnfit, LayoutBroken, LetterNotRenderable) as error:
        fail(str(error))
    write_all({out: rendered}, force=force)
    if out != STANDARD_OUTPUT:
        say(f"{out}  sha256 {hashlib.sha256(rendered).hexdigest()}")


def layouts_dir() -> Path | None:
    """Return the folder of the organization's own layouts; end the command if it is unfit."""
    replacements = read_settings().letter_layouts_dir
    try:
        check_replacements(replacements)
    except ReplacementsUnfit as error:
        fail(str(error))
    return replacements


def _layout(name: str) -> LayoutReference:
    """Return *name* as letters hold it; ends the command where it is none."""
    try:
        return layout_reference(name)
    except ValueError:
        wrong_option("--layout", f"{name!r} is not a layout; a layout is named like ca-workers-comp-2014@1")


def _copy(letter: AnyLetter, kind: str, names: tuple[KnownName, ...] | None) -> Letter:
    """Return the copy for *kind* of recipient; the public copy needs the names to leave out."""
    recipient: RecipientKind | None = next((known for known in RECIPIENT_KINDS if known == kind), None)
    if recipient is None:
        wrong_option("--copy", f"{kind!r} is not a recipient; copies are for {', '.join(RECIPIENT_KINDS)}")
    if not isinstance(letter, Letter):
        fail("--copy applies to determinations only; cover letters and notices are the same for each party and never published")
    if recipient == "public" and names is None:
        fail("the public copy leaves out the names of the case; give the application that has them with --application FILE")
    return copy_for(recipient, letter, names or ())


def _names(application: Path | None) -> tuple[KnownName, ...] | None:
    if application is None:
        return None
    return names_of(read_document(application, partial(read_model, Application), kind="an application"))
