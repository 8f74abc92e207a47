"""Old letters imported twice over a broker."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.messages.history import DeterminationImported
from schemas.topics import HISTORY_EVENTS, Topic
from services.letters.printing.render import render
from tests.broker.conftest import PARTITIONS
from tests.examples import ROOT
from tests.services.letters.sample import BARE, LETTER


async def test_a_second_import_changes_nothing_and_says_so(tmp_path: Path, bootstrap: str, topics: Sequence[Topic]) -> None:
    """A letter gives one event in its case's partition, however often it is imported.

    Files that are no letters are reported.
    """
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "one.txt").write_bytes(render(LETTER, "text"))
    (folder / "CM17-0001064.txt").write_bytes(render(BARE, "text"))
    (folder / "note.txt").write_text("see you soon\n")
    settings = Settings(kafka_bootstrap=bootstrap, partitions=PARTITIONS, data_dir=tmp_path)

    first, second = [await _imported(folder, settings) for _ in range(2)]

    assert (2, 0, 1) == (first["imported"], first["known"], first["not_read"])
    assert (0, 2, 1) == (second["imported"], second["known"], second["not_read"])
    ours = {LETTER.case_number, "CM17-0001064"}  # other tests write to the shared broker too
    history = await read_to_end(settings, (HISTORY_EVENTS,))
    events = [seen for seen in history if isinstance(seen.message, DeterminationImported) and seen.message.key in ours]
    assert ours == {seen.message.key for seen in events}
    assert 2 == len(events)
    assert all(seen.message.partition(PARTITIONS) == seen.partition for seen in events)
    assert "note.txt" in (tmp_path / "letters.rejects.jsonl").read_text()


async def _imported(folder: Path, settings: Settings) -> dict[str, int]:
    """Return the counts that the command prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli.main", "letter", "import", "--json", str(folder)),
        cwd=ROOT,
        env={
            **os.environ,
            "IMR_KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
            "IMR_PARTITIONS": str(settings.partitions),
            "IMR_DATA_DIR": str(settings.data_dir),
        },
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    counts: dict[str, int] = json.loads(output)
    return counts
