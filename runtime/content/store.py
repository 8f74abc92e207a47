"""Where letters are kept: under the SHA-256 of their bytes, so that the same letter is kept once and a changed one is noticed."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Protocol

_SHA256 = re.compile(r"[0-9a-f]{64}")


class StoreUnavailable(OSError):
    """The store cannot be written or read now: the disk is full, gone or read-only. Trying again later is right."""

    retriable = True


class LetterNotStored(LookupError):
    """No letter is kept under this hash."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"no letter is kept under {sha256!r}")
        self.sha256 = sha256


class LetterDamaged(ValueError):
    """What is kept under this hash are other bytes; put the letter again to mend it."""

    def __init__(self, sha256: str, place: object) -> None:
        super().__init__(f"{place} no longer holds the letter {sha256}")
        self.sha256 = sha256


class LetterStore(Protocol):
    """Keeps bytes under their hash."""

    def put(self, content: bytes) -> str:
        """Keep *content* and return its SHA-256; raises StoreUnavailable."""

    def get(self, sha256: str) -> bytes:
        """The content kept under *sha256*; raises LetterNotStored, LetterDamaged or StoreUnavailable."""


def relative_name(sha256: str) -> str:
    """Where *sha256* is kept, relative to the store's root: `ab/abcd…`; raises LetterNotStored for what is no hash."""
    if not _SHA256.fullmatch(sha256):
        raise LetterNotStored(sha256)
    return f"{sha256[:2]}/{sha256}"


def checked(content: bytes, sha256: str, place: object) -> bytes:
    """*content*, if it is what is kept under *sha256*; raises LetterDamaged."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LetterDamaged(sha256, place)
    return content


class FolderLetterStore:
    """A store in a folder: `ab/abcd…`, each file written beside its place and moved there whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """See LetterStore. A file that is there already is left alone; one that was damaged is replaced."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        try:
            if not (path.exists() and path.read_bytes() == content):
                _write_whole(path, content)
        except OSError as error:
            raise StoreUnavailable(error.errno, f"cannot keep a letter: {error.strerror}") from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """See LetterStore."""
        path = self.path(sha256)
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise LetterNotStored(sha256) from error
        except OSError as error:
            raise StoreUnavailable(error.errno, f"cannot read a letter: {error.strerror}") from error
        return checked(content, sha256, path)

    def path(self, sha256: str) -> Path:
        """The file that holds, or would hold, the content of *sha256*; raises LetterNotStored for what is no hash."""
        return self.folder / relative_name(sha256)


def _write_whole(path: Path, content: bytes) -> None:
    """Write *content* to *path* so that nobody, not even after a crash, sees a part of it there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
