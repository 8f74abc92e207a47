"""Parties are told of a review: items left out, questions, deferral, conversion."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from runtime.loop.consume import Result
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.decision import CaseAssessed
from schemas.messages.duplicates import DuplicateItemsDropped, DuplicateSuspected, SettleDuplicate
from schemas.messages.seats import ReturnCase
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage
from services.triage.handlers.registry import read_registry_file
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, application, signature, submission
from tests.flow.test_letters import Channel

SECOND = f"{CASE_NUMBER[:-1]}2"
CHIROPRACTIC, MASSAGE = application().items


@pytest.fixture
def channel() -> Channel:
    """A provider that works."""
    return Channel(takes_notices=True)


@pytest.fixture
async def stream(tmp_path: Path, channel: Channel) -> MemoryStream:
    """All services with the example registry; letters and notices leave by the channel."""
    settings = Settings(
        data_dir=tmp_path,
        review_organization="Example Review Organization",
        review_organization_address="PO Box 1; Exampleville, CA 90000",
    )
    services = [create_intake(settings), create_triage(settings), create_decision(settings), create_letters(settings, channel)]
    stream = MemoryStream(*services, partitions=settings.partitions, now=RECEIVED_AT)
    await say(stream, *read_registry_file(ROOT / "examples/reviewers.yaml"))
    return stream


async def say(stream: MemoryStream, *messages: Any) -> None:
    """Publish each message and let it run its course."""
    for message in messages:
        stream.publish(message)
        await stream.settle()


def texts(channel: Channel, name: str, case_number: str = CASE_NUMBER) -> dict[str, str]:
    """Return the words of the PDF that each party got of a notice or a letter."""
    found = {}
    for key, pdf in channel.letters.items():
        case, letter, party, _ = key.rsplit(".", 3)
        if (case, letter) == (case_number, name):
            found[party] = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    return found


async def test_a_treatment_under_review_elsewhere_is_named_in_notice_and_letter(stream: MemoryStream, channel: Channel) -> None:
    """The second application is reviewed for the rest, and its parties know the other case."""
    await say(stream, submission(items=(CHIROPRACTIC,)), submission("second"))
    (dropped,) = stream.messages(DuplicateItemsDropped)
    assert ((1, "Chiropractic, 6 visits"),) == tuple((each.item, each.request) for each in dropped.items)
    notices = texts(channel, "assignment", SECOND)

    assert {"worker", "claims-administrator"} == notices.keys()
    for text in notices.values():
        assert f"Chiropractic, 6 visits: The treatment is already under review in case {CASE_NUMBER}. (DUPLICATE)" in text
        assert "The treatment in dispute: • Massage Therapy" in text
        assert 1 == text.count("Chiropractic")

    (assessed,) = [each for each in stream.messages(CaseAssessed) if each.case_number == SECOND]
    await say(stream, signature(assessed.reviewer_id, case_number=SECOND))
    letters = texts(channel, "1", SECOND)
    assert {"worker", "claims-administrator", "provider"} < letters.keys()
    for text in letters.values():
        assert "Chiropractic, 6 visits" in text
        assert f"already under review in case {CASE_NUMBER}" in text
    assert 0 == stream.results[Result.PARKED]


async def test_a_treatment_that_staff_find_elsewhere_is_named_too(stream: MemoryStream, channel: Channel) -> None:
    """Suspected first, then confirmed by a person."""
    doubtful = CHIROPRACTIC.model_copy(update={"request": "Chiropractic care, 6 visits"})
    await say(stream, submission(items=(CHIROPRACTIC,)), submission("second", items=(doubtful, MASSAGE)))
    (suspected,) = stream.messages(DuplicateSuspected)
    assert ["Chiropractic care, 6 visits"] == [each.request for each in suspected.items]
    await say(
        stream, SettleDuplicate(case_number=SECOND, verdict="confirm", items=(), actor="Example Clerk", reason="The same letter.")
    )

    for text in texts(channel, "assignment", SECOND).values():
        assert f"Chiropractic care, 6 visits: The treatment is already under review in case {CASE_NUMBER}." in text
        assert "The treatment in dispute: • Massage Therapy" in text


async def test_the_reviewers_questions_are_asked_of_the_parties(stream: MemoryStream, channel: Channel) -> None:
    """With reason and last day, and never who asks; a second question is another notice."""
    await say(stream, submission())
    (assessed,) = stream.messages(CaseAssessed)
    fields: dict[str, Any] = {"ground": "information-missing", "explanation": "They show how the function developed."}
    for missing in ("Notes of March", "Notes of April"):
        again = ReturnCase(
            case_number=CASE_NUMBER, reviewer_id=assessed.reviewer_id, returned_at=stream.now, missing=(missing,), **fields
        )
        await say(stream, again)

    for name, missing in (("questions", "Notes of March"), ("questions-2", "Notes of April")):
        asked = texts(channel, name)
        assert {"worker", "provider", "claims-administrator"} == asked.keys()
        for text in asked.values():
            assert f"• {missing}" in text
            assert "They show how the function developed." in text
            assert "by 04/24/2015 (8 CCR 9792.10.5)" in text
            assert "PO Box 1 Exampleville, CA 90000" in text
            assert assessed.reviewer_id not in text
