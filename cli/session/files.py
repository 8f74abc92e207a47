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
from runtime.files import TIGHTENING, FolderUnfit, NotWritten, PathTaken, check_free, private_folder, short, tighten, write_file

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

_MARKS = (
    *("broker/lock", "broker/apache", "broker/embedded", "broker-unfinished/lock", "guideline-libraries"),
    *("running.json", "clock-shift-seconds", "cases.sqlite", "cases-*.sqlite", "precedents.sqlite"),
)
"""Each is in no folder but a data folder: other programs have letters, logs and state too."""


def tighten_data(folder: Path) -> None:
    """Make the data folder its user's alone, if it exists, and say so if it was not.

    End the command if it cannot be used, or is a folder of something else.
    """
    refuse_other_folder(folder)
    try:
        narrowed = tighten(folder) if os.path.lexists(folder) else 0
    except FolderUnfit as error:
        fail(_name_another(error))
    except OSError as error:
        fail(_unusable(folder, error))
    if narrowed:
        say_error(f"{folder} could be read by other users; now only you can read its {narrowed} files and folders", style=None)


def refuse_other_folder(folder: Path) -> None:
    """End the command if *folder* is that of a demo or of something else; change nothing."""
    try:
        folder.lstat()
        demo, foreign = _data_of_a_demo(folder), _foreign(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        fail(_unusable(folder, error))
    if demo is not None:
        fail(f"{short(folder)} is the folder of a demo, whose data is in {short(demo)}; name that with --data-dir or IMR_DATA_DIR")
    if foreign is not None:
        fail(f"{short(folder)} has files that no system made, such as {foreign[:80]}; name another with --data-dir or IMR_DATA_DIR")


def _unusable(folder: Path, error: OSError) -> str:
    return f"{short(folder)} cannot be used as a folder: {error.strerror}; name another with --data-dir or IMR_DATA_DIR"


def _name_another(error: FolderUnfit) -> str:
    """Return the sentence of *error* with the options that name another folder."""
    return f"{error}{'' if ';' in str(error) else '; name another'} with --data-dir or IMR_DATA_DIR"


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

    A new one may have logs, as of the system that is about to start, and empty folders of a start
    that failed.
    """
    if folder.is_symlink() or not folder.is_dir() or any(any(folder.glob(mark)) for mark in _MARKS):
        return None
    foreign = {found for path in folder.iterdir() if (found := _foreign_file(path)) is not None}
    return min(foreign, default=None)


def _foreign_file(path: Path) -> str | None:
    """Return the name of *path*, or of a file in it, that is in no new data folder."""
    if path.name in _OF_A_DATA_FOLDER and path.is_dir() and not path.is_symlink():
        inner = min((each.name for each in path.iterdir() if not _is_log(each)), default=None)
        return None if inner is None else f"{path.name}/{inner}"
    return None if path.name in {"lost+found", TIGHTENING} or _is_log(path) else path.name


def _is_log(path: Path) -> bool:
    return path.suffix == ".log" and path.is_file()


def _fail_in_the_way(error: PathTaken) -> NoReturn:
    fail(f"{error}; replace it with --force, or choose another place")
