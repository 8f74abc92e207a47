"""Read the documents that a command is given."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cli.session.connection import fail, wrong_option
from reading.files import STANDARD_INPUT, read_file
from reading.limits import DOCUMENT, Limits
from reading.problems import NotReadable
from runtime.files import short

T = TypeVar("T")


def named(file: Path) -> str:
    """Return *file* for a message."""
    return "standard input" if file == STANDARD_INPUT else short(file)


def require_there(option: str, file: Path) -> None:
    """End the command if *file*, given for *option*, does not exist; the hyphen always does."""
    try:
        is_there = file == STANDARD_INPUT or os.path.lexists(file)
    except ValueError:  # a null character
        is_there = False
    if not is_there:
        wrong_option(option, f"file {short(file)!r} does not exist")


def read_document(file: Path, read: Callable[[bytes], T], limits: Limits = DOCUMENT, *, kind: str = "") -> T:
    """Return the result of *read* for the content of *file*; end the command on problems.

    *kind* names the document that the file is not, such as "a letter".
    """
    try:
        return read(read_file(file, limits))
    except NotReadable as error:
        told = f"{named(file)} is not {kind}" if kind else named(file)
        if len(error.problems) == 1:
            fail(f"{told}: {error.problems[0]}")
        fail(f"{told}:", *(f"  {each}" for each in error.problems))
