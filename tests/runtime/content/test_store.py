"""The store of letters in a folder."""

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
    """An empty store, in a folder that does not exist yet."""
    return FolderLetterStore(tmp_path / "letters")


def files(store: FolderLetterStore) -> list[Path]:
    """Return every file in the store, partial ones included."""
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_content_is_read_back_by_its_hash(store: FolderLetterStore) -> None:
    """Content is read back by its SHA-256, from a file that only its owner may read."""
    sha256 = store.put(CONTENT)

    assert sha256 == SHA256
    assert store.get(sha256) == CONTENT
    assert store.path(sha256).read_bytes() == CONTENT
    assert store.path(sha256).stat().st_mode & 0o077 == 0


def test_putting_again_changes_nothing(store: FolderLetterStore) -> None:
    """The same letter is kept once, and its file is not written again."""
    store.put(CONTENT)
    before = store.path(SHA256).stat()
    store.put(CONTENT)
    after = store.path(SHA256).stat()

    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [store.path(SHA256)] == files(store)


@pytest.mark.parametrize("damaged", [b"a lettes", b"a lett", b""])
def test_damage_is_noticed_and_mended(store: FolderLetterStore, damaged: bytes) -> None:
    """Damaged content is never returned, and putting the letter again repairs the file."""
    store.put(CONTENT)
    store.path(SHA256).write_bytes(damaged)

    with pytest.raises(LetterDamaged, match=SHA256):
        store.get(SHA256)
    store.put(CONTENT)
    assert store.get(SHA256) == CONTENT


@pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", SHA256.upper(), ""])
def test_an_unknown_hash_is_not_found(store: FolderLetterStore, sha256: str) -> None:
    """An unknown hash and a string that is no hash are refused by name."""
    with pytest.raises(LetterNotStored):
        store.get(sha256)


def test_no_path_leads_out_of_the_store(store: FolderLetterStore) -> None:
    """A string that is no hash never becomes a path."""
    with pytest.raises(LetterNotStored):
        store.path("../../etc/passwd")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_no_half_file(store: FolderLetterStore, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """A full disk is a retriable error that leaves no file, partial or whole."""

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
    """If the folder cannot be created or read, putting and getting fail in the same way."""
    (tmp_path / "letters").write_bytes(b"not a folder")
    store = FolderLetterStore(tmp_path / "letters")

    with pytest.raises(StoreUnavailable):
        store.put(CONTENT)
    with pytest.raises(StoreUnavailable):
        store.get(SHA256)
