"""Checking a letter against the stream: its issue, its decisions and the events behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.message import Message
from schemas.messages.letters import LetterIssued
from services.letters.verification.chain import check_items, grounds, issue_of
from services.letters.verification.errors import ChainBroken, NeverIssued, OtherDecision
from services.letters.verification.pdf_file import read
from tests.services.letters.events import AT
from tests.services.letters.sample import LETTER
from tests.services.letters.verification.case_events import CASE, ISSUED, KINDS, SIGNED, seen
from tests.services.letters.verification.pdf_files import PDF, with_data

FOUND = read(PDF)


def test_the_issue_is_the_one_that_lists_the_file() -> None:
    """A file is found by its hash, and its recipient with it."""
    issue = issue_of(FOUND, seen(*CASE))

    assert (ISSUED, "worker") == (issue.issued, issue.recipient)


@pytest.mark.parametrize(
    "events",
    [
        CASE[:-1],
        (*CASE[:-1], ISSUED.model_copy(update={"files": ISSUED.files[:1]})),
        (*CASE[:-1], ISSUED.model_copy(update={"case_number": "CM26-4170024"})),
    ],
    ids=["no letter", "another file", "another case"],
)
def test_a_file_that_no_issue_lists_was_never_issued(events: tuple[Message, ...]) -> None:
    """The error names the hash that no issue of the case has."""
    with pytest.raises(NeverIssued, match=FOUND.sha256):
        issue_of(FOUND, seen(*events))


def test_the_decisions_are_the_signed_ones() -> None:
    """The signed outcomes pass; other outcomes, or a missing signature, do not."""
    events = seen(*CASE)
    issue = issue_of(FOUND, events)
    other = LETTER.model_copy(update={"items": (LETTER.items[0].model_copy(update={"outcome": "overturned"}), LETTER.items[1])})
    unsigned = seen(*CASE[:-2], SIGNED.model_copy(update={"determination_version": 2}), ISSUED)

    check_items(LETTER, issue, events)
    with pytest.raises(OtherDecision, match="item 1 is overturned in the letter, but upheld") as raised:
        check_items(other, issue, events)
    assert 1 == raised.value.item
    with pytest.raises(ChainBroken, match="determination 1"):
        check_items(LETTER, issue, unsigned)


def test_an_item_that_was_not_signed_is_another_decision() -> None:
    """An item that the determination lacks is not taken for decided."""
    events = seen(*CASE[:-2], SIGNED.model_copy(update={"decisions": SIGNED.decisions[:1]}), ISSUED)

    with pytest.raises(OtherDecision, match="item 2 is overturned in the letter, but not decided"):
        check_items(LETTER, issue_of(FOUND, events), events)


def test_a_letter_has_grounds_back_to_the_application() -> None:
    """Every event of the case belongs to the chain, and none is missing."""
    events = seen(*CASE)
    chain = grounds(issue_of(FOUND, events), events)

    assert {each.envelope.id for each in events} == {link.id for link in chain.links}
    assert () == chain.missing


@pytest.mark.parametrize("kind", KINDS)
def test_a_chain_without_a_needed_event_is_broken(kind: type[Message]) -> None:
    """The error names the event that is missing."""
    events = seen(*(each for each in CASE if not isinstance(each, kind)))

    with pytest.raises(ChainBroken, match=kind.type):
        grounds(issue_of(FOUND, events), events)


@pytest.mark.parametrize(("minutes", "broken"), [(4, False), (-1, False), (-2, True)])
def test_a_letter_is_later_than_its_grounds(minutes: int, *, broken: bool) -> None:
    """A letter may seem five minutes older than its determination, as clocks differ; not six."""
    events = seen(*CASE, minutes={LetterIssued: minutes})
    issue = issue_of(FOUND, events)

    if broken:
        with pytest.raises(ChainBroken, match=LetterIssued.type):
            grounds(issue, events)
    else:
        assert grounds(issue, events).links


def test_a_message_sent_again_changes_no_ground() -> None:
    """Only the first message with an id counts, because a repeat has a later time."""
    events = seen(*CASE)
    repeat = replace(events[0], envelope=events[0].envelope._replace(time=AT + timedelta(days=3)), offset=len(events))

    assert grounds(issue_of(FOUND, events), events) == grounds(issue_of(FOUND, events), [*events, repeat])


def test_another_letter_of_the_case_is_not_this_one() -> None:
    """A file with the same text but other data has another hash."""
    with pytest.raises(NeverIssued):
        issue_of(read(with_data(LETTER.model_copy(update={"priority": "Expedited"}).model_dump_json().encode())), seen(*CASE))
