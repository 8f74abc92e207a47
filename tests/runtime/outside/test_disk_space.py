"""The own broker's disk: below the bound, nothing new is taken in."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from runtime.outside.disk_space import MIB, low_disk
from runtime.settings import Settings


@pytest.mark.parametrize(
    ("free_bytes", "bound", "is_low"),
    [
        (320 * MIB, 320, False),
        (320 * MIB - 1, 320, True),
        (0, 320, True),
        (0, 0, False),
    ],
)
def test_the_bound_itself_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_bytes: int, bound: int, *, is_low: bool
) -> None:
    """A byte less is too little; 0 turns the check off."""
    (tmp_path / "broker").mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free_bytes))
    settings = Settings(data_dir=tmp_path, kafka_bootstrap="127.0.0.1:9092", disk_free_min_mib=bound)

    assert is_low == (low_disk(settings) is not None)


@pytest.mark.parametrize(("bootstrap", "has_broker"), [("broker.example:9092", True), ("127.0.0.1:9092", False), ("", True)])
def test_only_the_own_brokers_disk_counts(tmp_path: Path, bootstrap: str, *, has_broker: bool) -> None:
    """The disk of a broker elsewhere is not ours to see."""
    if has_broker:
        (tmp_path / "broker").mkdir()

    assert low_disk(Settings(data_dir=tmp_path, kafka_bootstrap=bootstrap, disk_free_min_mib=10**12)) is None


def test_a_low_disk_names_folder_room_and_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence ends with the way out."""
    (tmp_path / "broker").mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=250 * MIB))
    disk = low_disk(Settings(data_dir=tmp_path, kafka_bootstrap="localhost:9092"))

    assert f"the disk of {tmp_path} has 250 MiB left, and below 320 nothing new is taken in; make room" == str(disk)
