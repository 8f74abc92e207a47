"""Keep every library that assessments were derived from, under its digest."""

import hashlib
import os
import shutil
from pathlib import Path
from uuid import UUID, uuid5

from runtime.files import private_folder
from services.decision.library.library import HERE


def library_files(folder: Path = HERE) -> dict[str, bytes]:
    """The files of the library in *folder*, by their path in it."""
    found = sorted(path for part in ("vocabulary", "guidelines") for path in (folder / part).rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def library_digest(files: dict[str, bytes]) -> str:
    """SHA-256 over names and contents of *files*; any change of either is another library."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


_NAMESPACE = UUID("8d6b8f0e-39f7-5f7e-9c7e-6d5a4f1f2a10")


def archive_folder(data_dir: Path, digest: str) -> Path:
    """Where the library with *digest* is kept in *data_dir*."""
    return data_dir / "guideline-libraries" / digest


def keep_library(data_dir: Path, folder: Path = HERE) -> str:
    """Keep the library in *folder* and return its digest; a kept one is left alone."""
    files = library_files(folder)
    digest = library_digest(files)
    kept = archive_folder(data_dir, digest)
    if kept.is_dir():
        return digest
    partial = kept.with_name(f".{uuid5(_NAMESPACE, f'{digest}{os.getpid()}')}")
    for name, content in files.items():
        path = partial / name
        private_folder(path.parent)
        path.touch(mode=0o600)
        path.write_bytes(content)
    try:
        partial.rename(kept)
    except OSError:  # another worker was faster
        shutil.rmtree(partial)
        if not kept.is_dir():
            raise
    return digest


def find_library(data_dir: Path, digest: str) -> Path | None:
    """Return the folder of the library with *digest*, of this program or kept.

    None if unknown.
    """
    if library_digest(library_files(HERE)) == digest:
        return HERE
    kept = archive_folder(data_dir, digest)
    return kept if kept.is_dir() and library_digest(library_files(kept)) == digest else None
