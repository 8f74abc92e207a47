"""Write files that only their owner can read, never through a link or over another file.

The last part of a path must not be a link: who can write in the folder above it could otherwise
choose where we write. Folders above it may be links.
"""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER_MODE = 0o700
_OWNER = 0o700
_OTHERS = 0o077
_ROOT = 0
TIGHTENING = ".tightening"
"""The mark of a folder whose files are being narrowed."""

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})


_STANDARD_STREAMS = (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w"))


class FolderUnfit(OSError):
    """A folder in which we do not write; the text gives the reason and a way out."""


class NotWritten(OSError):
    """A file that was not written; the text says why."""


class PathTaken(NotWritten):
    """A file with other content exists at this path."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already")
        self.path = path


def keep_private() -> None:
    """Deny others access to every file and folder that this process and its children make."""
    os.umask(_OTHERS)


def open_standard_streams() -> None:
    """Let each standard stream that was closed be the null device.

    Another file would get its descriptor, and a line that is meant for a terminal would go there.
    """
    for name, descriptor, mode in _STANDARD_STREAMS:
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest descriptor that is free
        if getattr(sys, name) is None:
            setattr(sys, name, open(descriptor, mode, closefd=False))  # noqa: SIM115 - it stays open


def private_folder(folder: Path) -> None:
    """Make *folder*, and the folders above it that are missing, their owner's alone.

    A wider mode of an existing folder is narrowed. A folder of root's, such as a mounted volume,
    is taken as it is. Raise FolderUnfit for a link, a file, or a folder of another user.
    """
    try:
        _make(folder)
        found = folder.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise FolderUnfit(f"{folder} is a link to {folder.readlink()}; name the folder itself")
        if not stat.S_ISDIR(found.st_mode):
            raise FolderUnfit(f"{folder} is not a folder; name another")
        if found.st_uid not in {os.geteuid(), _ROOT}:
            raise FolderUnfit(f"{folder} belongs to another user; name a folder of your own")
        if found.st_mode & _OTHERS and found.st_uid == os.geteuid():
            folder.chmod(found.st_mode & _OWNER)
    except FolderUnfit:
        raise
    except OSError as error:
        raise FolderUnfit(f"{short(folder)} cannot be used as a folder: {error.strerror}; name another") from error


def tighten(folder: Path) -> int:
    """Make *folder* and everything in it their owner's alone; return how many were wider.

    A folder that is private already is not searched, unless an earlier search was interrupted.
    Raise FolderUnfit as `private_folder` does.
    """
    unfinished = folder / TIGHTENING
    if not folder.is_symlink() and folder.is_dir() and folder.stat().st_uid == os.geteuid() and folder.stat().st_mode & _OTHERS:
        with suppress(OSError):
            unfinished.touch(mode=0o600)
        private_folder(folder)
        narrowed = 1
    else:
        private_folder(folder)
        narrowed = 0
    if not unfinished.exists():
        return narrowed
    for parent, folders, files in os.walk(folder):
        narrowed += sum(_narrow(Path(parent, name)) for name in (*folders, *files))
    unfinished.unlink(missing_ok=True)
    return narrowed


def write_file(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write *content* to *path*, whole or not at all, readable by its owner only.

    A file with the same content is left alone. Raise PathTaken for another one, unless
    *replace* is set, and NotWritten for a link, a folder or a device, or if the disk refuses.
    """
    if check_free(path, content, replace=replace):
        return
    try:
        with written_aside(path, content) as partial:
            _move(partial, path, replace=replace)
    except FileExistsError:  # another process was faster
        raise PathTaken(path) from None
    except OSError as error:
        raise NotWritten(f"{short(path)} cannot be written: {error.strerror}") from error


@contextmanager
def written_aside(path: Path, content: bytes) -> Iterator[Path]:
    """Write *content* to disk beside *path* and yield its file, to be moved into place.

    A file that was not moved is removed. Raises OSError.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield partial
    finally:
        partial.unlink(missing_ok=True)


def check_free(path: Path, content: bytes | None = None, *, replace: bool = False) -> bool:
    """Check that *path* can be written; return whether it has *content* already.

    Raise PathTaken or NotWritten as `write_file` does.
    """
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise NotWritten(f"{path} is a link to {path.readlink()}; name the file itself")
        if not stat.S_ISREG(mode):
            raise NotWritten(f"{path} is {'a folder' if stat.S_ISDIR(mode) else 'a device'}, not a file; name another")
        if content is not None and path.read_bytes() == content:
            return True
    except FileNotFoundError:
        return False
    except NotWritten:
        raise
    except OSError as error:
        raise NotWritten(f"{short(path)} cannot be written: {error.strerror}") from error
    if not replace:
        raise PathTaken(path)
    return False


def _make(folder: Path) -> None:
    missing = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        with suppress(FileExistsError):  # another process was faster
            each.mkdir(FOLDER_MODE)


def _move(partial: Path, path: Path, *, replace: bool) -> None:
    """Give *partial* its name; raise FileExistsError if that is taken and may not be replaced."""
    if replace:
        partial.replace(path)
        return
    try:
        path.hardlink_to(partial)  # unlike a rename, it fails if the name is taken
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "exists", str(path)) from None
        partial.rename(path)


def _narrow(path: Path) -> bool:
    """Take others' access to *path* away; return whether they had any. Links stay as they are."""
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) or not found.st_mode & _OTHERS or found.st_uid != os.geteuid():
            return False
        path.chmod(stat.S_IMODE(found.st_mode) & _OWNER)
    except FileNotFoundError:  # deleted meanwhile
        return False
    return True


def short(path: Path) -> str:
    """Return *path* for a message; a name too long for the disk is cut in its middle."""
    text, most = str(path), 200
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 :]}"
