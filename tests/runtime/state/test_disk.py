"""The copy of a changelog on disk: complete, or deleted and restored."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from runtime import clock
from runtime.state.disk import STALE_AFTER, Disk, DiskInUse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the copy."""
    return tmp_path / "state" / "0"


@pytest.fixture(autouse=True)
def clock_as_it_is() -> Iterator[None]:
    """Reset the clock after each test."""
    yield
    clock.shift(0)


def _written(folder: Path, position: int = 7) -> None:
    disk = Disk(folder, "cluster")
    disk.write([("cases/a", b"1"), ("cases/b", b"2"), ("casesx/c", b"3")], position)
    disk.close()


def test_records_and_place_come_back_together(folder: Path) -> None:
    """After a restart the copy has its data and the offset from which to read on."""
    _written(folder)
    disk = Disk(folder, "cluster")

    assert (7, ["a", "b"], b"2") == (disk.position, list(disk.keys("cases/")), disk.read("cases/b"))
    disk.close()


def test_a_deleted_record_is_gone(folder: Path) -> None:
    """Writing None deletes a key, as in the changelog."""
    _written(folder)
    disk = Disk(folder, "cluster")
    disk.write([("cases/a", None)], 8)

    assert ["b"] == list(disk.keys("cases/"))
    with pytest.raises(KeyError):
        disk.read("cases/a")
    disk.close()


def test_the_copy_of_another_cluster_is_thrown_away(folder: Path) -> None:
    """The copy of another cluster is deleted.

    Its offsets mean nothing there, and its state must not be used with another broker.
    """
    _written(folder)
    disk = Disk(folder, "another cluster")

    assert (0, []) == (disk.position, list(disk.keys("cases/")))
    disk.close()


@pytest.mark.parametrize(("hours", "position"), [(-0.1, 7), (0.1, 0)])
def test_a_copy_that_stood_still_for_long_is_thrown_away(folder: Path, hours: float, position: int) -> None:
    """A stale copy is deleted.

    The changelog drops deletion records after a day; a copy that missed one would keep the key for
    ever.
    """
    _written(folder)
    clock.shift((STALE_AFTER + timedelta(hours=hours)).total_seconds())
    disk = Disk(folder, "cluster")

    assert position == disk.position
    disk.close()


def test_two_owners_of_one_folder_are_refused(folder: Path) -> None:
    """A folder that is in use is refused with a retriable error that names IMR_SLOT.

    The other owner may be leaving.
    """
    disk = Disk(folder, "cluster")

    with pytest.raises(DiskInUse, match="IMR_SLOT") as refused:
        Disk(folder, "cluster")
    assert refused.value.retriable
    disk.close()


def test_a_damaged_copy_is_made_anew(folder: Path) -> None:
    """A damaged copy is deleted, because the changelog can restore it."""
    _written(folder)
    for manifest in [*folder.glob("MANIFEST*"), *folder.glob("CURRENT")]:
        manifest.write_bytes(b"noise")
    disk = Disk(folder, "cluster")

    assert (0, []) == (disk.position, list(disk.keys("cases/")))
    disk.close()
