"""Keep bytes under their SHA-256: equal bytes are kept once, changed ones are noticed."""

import hashlib
import os
import re
from pathlib import Path
from typing import Protocol

from runtime.files import private_folder, written_aside

_SHA256 = re.compile(r"[0-9a-f]{64}")


class StoreUnavailable(OSError):
    """The store cannot be read or written now; try again later."""

    retriable = True


class LetterNotStored(LookupError):
    """No letter is kept under this hash."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"no letter is kept under {sha256!r}")
        self.sha256 = sha256


class LetterDamaged(ValueError):
    """The bytes kept under this hash differ; put the letter again to repair it."""

    def __init__(self, sha256: str, place: object) -> None:
        super().__init__(f"{place} no longer holds the letter {sha256}")
        self.sha256 = sha256


class LetterStore(Protocol):
    """Keeps bytes under their hash."""

    def put(self, content: bytes) -> str:
        """Keep *content* and return its SHA-256; raise StoreUnavailable."""

    def get(self, sha256: str) -> bytes:
        """Return the content of *sha256*.

        Raise LetterNotStored, LetterDamaged or StoreUnavailable.
        """


def relative_name(sha256: str) -> str:
    """Return the name of *sha256* below the store's root: `ab/abcd…`; raise LetterNotStored."""
    if not _SHA256.fullmatch(sha256):
        raise LetterNotStored(sha256)
    return f"{sha256[:2]}/{sha256}"


def checked(content: bytes, sha256: str, place: object) -> bytes:
    """Return *content* if its hash is *sha256*; raise LetterDamaged."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LetterDamaged(sha256, place)
    return content


class FolderLetterStore:
    """A store in a folder: `ab/abcd…`, each file written aside and moved into place whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """See LetterStore. An existing file is left alone; a damaged one is replaced."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        try:
            if not (path.exists() and path.read_bytes() == content):
                private_folder(self.folder)
                _write_whole(path, content)
        except OSError as error:
            raise StoreUnavailable(error.errno, f"cannot keep a letter: {error.strerror or error}") from error
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
        """Return the path for the content of *sha256*; raise LetterNotStored for other strings."""
        return self.folder / relative_name(sha256)


def _write_whole(path: Path, content: bytes) -> None:
    """Write *content* to *path* so that no reader sees part of it, even after a crash."""
    private_folder(path.parent)
    with written_aside(path, content) as partial:
        partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
