"""Write the files and folders that a command was asked for.

They are readable by the user only. No link is followed, and another file is replaced only where
the user says so with --force.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli.session.connection import fail
from cli.session.output import say_error
from runtime.files import FolderUnfit, NotWritten, PathTaken, check_free, private_folder, short, tighten, write_file

STANDARD_OUTPUT = Path("-")

Force = Annotated[bool, typer.Option("--force", help="Replace files that exist already.")]


def write_all(files: Mapping[Path, bytes], *, force: bool) -> None:
    """Write *files*, all or none unless the disk fails; end the command if one is in the way.

    Folders that are missing are made. The path `-` is standard output.
    """
    try:
        for path, content in files.items():
            if path != STANDARD_OUTPUT:
                check_free(path, content, replace=force)
        for path, content in files.items():
            if path == STANDARD_OUTPUT:
                sys.stdout.buffer.write(content)
            else:
                write_file(path, content, replace=force)
    except PathTaken as error:
        _fail_in_the_way(error)
    except NotWritten as error:
        fail(str(error))


def refuse_existing(path: Path, *, force: bool) -> None:
    """End the command before it begins if its report would replace a file."""
    try:
        check_free(path, replace=force)
    except PathTaken as error:
        _fail_in_the_way(error)
    except NotWritten as error:
        fail(str(error))


def write_rejects(path: Path, rejects: Sequence[str], *, force: bool) -> Path | None:
    """Write *rejects*, one a line, and return the path of the file; None if there are none.

    An earlier file is kept: this one gets a number, `.2` and so on before the last suffix. With
    *force* the earlier file is replaced, or deleted if there are no rejects.
    """
    content = "".join(f"{reject}\n" for reject in rejects).encode()
    if not rejects:
        if force:
            path.unlink(missing_ok=True)
        elif os.path.lexists(path):
            say_error(f"{path} is from an earlier run; this time everything was read", style=None)
        return None
    if force:
        return _written(path, content, replace=True)
    for each in numbered(path):
        try:
            return _written(each, content)
        except PathTaken:
            continue
    raise AssertionError("numbers do not end")


def numbered(path: Path) -> Iterator[Path]:
    """Yield *path*, then the same name with `.2` and so on before its last suffix."""
    yield path
    yield from (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(2))


def _written(path: Path, content: bytes, *, replace: bool = False) -> Path:
    try:
        write_file(path, content, replace=replace)
    except PathTaken:
        raise
    except NotWritten as error:
        fail(str(error))
    return path


def output_folder(folder: Path) -> None:
    """Make *folder* if it is missing; end the command if it is a link or no folder."""
    try:
        if folder.is_symlink() or not folder.is_dir():
            private_folder(folder)
    except FolderUnfit as error:
        fail(str(error))
    except OSError as error:
        fail(f"{folder.name[:80]} cannot be used as a folder: {error.strerror}")


RUN = "run"
"""The folder of a demo's data, which also marks the folder around it as a demo's."""

_OF_A_DATA_FOLDER = frozenset(
    {
        *("broker", "broker-unfinished", "letters", "outbox", "guideline-libraries", "logs", "state"),
        *("running.json", "clock-shift-seconds", "cases.sqlite", "precedents.sqlite"),
    }
)
"""The names of which a data folder has at least one."""


def tighten_data(folder: Path) -> None:
    """Make the data folder its user's alone, if it exists, and say so if it was not.

    End the command if it cannot be used, or is a folder of something else.
    """
    try:
        folder.lstat()
        if (demo := _data_of_a_demo(folder)) is not None:
            fail(
                f"{short(folder)} is the folder of a demo, whose data is in {short(demo)}; name that with --data-dir or IMR_DATA_DIR"
            )
        if (foreign := _foreign(folder)) is not None:
            fail(
                f"{short(folder)} has files that no system made, such as {foreign[:80]}; name another with --data-dir or IMR_DATA_DIR"
            )
        narrowed = tighten(folder)
    except FileNotFoundError:
        return
    except FolderUnfit as error:
        fail(f"{error} with --data-dir or IMR_DATA_DIR")
    except OSError as error:
        fail(f"{short(folder)} cannot be used as a folder: {error.strerror}; name another with --data-dir or IMR_DATA_DIR")
    if narrowed:
        say_error(f"{folder} could be read by other users; now only you can read its {narrowed} files and folders", style=None)


def _data_of_a_demo(folder: Path) -> Path | None:
    """Return the data folder in a *folder* that a demo wrote its letters to."""
    data = folder / RUN
    try:
        names, inner = ({path.name for path in each.iterdir()} for each in (folder, data))
    except OSError:
        return None
    return data if inner & _OF_A_DATA_FOLDER and not names & _OF_A_DATA_FOLDER else None


def _foreign(folder: Path) -> str | None:
    """Return a file in a *folder* of something else; None for a data folder, and a new one.

    A new one may be private already, or have the log of the system that is about to start.
    """
    if folder.is_symlink() or not folder.is_dir() or not folder.stat().st_mode & 0o077:
        return None
    names = {path.name for path in folder.iterdir()}
    foreign = {name for name in names if name != "lost+found" and not name.endswith(".log")}
    return min(foreign) if foreign and not names & _OF_A_DATA_FOLDER else None


def _fail_in_the_way(error: PathTaken) -> NoReturn:
    fail(f"{error}; replace it with --force, or choose another place")
