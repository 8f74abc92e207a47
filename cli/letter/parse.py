"""`imr letter parse`: read letters back into their fields."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.letter.render import layouts_dir
from cli.session.output import json_text, print_json, progress_bar, say, say_error
from services.letters.letter import Letter
from services.letters.parse.determination import PartlyRead, letter_of
from services.letters.parse.errors import LetterNotRead
from services.letters.parse.loading import read_file

_SOME_NOT_READ, _SOME_IN_PART = 1, 3

Letters = Annotated[list[Path], typer.Argument(help="Letters as PDF or plain text.", exists=True, dir_okay=False)]


def parse(
    files: Letters,
    partial: Annotated[
        bool, typer.Option("--partial", help="Print the part before the error of a letter that cannot be read to its end.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json/--no-json", help="Print one JSON value for a single letter, JSON Lines for several; or a summary line."
        ),
    ] = True,
) -> None:
    """Read letters of determination, and print their fields as JSON.

    `imr letter render` takes the output. A PDF of this system is read from its
    attached data, which must say the same as its pages; any other PDF from its
    text. Line breaks, page breaks, and the heads and feet of pages are removed;
    the words stay as they are. Text may be UTF-8, UTF-16, UTF-32 or
    Windows-1252, also as `pdftotext` writes it, with -layout or -raw or without.
    If a file cannot be read, standard error names the error and its line, and
    the other files are read.

    Exit status: 0 if every letter was read, 1 if one was not, 2 for wrong
    usage, 3 if --partial printed a part of one.
    """
    results = _read_all(files, layouts_dir())
    for file, read, stopped in results:
        if stopped is None or (partial and read.fields):
            _print(file, read, stopped, as_json=as_json, alone=len(files) == 1)
        if stopped is not None:
            say_error(f"{file}: {type(stopped).__name__}, {stopped}", style=None)
    worst = {_status(read, stopped, partial=partial) for _, read, stopped in results}
    raise typer.Exit(_SOME_NOT_READ if _SOME_NOT_READ in worst else max(worst))


Result = tuple[Path, PartlyRead, LetterNotRead | None]


def _read_all(files: list[Path], own_layouts: Path | None) -> list[Result]:
    with progress_bar() as progress:
        return [(file, *_read(file, own_layouts)) for file in progress.track(files, description="reading")]


def _read(file: Path, own_layouts: Path | None) -> tuple[PartlyRead, LetterNotRead | None]:
    try:
        read = read_file(file, own_layouts)
    except LetterNotRead as error:
        return PartlyRead(), error
    return read, read.stopped


def _print(file: Path, read: PartlyRead, stopped: LetterNotRead | None, *, as_json: bool, alone: bool) -> None:
    if as_json:
        document = _document(read, stopped)
        typer.echo(json_text(document, indent=2)) if alone else print_json(document)
        return
    items = read.fields.get("items", ())
    told = ", ".join(f"{item.number} {item.outcome}" for item in items)
    say(f"{file}: {read.fields.get('case_number') or 'no case number'}; {told or 'no item'}{' (partial)' if stopped else ''}")


def _document(read: PartlyRead, stopped: LetterNotRead | None) -> dict[str, Any]:
    """Return a letter as `imr letter render` takes it, or a part of one with the error."""
    if stopped is None:
        return letter_of(read).model_dump(mode="json")
    fields = Letter.model_construct(**read.fields).model_dump(mode="json", exclude_unset=True, warnings=False)
    line = stopped.line if isinstance(stopped, LetterNotRead) else None
    return {"partial": True, "stopped": {"error": type(stopped).__name__, "line": line, "problem": str(stopped)}, **fields}


def _status(read: PartlyRead, stopped: LetterNotRead | None, *, partial: bool) -> int:
    if stopped is None:
        return 0
    return _SOME_IN_PART if partial and read.fields else _SOME_NOT_READ
