"""The outbox: each consignment whole, and once."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.letters.handlers.serving import outbox
from services.letters.handlers.serving.channel import DeliveryUnavailable, Receipt
from services.letters.handlers.serving.outbox import SENT, Manifest, Mark, Outbox
from tests.services.letters.handlers.serving.consignment import AT, CONSIGNMENT, LETTER, PAPERS

RECEIPT = Receipt(status="sent", reference="outbox CM26-4170023.1.worker.1", at=AT)


@pytest.fixture
def channel(tmp_path: Path) -> Outbox:
    """An outbox in a folder that does not exist yet."""
    return Outbox(tmp_path / "outbox", lambda: AT)


def test_a_letter_lies_beside_its_manifest(channel: Outbox) -> None:
    """The folder has both papers and the manifest, readable by its owner only."""
    receipt = channel.deliver(CONSIGNMENT, PAPERS)
    place = channel.folder / CONSIGNMENT.service_id

    assert RECEIPT == receipt
    assert [LETTER, PAPERS["cover"]] == [(place / name).read_bytes() for name in ("letter.pdf", "cover.pdf")]
    assert Manifest(consignment=CONSIGNMENT, receipt=RECEIPT) == Manifest.model_validate_json(
        (place / "manifest.json").read_bytes()
    )
    assert channel.folder.stat().st_mode & 0o077 == place.stat().st_mode & 0o077 == 0


def test_the_same_id_again_is_the_same_delivery(channel: Outbox) -> None:
    """A repeated id writes nothing and gives the first receipt."""
    channel.deliver(CONSIGNMENT, PAPERS)
    later = Outbox(channel.folder, lambda: AT.replace(day=30))

    assert RECEIPT == later.deliver(CONSIGNMENT, {"letter": b"other bytes"})
    assert LETTER == (channel.folder / CONSIGNMENT.service_id / "letter.pdf").read_bytes()
    assert [SENT, CONSIGNMENT.service_id] == sorted(path.name for path in channel.folder.iterdir())


def test_it_can_be_asked(channel: Outbox) -> None:
    """The answer is None before the delivery and the receipt after it."""
    assert channel.ask(CONSIGNMENT.service_id) is None
    channel.deliver(CONSIGNMENT, PAPERS)
    assert RECEIPT == channel.ask(CONSIGNMENT.service_id)


def test_a_consignment_that_was_taken_away_is_not_delivered_again(channel: Outbox) -> None:
    """A mail room takes the folder; a worker that was paused delivers once more."""
    channel.deliver(CONSIGNMENT, PAPERS)
    shutil.rmtree(channel.folder / CONSIGNMENT.service_id)
    later = Outbox(channel.folder, lambda: AT.replace(day=30))

    assert RECEIPT == later.deliver(CONSIGNMENT, PAPERS) == later.ask(CONSIGNMENT.service_id)
    assert [SENT] == [path.name for path in channel.folder.iterdir()]


def test_a_delivery_of_before_marks_is_known(channel: Outbox) -> None:
    """Its manifest tells, while the folder is there."""
    channel.deliver(CONSIGNMENT, PAPERS)
    shutil.rmtree(channel.folder / SENT)

    assert RECEIPT == channel.ask(CONSIGNMENT.service_id)


def test_a_delivery_that_was_interrupted_behind_its_mark_is_finished(channel: Outbox) -> None:
    """It was not visible before; asking for it makes it so."""
    channel.deliver(CONSIGNMENT, PAPERS)
    mark = Mark.model_validate_json((channel.folder / SENT / f"{CONSIGNMENT.service_id}.json").read_bytes())
    (channel.folder / CONSIGNMENT.service_id).rename(channel.folder / mark.prepared)

    assert RECEIPT == channel.ask(CONSIGNMENT.service_id)
    assert LETTER == (channel.folder / CONSIGNMENT.service_id / "letter.pdf").read_bytes()


def test_of_several_at_once_one_delivers(channel: Outbox) -> None:
    """All get its receipt, the folder appears once, and nothing else is left."""
    channels = [Outbox(channel.folder, lambda day=day: AT.replace(day=day)) for day in range(1, 9)]  # type: ignore[misc]
    start = threading.Barrier(len(channels))

    def deliver(each: Outbox) -> Receipt:
        start.wait(10)
        receipt = each.deliver(CONSIGNMENT, PAPERS)
        shutil.rmtree(channel.folder / CONSIGNMENT.service_id, ignore_errors=True)  # the mail room is quick
        return receipt

    with ThreadPoolExecutor(len(channels)) as pool:
        receipts = set(pool.map(deliver, channels))

    assert 1 == len(receipts)
    assert [SENT] == [path.name for path in channel.folder.iterdir()]
    assert [f"{CONSIGNMENT.service_id}.json"] == [path.name for path in (channel.folder / SENT).iterdir()]


def test_a_mark_names_no_folder_elsewhere() -> None:
    """A mark that somebody wrote cannot move another folder."""
    with pytest.raises(ValidationError):
        Mark(prepared="../letters", receipt=RECEIPT)


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_full_disk_is_worth_another_attempt(channel: Outbox, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """No consignment appears before it is whole, and the next attempt succeeds."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*((Path, "rename") if call == "rename" else (outbox.os, "fsync")), full)
        with pytest.raises(DeliveryUnavailable, match="No space left") as raised:
            channel.deliver(CONSIGNMENT, PAPERS)
    assert raised.value.retriable
    assert not (channel.folder / CONSIGNMENT.service_id).exists()
    assert RECEIPT == channel.deliver(CONSIGNMENT, PAPERS)
    assert [SENT, CONSIGNMENT.service_id] == sorted(path.name for path in channel.folder.iterdir())
