"""The facts and parties of a new application, and the events that make a notice."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import DuplicateSettled
from schemas.messages.letters import ServiceIntended
from schemas.messages.notices import NoticeIssued
from schemas.wire.codec import read
from services.letters.handlers.issuing.inputs import on_case_ready_for_review
from services.letters.handlers.notifying.inputs import (
    on_application_amended,
    on_application_received,
    on_items_dropped,
    on_review_converted,
)
from services.letters.state import NEW_CASE
from tests.examples import ROOT
from tests.services.letters.context import Recorder
from tests.services.letters.events import AT, READY
from tests.services.letters.handlers.notifying.notified import CASE, INELIGIBLE, RECEIVED, SUBMISSION, received, tell


def test_facts_and_parties_are_kept_apart() -> None:
    """Notices' facts have no name; parties have no name to redact yet."""
    recorder = received()

    assert "Pat Example" not in recorder.notices[CASE].model_dump_json()
    assert "Pat Example" == recorder.parties[CASE].parties[0].name
    assert () == recorder.parties[CASE].names


async def test_an_application_after_its_file_changes_nothing() -> None:
    """A repeat of a case whose file is complete overrides no address."""
    recorder = Recorder()
    await on_case_ready_for_review(READY, AT, context=recorder.context)
    before = dict(recorder.parties)
    on_application_received(RECEIVED, AT, context=recorder.context)

    assert (before, {}) == (recorder.parties, recorder.notices)


async def test_an_event_makes_a_notice_once() -> None:
    """The same event again, under any id, makes none."""
    recorder = received()

    assert [NoticeIssued, *[ServiceIntended] * 4] == [type(each) for each in await tell(recorder, INELIGIBLE)]
    assert [] == await tell(recorder, INELIGIBLE)


@pytest.mark.parametrize(("verdict", "left"), [("confirm", 1), ("reject", 2)])
def test_an_item_found_to_be_a_duplicate_is_not_printed_as_disputed(verdict: Any, left: int) -> None:
    """Staff may find that it is none."""
    recorder = received()
    settled = DuplicateSettled(
        case_number=CASE, submission_id=SUBMISSION, verdict=verdict, items=(1,), actor="Example Clerk", reason="Seen."
    )
    assert [] == on_items_dropped(settled, AT, context=recorder.context)

    facts = recorder.notices[CASE].facts
    assert facts is not None
    assert left == len(facts.requests) == len(facts.items)


async def test_a_conversion_changes_the_priority_of_what_follows() -> None:
    """In notices and letters; after the determination it changes none."""
    recorder = received()
    await on_case_ready_for_review(READY, AT, context=recorder.context)
    example = (ROOT / "schemas/examples/imr.intake.review-converted/1.json").read_bytes()
    converted = read(ReviewConverted, 1, example).model_copy(update={"case_number": CASE})

    assert [NoticeIssued, *[ServiceIntended] * 3] == [
        type(each) for each in await on_review_converted(converted, AT, context=recorder.context)
    ]
    facts, case_file = recorder.notices[CASE].facts, recorder.case_files[CASE]
    assert facts is not None
    assert case_file.facts is not None
    assert {"expedited"} == {facts.priority, case_file.facts.priority}
    assert [] == await on_review_converted(converted, AT, context=recorder.context)

    recorder.case_files[CASE] = case_file.model_copy(update={"waiting": (DeterminationSigned.model_construct(),)})
    back = converted.model_copy(update={"priority": "standard", "acted_at": converted.acted_at + timedelta(days=1)})
    assert [] == await on_review_converted(back, AT, context=recorder.context)
    assert "expedited" == recorder.notices[CASE].facts.priority  # type: ignore[union-attr]


async def test_a_correction_changes_names_and_words_of_what_follows() -> None:
    """A renamed worker keeps the address that staff gave. A determination stands."""
    recorder = received()
    parties = recorder.parties[CASE]
    moved = tuple(
        each.model_copy(update={"address": "7 Example Road"}) if each.kind == "worker" else each for each in parties.parties
    )
    recorder.parties[CASE] = parties.model_copy(update={"parties": moved})
    example = (ROOT / "schemas/examples/imr.intake.application-amended/1.json").read_bytes()
    amended = read(ApplicationAmended, 1, example).model_copy(update={"case_number": CASE})
    person = amended.application.employee.model_copy(update={"name": "Quinn Example"})
    items = tuple(each.model_copy(update={"request": f"{each.request} as corrected"}) for each in amended.application.items)
    amended = amended.model_copy(
        update={"application": amended.application.model_copy(update={"employee": person, "items": items})}
    )

    events = await on_application_amended(amended, AT, context=recorder.context)

    assert ["amendment"] == [each.kind for each in events if isinstance(each, NoticeIssued)]
    worker = next(each for each in recorder.parties[CASE].parties if each.kind == "worker")
    assert ("Quinn Example", "7 Example Road") == (worker.name, worker.address)
    facts = recorder.notices[CASE].facts
    assert facts is not None
    assert all(each.endswith("as corrected") for each in facts.requests)

    recorder.case_files[CASE] = NEW_CASE.model_copy(update={"waiting": (DeterminationSigned.model_construct(),)})
    assert [] == await on_application_amended(amended, AT, context=recorder.context)
