"""The facts that notices print."""

from datetime import date

from services.letters.handlers.issuing.inputs import on_case_ready_for_review
from services.letters.handlers.notifying.facts import facts_of, forget_facts, known_facts, without
from services.letters.state import NO_NOTICES, CaseNotices
from tests.services.letters.context import Recorder
from tests.services.letters.events import APPLICATION, AT, READY
from tests.services.letters.handlers.notifying.notified import CASE

FACTS = facts_of(APPLICATION, date(2026, 3, 31))


async def test_a_case_of_before_has_the_facts_of_its_file() -> None:
    """Where letters did not read applications yet, the complete file has all but the requests."""
    recorder = Recorder()
    await on_case_ready_for_review(READY, AT, context=recorder.context)

    assert FACTS.model_copy(update={"requests": (), "items": ()}) == known_facts(CASE, NO_NOTICES, recorder.context)
    assert FACTS == known_facts(CASE, CaseNotices(facts=FACTS), recorder.context)
    assert known_facts("CM26-4170024", NO_NOTICES, recorder.context) is None


def test_a_case_without_notices_leaves_no_record() -> None:
    """Forgetting the facts deletes an empty record."""
    recorder = Recorder(notices={CASE: CaseNotices(facts=FACTS)})
    forget_facts(CASE, recorder.context)

    assert {} == recorder.notices


def test_an_item_that_is_reviewed_elsewhere_is_left_out() -> None:
    """Unless nothing would be left, or an earlier version kept no numbers."""
    first, second = FACTS.by_item
    assert {second: FACTS.by_item[second]} == without(FACTS, [first]).by_item
    assert FACTS == without(FACTS, [first, second])
    old = FACTS.model_copy(update={"items": ()})
    assert (old, {}) == (without(old, [first]), old.by_item)
