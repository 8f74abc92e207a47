"""Which library it was: one digest over its files, so that an assessment can name the guidelines it was derived from."""

import hashlib
from pathlib import Path

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
