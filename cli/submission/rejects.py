"""Keep the bodies that are no applications: their places and reasons."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from cli.session.files import numbered
from reading.problems import NotReadable, Problem, not_readable

_EXAMPLES = Path(__file__).parents[2] / "examples"

IN_A_ROW_MAX = 1_000
"""So many bodies in a row that are no applications end the file: it holds something else."""


def folder_of_rejects(source: Path) -> Path:
    """Return the folder of *source*, or the current one if it is not a file of the user's.

    Standard input, a pipe and our own examples are none.
    """
    is_file = os.path.isfile(source)  # noqa: PTH113 - Path.is_file raises where a name is too long
    return source.parent if is_file and source.parent.resolve() != _EXAMPLES else Path()


class Rejects:
    """The rejects of one file, in *folder*; the file is made with the first of them.

    An earlier file of rejects is kept, and the new one gets a number; with *force* it is replaced.
    """

    def __init__(self, source: Path, folder: Path, *, force: bool) -> None:
        name = source.name if source.name not in {"", "-"} else "standard-input"
        self._wanted = folder / f"{name[:200]}.rejects.jsonl"
        self._force = force
        self._file: BinaryIO | None = None
        self._in_a_row = 0
        self.path = self._wanted
        self.number = 0

    def add(self, place: str, problems: Sequence[Problem]) -> None:
        """Keep one reject; raise NotReadable if there are too many in a row or the disk is full."""
        told = [{"pointer": each.pointer, "detail": each.detail} for each in problems]
        line = int(place[1:]) if place.startswith(":") else 1
        kept = {"line": line, **({"place": place} if place.startswith("/") else {}), "errors": told}
        try:
            if self._file is None:
                self._file = self._open()
            self._file.write(f"{json.dumps(kept)}\n".encode())
        except OSError as error:
            raise not_readable(
                f"has rejects, and {self.path} cannot be written: {error.strerror}; name a folder with --rejects"
            ) from None
        self.number += 1
        self._in_a_row += 1
        if self._in_a_row >= IN_A_ROW_MAX:
            raise not_readable(f"has {IN_A_ROW_MAX:,} bodies in a row that are no applications; nothing after them was read")

    def passed(self) -> None:
        """Note that a body is an application."""
        self._in_a_row = 0

    def close(self) -> None:
        """Finish the file; with *force* and without rejects, an earlier one is deleted."""
        if self._file is not None:
            self._file.close()
        elif self._force:
            self._wanted.unlink(missing_ok=True)

    def _open(self) -> BinaryIO:
        if self._force:
            self._wanted.unlink(missing_ok=True)
        for path in numbered(self._wanted):
            self.path = path
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            except FileExistsError:
                continue
            return os.fdopen(descriptor, "wb", buffering=0)  # an interrupt loses none
        raise AssertionError("numbers do not end")


def sentence_of(error: NotReadable) -> str:
    """Return the first problems of a body in one line."""
    shown = "; ".join(map(str, error.problems[:3]))
    return shown if len(error.problems) <= 3 else f"{shown}; and {len(error.problems) - 3} more"  # noqa: PLR2004 - as above
