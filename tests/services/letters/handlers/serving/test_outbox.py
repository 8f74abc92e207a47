"""The outbox: each consignment whole, and once."""

from pathlib import Path

import pytest

from services.letters.handlers.serving import outbox
from services.letters.handlers.serving.channel import DeliveryUnavailable, Receipt
from services.letters.handlers.serving.outbox import Manifest, Outbox
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
    assert [CONSIGNMENT.service_id] == [path.name for path in channel.folder.iterdir()]


def test_it_can_be_asked(channel: Outbox) -> None:
    """The answer is None before the delivery and the receipt after it."""
    assert channel.ask(CONSIGNMENT.service_id) is None
    channel.deliver(CONSIGNMENT, PAPERS)
    assert RECEIPT == channel.ask(CONSIGNMENT.service_id)


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_full_disk_leaves_nothing_and_is_worth_another_attempt(
    channel: Outbox, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A failed write leaves no partial consignment, and the next attempt succeeds."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*((Path, "rename") if call == "rename" else (outbox.os, "fsync")), full)
        with pytest.raises(DeliveryUnavailable, match="No space left") as raised:
            channel.deliver(CONSIGNMENT, PAPERS)
    assert raised.value.retriable
    assert [] == list(channel.folder.iterdir())
    assert RECEIPT == channel.deliver(CONSIGNMENT, PAPERS)
