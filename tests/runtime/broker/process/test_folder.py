"""The data folder of a broker: one user at a time, port and log kept."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from runtime.broker.errors import DataFolderInUse, DiskFull
from runtime.broker.process.folder import DataFolder


def test_second_claim_is_refused_until_release(tmp_path: Path) -> None:
    """A claimed folder is refused with its user's name, and free again after release."""
    first, second = DataFolder(tmp_path / "new"), DataFolder(tmp_path / "new")
    first.claim()

    with pytest.raises(DataFolderInUse, match=f"in use by process {os.getpid()}"):
        second.claim()

    first.release()
    second.claim()
    second.release()
    second.release()


def test_lock_lasts_as_long_as_the_broker(tmp_path: Path) -> None:
    """The folder stays locked while the broker that inherited the lock runs."""
    folder = DataFolder(tmp_path)
    folder.claim()
    with subprocess.Popen(("cat",), stdin=subprocess.PIPE, pass_fds=(folder.lock,)) as heir:
        folder.name_user(heir.pid)
        folder.release()

        with pytest.raises(DataFolderInUse, match=f"process {heir.pid};"):
            folder.claim()

    folder.claim()
    folder.release()


def test_room_is_needed(tmp_path: Path) -> None:
    """A disk without enough space is refused with both numbers."""
    free = shutil.disk_usage(tmp_path).free
    folder = DataFolder(tmp_path)
    folder.check_space(free // 2)

    with pytest.raises(DiskFull, match=rf"MiB left, a broker needs {free * 2 // 1024**2};"):
        folder.check_space(free * 2)


def test_unclaimed_folder_has_no_lock(tmp_path: Path) -> None:
    """An unclaimed folder has no lock to hand to a broker."""
    with pytest.raises(RuntimeError, match="was not claimed"):
        _ = DataFolder(tmp_path).lock


@pytest.mark.parametrize(("content", "expected"), [(None, None), ("", None), ("noise", None), ("9092\n", 9092)])
def test_kept_port(tmp_path: Path, content: str | None, expected: int | None) -> None:
    """The port of the last start is read back; invalid text counts as no port."""
    if content is not None:
        (tmp_path / "port").write_text(content)

    assert expected == DataFolder(tmp_path).kept_port


def test_port_is_kept(tmp_path: Path) -> None:
    """The next start finds the port that was kept."""
    DataFolder(tmp_path).keep_port(9092)

    assert DataFolder(tmp_path).kept_port == 9092


def test_log_tail_is_of_this_start(tmp_path: Path) -> None:
    """The tail holds no lines of an earlier start, and a long log is cut."""
    folder = DataFolder(tmp_path)

    assert folder.log_tail() == ""

    folder.log.write_text("earlier\n")
    folder.claim()
    with folder.log.open("a") as log:
        log.write("now\n")

    assert folder.log_tail() == "now"

    folder.log.write_text("x" * 10_000)
    folder.release()

    assert len(folder.log_tail()) == 3_000
