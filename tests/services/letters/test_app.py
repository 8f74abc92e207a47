"""The letters service as its settings compose it."""

from pathlib import Path

import pytest

from runtime.content.store import FolderLetterStore
from runtime.content.store_s3 import S3LetterStore
from runtime.settings import Settings
from runtime.state.state import State
from schemas.message import Event
from schemas.messages.letters import LetterIssued
from services.letters.app import create_app, create_channel, create_store
from services.letters.composition.layout import LayoutBroken
from services.letters.copies.for_recipient import copy_for
from services.letters.handlers.notifying.kinds import NOTICES
from services.letters.handlers.serving.http_provider import HttpProvider
from services.letters.handlers.serving.outbox import Outbox
from services.letters.printing.render import render
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED
from tests.services.letters.sample import LETTER


async def test_three_messages_become_a_stored_letter(tmp_path: Path) -> None:
    """It reads its topics and stores every format of the letter for the set organization."""
    settings = Settings(data_dir=tmp_path, review_organization="Sample Review, Inc.")
    service = create_app(settings)
    handlers = service.create_handlers(State()).messages
    events = [event for message in (READY, ASSIGNED, SIGNED) for event in await handlers[message.type](message, AT)]  # type: ignore[misc]
    letter = LETTER.model_copy(update={"review_organization": "Sample Review, Inc."})
    store = FolderLetterStore(tmp_path / "letters")

    assert service.name == "letters"
    assert tuple(topic.name for topic in service.topics) == (
        "imr.intake.events",
        "imr.triage.events",
        "imr.decision.events",
        "imr.letters.commands",
    )
    issued = events[0]
    assert isinstance(issued, LetterIssued)
    assert {
        (file.recipient, file.format): store.get(file.sha256) for file in issued.files if file.recipient in {"worker", "employer"}
    } == {
        **{("worker", name): render(copy_for("worker", letter), name) for name in ("pdf", "html", "text", "json")},
        ("employer", "pdf"): render(copy_for("employer", letter), "pdf"),
    }


@pytest.mark.parametrize("event", NOTICES)
def test_every_event_of_the_table_of_notices_has_a_handler(event: type[Event], tmp_path: Path) -> None:
    """A new line of the table is told without another line elsewhere."""
    service = create_app(Settings(data_dir=tmp_path, review_organization="Sample Review, Inc."))

    assert event.type in service.create_handlers(State()).messages


def test_settings_choose_store_and_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders are the default; settings choose an S3-compatible store and a provider."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "example")
    outside = Settings(
        data_dir=tmp_path,
        letter_store="s3",
        letter_store_bucket="letters",
        letter_store_endpoint="http://127.0.0.1:9",
        delivery="http",
        delivery_url="http://127.0.0.1:9",
    )

    assert (FolderLetterStore, Outbox) == (type(create_store(Settings())), type(create_channel(Settings())))
    assert (S3LetterStore, HttpProvider) == (type(create_store(outside)), type(create_channel(outside)))


def test_a_broken_sentence_ends_the_start(tmp_path: Path) -> None:
    """The service does not start with a broken sentence file, and the error names it."""
    own = tmp_path / "ca-workers-comp-2014/1/statements/en.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("how_made: By {somebody}.\n", "utf-8")

    with pytest.raises(LayoutBroken, match=r"en.yaml, line 1: how_made: \{somebody\} is no place"):
        create_app(Settings(data_dir=tmp_path, letter_layouts_dir=tmp_path))
