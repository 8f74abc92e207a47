"""Verifying the letters of a whole flow against its stream."""

import pytest

from runtime.content.store import FolderLetterStore
from runtime.outside.follow import Seen
from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.message import Message
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.intake import ApplicationReceived
from schemas.messages.letters import LetterHeld, LetterIssued
from services.letters.printing.render import render
from services.letters.verification.chain import check_items, grounds, issue_of
from services.letters.verification.errors import ChainBroken, NeverIssued, OtherDecision
from services.letters.verification.pdf_file import read
from services.letters.verification.text import check_text
from tests.flow.test_letters import PARTIES, WRONG_DATE, Channel, channel, determined, reissue, release, service, settings, stream

__all__ = ["channel", "settings", "stream"]


def seen(stream: MemoryStream) -> list[Seen]:
    """Return everything on the stream as a reader sees it."""
    return [Seen(envelope, message, "topic", 0, place) for place, (envelope, message) in enumerate(stream.read())]


def without(events: list[Seen], kind: type[Message]) -> list[Seen]:
    """Return *events* without those of *kind*."""
    return [each for each in events if not isinstance(each.message, kind)]


async def test_every_copy_that_was_served_verifies(stream: MemoryStream, channel: Channel) -> None:
    """The copy served on each party passes every check."""
    await determined(stream)

    assert len(PARTIES) == len(channel.letters)
    for party in PARTIES:
        found = read(channel.letters[service(party)])
        check_text(found)
        issue = issue_of(found, seen(stream))
        check_items(found.letter, issue, seen(stream))
        chain = grounds(issue, seen(stream))
        assert party == issue.recipient
        assert chain.reaches(ApplicationReceived.type)
        assert () == chain.missing


async def test_a_released_and_a_reissued_letter_verify(stream: MemoryStream, channel: Channel) -> None:
    """Letters that a person's command caused are still based on the determination."""
    await determined(stream, WRONG_DATE)
    (held,) = stream.messages(LetterHeld)
    stream.publish(release(*(finding.id for finding in held.findings)))
    await stream.settle()
    stream.publish(reissue(new_version=True))
    await stream.settle()

    for version in (1, 2):
        found = read(channel.letters[service("worker", letter_version=version)])
        chain = grounds(issue_of(found, seen(stream)), seen(stream))
        assert chain.reaches(DeterminationSigned.type)


async def test_a_letter_that_was_never_issued_is_found(stream: MemoryStream, channel: Channel) -> None:
    """A well-formed letter with other words than the issued one was never issued."""
    await determined(stream)
    letter = read(channel.letters[service("worker")]).letter
    changed = letter.model_copy(update={"clinical_summary": "Nothing happened."})
    found = read(render(changed, "pdf"))
    check_text(found)

    with pytest.raises(NeverIssued, match=found.sha256):
        issue_of(found, seen(stream))


async def test_an_outcome_that_was_not_signed_is_found(stream: MemoryStream, channel: Channel) -> None:
    """An outcome that differs from the signed one is found."""
    await determined(stream)
    found = read(channel.letters[service("worker")])
    items = (found.letter.items[0].model_copy(update={"outcome": "overturned"}), *found.letter.items[1:])

    with pytest.raises(OtherDecision, match="item 1"):
        check_items(found.letter.model_copy(update={"items": items}), issue_of(found, seen(stream)), seen(stream))


@pytest.mark.parametrize("kind", [ApplicationReceived, CaseAssessed, DeterminationSigned])
async def test_a_chain_without_a_link_is_broken(stream: MemoryStream, channel: Channel, kind: type[Message]) -> None:
    """Without the application, assessment or determination, the chain is broken."""
    await determined(stream)
    events = without(seen(stream), kind)

    with pytest.raises(ChainBroken, match=kind.type):
        grounds(issue_of(read(channel.letters[service("worker")]), events), events)


async def test_the_public_copy_verifies_too(stream: MemoryStream, settings: Settings) -> None:
    """The published copy passes every check as well."""
    await determined(stream)
    (issued,) = stream.messages(LetterIssued)
    sha256 = next(file.sha256 for file in issued.files if (file.recipient, file.format) == ("public", "pdf"))
    found = read(FolderLetterStore(settings.data_dir / "letters").get(sha256))
    check_text(found)
    issue = issue_of(found, seen(stream))
    check_items(found.letter, issue, seen(stream))

    assert "public" == issue.recipient
    assert grounds(issue, seen(stream)).reaches(ApplicationReceived.type)
