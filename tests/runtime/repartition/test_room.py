"""A copy that would fill the disk is refused before it begins."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from runtime.repartition.room import MIB, NoRoom, refuse_no_room
from runtime.settings import Settings

PLACE = TopicPartition("imr.intake.events", 0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a built-in broker with a segment of 5 MiB."""
    folder = tmp_path / "broker" / "apache" / "imr.intake.events-0"
    folder.mkdir(parents=True)
    (folder / "0.log").write_bytes(bytes(5 * MIB))
    (folder / "0.index").write_bytes(bytes(MIB))
    return Settings(data_dir=tmp_path, kafka_bootstrap="127.0.0.1:9092", disk_free_min_mib=100)


@pytest.mark.parametrize(("free", "is_refused"), [(106, False), (105, True)])
def test_the_copy_and_the_reserve_must_fit(
    settings: Settings, free: int, monkeypatch: pytest.MonkeyPatch, *, is_refused: bool
) -> None:
    """The sizes are told, in MiB."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free * MIB))
    if not is_refused:
        refuse_no_room(settings, [PLACE])
        return
    with pytest.raises(NoRoom, match="needs 6 MiB, and 100 MiB must stay free; the disk of the broker has 105 MiB left"):
        refuse_no_room(settings, [PLACE])


def test_disks_elsewhere_are_not_seen(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of this one says nothing."""
    asked: list[object] = []
    monkeypatch.setattr(shutil, "disk_usage", lambda path: asked.append(path) or SimpleNamespace(free=0))

    refuse_no_room(settings.model_copy(update={"kafka_bootstrap": "broker.example:9092"}), [PLACE])

    assert [] == asked
