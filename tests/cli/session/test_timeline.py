"""Events and stages of cases are told in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cli.session.timeline import EVENT_TOPICS, cases, history, tell
from schemas.catalogue import MESSAGES
from schemas.message import Command, Event, Message
from schemas.messages.decision import RequestRefused, SignatureRefused
from schemas.messages.intake import CaseReadyForReview, DeterminationOverdue
from schemas.messages.letters import LetterRequestRefused, LetterServed
from schemas.messages.triage import NoReviewerFound
from schemas.wire.codec import read
from tests.examples import CASE_NUMBER, ROOT
from tests.services.letters.verification.case_events import CASE, NUMBER, seen

ZONE = ZoneInfo("America/Los_Angeles")
EVENTS = [kind for kind in MESSAGES.values() if issubclass(kind, Event) and kind.topic in EVENT_TOPICS]


def _example(kind: type[Message]) -> Message:
    return read(kind, kind.version, (ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_bytes())


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.type)
def test_every_event_of_a_case_is_told(kind: type[Message]) -> None:
    """One line of words, without the type and without a person's name."""
    told = tell(_example(kind), ZONE)

    assert "\n" not in told
    assert "Exampleworker" not in told
    assert kind.type in {"imr.intake.submission-refused", "imr.intake.duplicate-found"} or kind.type != told


def test_a_deadline_is_told_in_the_jurisdictions_time() -> None:
    """The end of May 17 in California is May 18 in UTC."""
    due = datetime(2015, 5, 18, 6, 59, 59, tzinfo=UTC)
    ready = _example(CaseReadyForReview).model_copy(update={"determination_due_at": due})
    overdue = DeterminationOverdue(case_number=CASE_NUMBER, determination_due_at=due)

    assert "ready for review, determination due 2015-05-17 23:59 PDT" == tell(ready, ZONE)
    assert "determination overdue since 2015-05-17 23:59 PDT; it will still bind" == tell(overdue, ZONE)


@pytest.mark.parametrize(
    ("method", "told"),
    [("electronic", "electronically"), ("mail", "by mail"), ("fax", "by fax"), ("hand", "by hand")],
)
def test_parties_and_methods_are_told_in_words(method: str, told: str) -> None:
    """As people say them; the names of files and options have hyphens."""
    served = _example(LetterServed).model_copy(update={"party": "claims-administrator", "method": method})

    assert tell(served, ZONE).startswith(f"served on the claims administrator {told} on ")


def test_an_empty_pool_is_told_with_how_to_fill_it() -> None:
    """A registry joins the pool of one law; a case of another one waits."""
    waits = NoReviewerFound(case_number=CASE_NUMBER, pool="us-federal-external-review", considered=0, excluded={})

    assert "the pool us-federal-external-review has none; `imr reviewer import` fills" in tell(waits, ZONE)
    assert "8 considered, excluded: 8 licence" in tell(waits.model_copy(update={"considered": 8, "excluded": {"licence": 8}}), ZONE)


def test_the_history_of_a_case_begins_with_the_case() -> None:
    """A refused command that named its number earlier is not part of it; later ones are."""
    refusals = [_example(SignatureRefused), _example(RequestRefused), _example(LetterRequestRefused)]
    numbered = [each.model_copy(update={"case_number": NUMBER}) for each in (*refusals, *CASE, *refusals)]
    events = seen(*numbered)

    assert numbered[3:] == [each.message for each in history(events, NUMBER)]
    assert numbered[3:] == [each.message for each in cases(events)[NUMBER].events]
    assert ([], {}) == (history(events[:3], NUMBER), cases(events[:3]))


REFUSALS = [kind for kind in EVENTS if kind.type.endswith("-refused") and "request" in kind.model_fields]


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.type)
def test_a_refused_command_is_told_in_words(kind: type[Message]) -> None:
    """Every command that there is, without its type."""
    asked = [each.type for each in MESSAGES.values() if issubclass(each, Command)]
    for request in (*asked, *(each.rpartition(".")[2] for each in asked)):
        told, _, why = tell(_example(kind).model_copy(update={"request": request}), ZONE).partition(" refused: ")

        assert "-" not in told
        assert "imr" not in told
        assert why
