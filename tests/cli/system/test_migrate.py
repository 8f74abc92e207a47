"""`imr migrate`: the folders it refuses."""

from pathlib import Path

import pytest
import typer

from cli.system.migrate import migrate


def folder(data_dir: Path, content: str | None = None, *, migrated: bool = False) -> Path:
    """Return *data_dir* with a file of the embedded broker, and with data of Apache Kafka."""
    if content is not None:
        (data_dir / "broker/embedded").mkdir(parents=True)
        (data_dir / "broker/embedded/kafka.json").write_text(content)
    if migrated:
        (data_dir / "broker/apache").mkdir(parents=True)
    return data_dir


@pytest.mark.parametrize(
    ("content", "migrated", "reason"),
    [(None, False, "nothing to migrate"), (None, True, "nothing to migrate"), ("{}", True, "has been migrated")],
)
def test_a_folder_without_work_is_refused(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, migrated: bool, reason: str
) -> None:
    """The message says why there is nothing to do, and nothing is written."""
    data_dir = folder(tmp_path, content, migrated=migrated)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(typer.Exit):
        migrate(data_dir)

    assert reason in capsys.readouterr().err
    assert before == sorted(tmp_path.rglob("*"))
