"""The store of letters."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from runtime.content.store import FolderLetterStore, LetterDamaged, LetterNotStored, StoreUnavailable

CONTENT = b"a letter"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FolderLetterStore:
    """An empty store, in a folder that is not there yet."""
    return FolderLetterStore(tmp_path / "letters")


def files(store: FolderLetterStore) -> list[Path]:
    """Every file in the store, partial ones too."""
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_what_is_put_is_got_by_its_hash(store: FolderLetterStore) -> None:
    """Content comes back under its SHA-256, from the file that `path` names; only its owner may read that."""
    sha256 = store.put(CONTENT)

    assert sha256 == SHA256
    assert store.get(sha256) == CONTENT
    assert store.path(sha256).read_bytes() == CONTENT
    assert store.path(sha256).stat().st_mode & 0o077 == 0


def test_putting_again_changes_nothing(store: FolderLetterStore) -> None:
    """The same letter is kept once, and its file is not touched again."""
    store.put(CONTENT)
    before = store.path(SHA256).stat()
    store.put(CONTENT)
    after = store.path(SHA256).stat()

    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [store.path(SHA256)] == files(store)


@pytest.mark.parametrize("damaged", [b"a lettes", b"a lett", b""])
def test_damage_is_noticed_and_mended(store: FolderLetterStore, damaged: bytes) -> None:
    """Bytes that are not those of the hash are never handed out; putting the letter again mends the file."""
    store.put(CONTENT)
    store.path(SHA256).write_bytes(damaged)

    with pytest.raises(LetterDamaged, match=SHA256):
        store.get(SHA256)
    store.put(CONTENT)
    assert store.get(SHA256) == CONTENT


@pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", SHA256.upper(), ""])
def test_what_is_not_kept_is_not_found(store: FolderLetterStore, sha256: str) -> None:
    """An unknown hash, and what is no hash, is refused by name."""
    with pytest.raises(LetterNotStored):
        store.get(sha256)


def test_no_path_leads_out_of_the_store(store: FolderLetterStore) -> None:
    """What is no hash names no file, whatever it would lead to."""
    with pytest.raises(LetterNotStored):
        store.path("../../etc/passwd")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_no_half_file(store: FolderLetterStore, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """When the disk is full the error is one to try again after, and no file is left, neither at its place nor beside it."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), full)
        with pytest.raises(StoreUnavailable, match="No space left") as caught:
            store.put(CONTENT)

    assert StoreUnavailable.retriable
    assert caught.value.errno == errno.ENOSPC
    assert files(store) == []
    assert store.put(CONTENT) == SHA256


def test_a_store_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    """Where the folder cannot be made or read, putting and getting say so in the same way."""
    (tmp_path / "letters").write_bytes(b"not a folder")
    store = FolderLetterStore(tmp_path / "letters")

    with pytest.raises(StoreUnavailable):
        store.put(CONTENT)
    with pytest.raises(StoreUnavailable):
        store.get(SHA256)
