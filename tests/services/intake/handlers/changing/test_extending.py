"""More time for a determination, with approval (LC 4610.6(d)(3))."""

from datetime import datetime
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.extensions import DeadlineExtended, ExtendClock
from schemas.messages.intake import Arrival
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged
from services.intake.handlers.changing.extending import on_extend_clock
from services.intake.state import Suspected, Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import others, pacific, ready, waiting

SUBMISSION = "00000000-0000-0000-0000-000000000009"
TIMER = f"{CASE_NUMBER}/determination-due"
AT = pacific("2015-05-12T10:00")


def extend(tables: Tables, at: datetime = AT, **changes: Any) -> list[Message]:
    """Ask for two days more, with *changes*."""
    asked = {"name": "determination-due", "days": 2, "approval": "AD-1", "actor": "Example Clerk", "reason": "4,000 pages."}
    command = ExtendClock.model_validate({"case_number": CASE_NUMBER, "acted_at": at, **asked, **changes})
    return others(on_extend_clock(command, at, tables=tables, jurisdiction_of=load_jurisdiction))


def test_an_approval_gives_its_days_once() -> None:
    """A repeat changes nothing; a case of an earlier version is extended too."""
    tables = ready()
    tables.clocks.clear()
    (extended,) = extend(tables)

    assert isinstance(extended, DeadlineExtended)
    assert pacific("2015-05-19T23:59:59") == extended.due_at == tables.timers[TIMER].due_at
    assert [CaseUnchanged] == [type(each) for each in extend(tables)]
    assert pacific("2015-05-19T23:59:59") == tables.timers[TIMER].due_at


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"days": 4}, "not-extended", "3 days in all"),
        ({"name": "records-due"}, "no-such-clock", "there is: determination-due"),
        ({"at": pacific("2015-05-18T00:00")}, "ran-out", "2015-05-17 23:59 PDT"),
    ],
)
def test_an_extension_that_the_law_does_not_know_is_refused(changes: dict[str, Any], code: str, words: str) -> None:
    """And changes nothing."""
    tables = ready()
    (refusal,) = extend(tables, **changes)

    assert isinstance(refusal, CaseRequestRefused)
    assert code == refusal.code
    assert words in refusal.text
    assert pacific("2015-05-17T23:59:59") == tables.timers[TIMER].due_at


def test_only_a_review_is_extended() -> None:
    """The claims administrator's time for records is not."""
    (refusal,) = extend(waiting())

    assert isinstance(refusal, CaseRequestRefused)
    assert ("not-allowed", "waiting") == (refusal.code, refusal.state)


def test_a_case_that_waits_for_an_answer_about_duplicates_is_refused_in_words() -> None:
    """It is received and not screened yet; the command is not parked."""
    submission = Arrival(submission_id=SUBMISSION, channel="api", received_at=AT, application=application())
    (refusal,) = extend(Tables(suspected={CASE_NUMBER: Suspected(submission=submission, matches=(), open=(1,))}))

    assert isinstance(refusal, CaseRequestRefused)
    assert ("not-allowed", "received") == (refusal.code, refusal.state)
