"""Open files that a person names: folders, devices and endless files get a sentence."""

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from reading.limits import DOCUMENT, Limits
from reading.problems import not_readable

STANDARD_INPUT = Path("-")
"""The name that stands for standard input."""

_OTHER_KINDS = (
    (stat.S_ISDIR, "is a folder, not a file"),
    (stat.S_ISFIFO, "is a pipe; save its content in a file and name that"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)


def open_file(path: Path) -> BinaryIO:
    """Open the file at *path*, or standard input for `-`; raise NotReadable.

    A pipe, device or socket is refused before anything waits for it.
    """
    if path == STANDARD_INPUT:
        return sys.stdin.buffer
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise not_readable(sentence(error)) from None
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise not_readable(next((told for test, told in _OTHER_KINDS if test(mode)), "is not a file"))
    return os.fdopen(descriptor, "rb")


def read_file(path: Path, limits: Limits = DOCUMENT) -> bytes:
    """Return the bytes of the file at *path*, or standard input for `-`; raise NotReadable.

    No more than the limit and a byte are read.
    """
    file = open_file(path)
    try:
        content = file.read(limits.size + 1)
    except OSError as error:
        raise not_readable(sentence(error)) from None
    finally:
        if path != STANDARD_INPUT:
            file.close()
    if len(content) > limits.size:
        raise not_readable(f"is larger than {limits.size:,} bytes, the most that is read")
    return content


def sentence(error: Exception) -> str:
    """Return why a file cannot be used, in the system's words."""
    reason = getattr(error, "strerror", None) or str(error)
    return f"cannot be used: {reason[:1].lower()}{reason[1:]}"
