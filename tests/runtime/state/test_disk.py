"""The copy of a changelog on disk: complete, or made anew."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from runtime import clock
from runtime.state.disk import STALE_AFTER, Disk, DiskInUse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the copy is."""
    return tmp_path / "state" / "0"


@pytest.fixture(autouse=True)
def clock_as_it_is() -> Iterator[None]:
    """A test may set the clock; afterwards it is right again."""
    yield
    clock.shift(0)


def _written(folder: Path, position: int = 7) -> None:
    disk = Disk(folder, "cluster")
    disk.write([("cases/a", b"1"), ("cases/b", b"2"), ("casesx/c", b"3")], position)
    disk.close()


def test_records_and_place_come_back_together(folder: Path) -> None:
    """What was written is there after a restart, with the offset that the changelog is read on from."""
    _written(folder)
    disk = Disk(folder, "cluster")

    assert (7, ["a", "b"], b"2") == (disk.position, list(disk.keys("cases/")), disk.read("cases/b"))
    disk.close()


def test_a_deleted_record_is_gone(folder: Path) -> None:
    """None deletes, as in the changelog."""
    _written(folder)
    disk = Disk(folder, "cluster")
    disk.write([("cases/a", None)], 8)

    assert ["b"] == list(disk.keys("cases/"))
    with pytest.raises(KeyError):
        disk.read("cases/a")
    disk.close()


def test_the_copy_of_another_cluster_is_thrown_away(folder: Path) -> None:
    """Offsets mean nothing elsewhere: a worker pointed at another broker must not go on with this one's state."""
    _written(folder)
    disk = Disk(folder, "another cluster")

    assert (0, []) == (disk.position, list(disk.keys("cases/")))
    disk.close()


@pytest.mark.parametrize(("hours", "position"), [(-0.1, 7), (0.1, 0)])
def test_a_copy_that_stood_still_for_long_is_thrown_away(folder: Path, hours: float, position: int) -> None:
    """The changelog forgets a deletion after a day; a copy that missed it would keep the record for ever."""
    _written(folder)
    clock.shift((STALE_AFTER + timedelta(hours=hours)).total_seconds())
    disk = Disk(folder, "cluster")

    assert position == disk.position
    disk.close()


def test_two_owners_of_one_folder_are_refused(folder: Path) -> None:
    """The error says what to change, and is one that is tried again: the other may be leaving."""
    disk = Disk(folder, "cluster")

    with pytest.raises(DiskInUse, match="IMR_SLOT") as refused:
        Disk(folder, "cluster")
    assert refused.value.retriable
    disk.close()


def test_a_damaged_copy_is_made_anew(folder: Path) -> None:
    """The changelog is what counts."""
    _written(folder)
    for manifest in [*folder.glob("MANIFEST*"), *folder.glob("CURRENT")]:
        manifest.write_bytes(b"noise")
    disk = Disk(folder, "cluster")

    assert (0, []) == (disk.position, list(disk.keys("cases/")))
    disk.close()
