"""Read the documents that a command is given."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cli.session.connection import fail
from reading.files import STANDARD_INPUT, read_file
from reading.limits import DOCUMENT, Limits
from reading.problems import NotReadable

T = TypeVar("T")


def read_document(file: Path, read: Callable[[bytes], T], limits: Limits = DOCUMENT, *, kind: str = "") -> T:
    """Return the result of *read* for the content of *file*; end the command on problems.

    *kind* names the document that the file is not, such as "a letter".
    """
    try:
        return read(read_file(file, limits))
    except NotReadable as error:
        name = "standard input" if file == STANDARD_INPUT else str(file)
        told = f"{name} is not {kind}" if kind else name
        if len(error.problems) == 1:
            fail(f"{told}: {error.problems[0]}")
        fail(f"{told}:", *(f"  {each}" for each in error.problems))
