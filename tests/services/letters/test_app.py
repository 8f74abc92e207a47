"""The letters service put together."""

from pathlib import Path

from runtime.settings import Settings
from runtime.state import State
from schemas.letters import LetterIssued
from services.letters.app import create_app
from services.letters.render import render
from services.letters.store import FolderLetterStore
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED
from tests.services.letters.sample import LETTER


async def test_three_messages_become_a_stored_letter(tmp_path: Path) -> None:
    """The service reads its three topics and keeps every format of the letter where its settings say, in their organisation's name."""
    settings = Settings(data_dir=tmp_path, review_organization="Sample Review, Inc.")
    service = create_app(settings)
    handlers = service.create_handlers(State()).messages
    events = [event for message in (READY, ASSIGNED, SIGNED) for event in await handlers[message.type](message, AT)]  # type: ignore[misc]
    letter = LETTER.model_copy(update={"review_organization": "Sample Review, Inc."})
    store = FolderLetterStore(tmp_path / "letters")

    assert service.name == "letters"
    assert tuple(topic.name for topic in service.topics) == ("imr.intake.events", "imr.triage.events", "imr.decision.events")
    assert [LetterIssued] == [type(event) for event in events]
    assert {file.format: store.get(file.sha256) for file in events[0].files} == {
        name: render(letter, name) for name in ("pdf", "html", "text", "json")
    }
