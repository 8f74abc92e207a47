"""The errors of a library: a problem with its file, line and place."""

from dataclasses import dataclass

Step = str | int
"""A key of a mapping, or an entry of a list by its number, `id` or `name`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: its file, line and place, and the reason."""

    file: str
    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where}: {self.reason}"


class LibraryNotSound(Exception):
    """Files of the library have problems; the message names each with its line and place."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem at a *path* into a file, before its line is looked up."""

    file: str
    path: tuple[Step, ...]
    reason: str


class NotCompiled(Exception):
    """Something in a guideline's file cannot be used; *path* leads to it."""

    def __init__(self, path: tuple[Step, ...], reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
