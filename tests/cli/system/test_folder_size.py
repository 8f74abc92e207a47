"""The size of a data folder: its parts, in units for people, measured beside other work."""

import asyncio
import os
from collections import Counter
from pathlib import Path

import pytest

from cli.system import folder_size
from cli.system.folder_size import FolderSize, human, told

KIB = 1024


def write(folder: Path, name: str, kib: int) -> None:
    """Write a file of *kib* at *name* in *folder*."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(os.urandom(kib * KIB))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KiB"),
        (1024**2 - 1024, "1023 KiB"),
        (200 * 1024**2, "200 MiB"),
        (1.26 * 1024**3, "1.3 GiB"),
        (5 * 1024**5, "5120.0 TiB"),
    ],
)
def test_sizes_are_told_in_units_for_people(size: float, shown: str) -> None:
    """Whole numbers up to a gigabyte."""
    assert shown == human(size)


async def test_each_file_counts_to_its_part(tmp_path: Path) -> None:
    """The changelogs are the state of the services, wherever they keep it."""
    for name, kib in (
        ("broker/apache/imr.intake.events-0/00000000000000000000.log", 64),
        ("broker/apache/imr.intake.changelog-0/00000000000000000000.log", 8),
        ("broker/broker.log", 4),
        ("state/intake-0/0/000004.sst", 16),
        ("letters/ab/abcd", 32),
        ("outbox/CM15-1330001.1.worker.1/letter.pdf", 128),
    ):
        write(tmp_path, name, kib)

    assert "data 252 KiB: topics 64 KiB, state 24 KiB, letters 160 KiB, other 4 KiB" == await FolderSize(tmp_path).measure()


async def test_holes_and_links_take_no_room(tmp_path: Path) -> None:
    """Kafka's indexes are files of ten megabytes, almost all of which is a hole."""
    write(tmp_path, "far/letters", 64)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/letters").symlink_to("../far")
    with (tmp_path / "data/00000000000000000000.index").open("wb") as file:
        file.truncate(10 * KIB * KIB)

    assert "data 0 B" == await FolderSize(tmp_path / "data").measure()


@pytest.mark.parametrize("name", ["missing", "file"])
async def test_a_folder_that_is_not_there_has_no_size(name: str, tmp_path: Path) -> None:
    """It may be deleted while the system runs."""
    (tmp_path / "file").write_bytes(b"")

    assert told(Counter()) == await FolderSize(tmp_path / name).measure()


async def test_it_is_measured_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is cancelled."""
    monkeypatch.setattr(folder_size, "PAUSE_SECONDS", 0.0)
    size = FolderSize(tmp_path)
    measuring = asyncio.create_task(size.keep_measuring())
    async with asyncio.timeout(30):
        for kib in (4, 8):
            write(tmp_path, f"letters/{kib}", kib)
            while human(sum(range(4, kib + 1, 4)) * KIB) not in size.told:
                await asyncio.sleep(0)
    measuring.cancel()
    with pytest.raises(asyncio.CancelledError):
        await measuring


async def test_a_walk_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    """A walk through many files would otherwise hold up the end of the system."""
    write(tmp_path, "letters/a", 4)
    size = FolderSize(tmp_path)
    measuring = asyncio.create_task(size.measure())
    await asyncio.sleep(0)
    measuring.cancel()
    await asyncio.gather(measuring, return_exceptions=True)

    assert "data 0 B" == await size.measure()
