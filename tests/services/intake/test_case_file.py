"""The case file: papers and facts are added once, and never to the wrong place."""

from typing import Any

import pytest

from schemas.messages.application import Fact, Source
from services.intake.case_file import is_complete, suffices, with_records
from services.intake.errors import DocumentIdTaken, UnknownDocument, UnknownItem
from tests.examples import application
from tests.services.intake.messages import LETTER, RECORD, no_records, records, without

FACT = Fact(name="previous_visits", value=6, source=Source(document="late-note", page=2))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, True), ({"documents": without("medical-record")}, False), ({"documents": ()}, False)],
)
def test_a_review_needs_more_than_the_utilization_review(changes: dict[str, Any], *, expected: bool) -> None:
    """8 CCR 9792.10.6(b)(2): at least one medical record."""
    assert expected == is_complete(application().model_copy(update=changes))
    assert expected == suffices(application().model_copy(update=changes))


def test_documents_and_facts_are_added_behind_those_on_file() -> None:
    """The application given is left as it was."""
    before = application(**no_records())

    after = with_records(before, records(documents=(RECORD, LETTER), facts={1: (FACT,)}))

    assert (*before.documents, RECORD, LETTER) == after.documents
    assert FACT == after.items[0].facts[-1]
    assert FACT not in before.items[0].facts


def test_the_same_records_twice_add_nothing() -> None:
    """A repeated paper and a repeated fact are one."""
    once = with_records(application(), records(facts={1: (FACT,)}))

    assert once == with_records(once, records(facts={1: (FACT,)}))


def test_facts_that_contradict_both_stay() -> None:
    """It is for the assessment to weigh them."""
    other = FACT.model_copy(update={"value": 7})

    found = with_records(application(), records(facts={1: (FACT, other)})).items[0].facts

    assert [FACT, other] == list(found[-2:])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"facts": {99: (FACT,)}}, UnknownItem),
        ({"facts": {1: (FACT.model_copy(update={"source": Source(document="lost", page=None)}),)}}, UnknownDocument),
        ({"documents": (RECORD, RECORD.model_copy(update={"title": "Another"}))}, DocumentIdTaken),
    ],
)
def test_records_that_do_not_fit_are_refused(changes: dict[str, Any], error: type[Exception]) -> None:
    """An unknown item, an unknown paper, or an id used for two papers."""
    with pytest.raises(error):
        with_records(application(), records(**changes))
