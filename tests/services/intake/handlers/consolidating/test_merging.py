"""Two files as one."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.form.utilization_review import Certification
from schemas.messages.application import Document, Fact, Item, Note, Source
from schemas.messages.intake import Reason
from services.intake.handlers.consolidating.merging import merge
from services.intake.state import OpenCase
from tests.examples import application

SECOND, THIRD = "CM15-1330002", "CM15-1330003"
DAY = date(2015, 4, 17)
ACUPUNCTURE = Item(number=1, request="Acupuncture, 8 sessions")


def file(reasons: tuple[Reason, ...] = (), **changes: Any) -> OpenCase:
    """Return the file of a case of the example with *changes*."""
    return OpenCase(
        application=application(**changes), received_on=DAY, assigned_on=DAY, records_due_on=DAY, not_under_review=reasons
    )


def test_items_get_new_numbers_and_keep_their_origin() -> None:
    """An ancillary item follows its parent, and reasons their item."""
    needles = Item(number=3, request="Needles", parent=1)
    reason = Reason(code="ALREADY_AUTHORIZED", text="It is authorised.", items=(3,))
    merged = merge(file(), SECOND, file((reason,), items=(ACUPUNCTURE, needles)))
    found = merged.file.application

    assert [1, 2, 3, 5] == [each.number for each in found.items]
    assert {1: 3, 3: 5} == merged.items
    assert 3 == found.items[-1].parent
    assert (5,) == merged.file.not_under_review[-1].items
    (joined,) = found.joined
    assert (SECOND, {3: 1, 5: 3}) == (joined.case_number, joined.items)
    assert application().utilization_review == joined.utilization_review


def test_the_number_of_an_item_that_left_is_not_taken() -> None:
    """A duplicate is named by its number in the letter."""
    dropped = Reason(code="DUPLICATE", text="Reviewed elsewhere.", items=(7,), requests=("A walker",))

    assert {1: 8} == merge(file((dropped,)), SECOND, file(items=(ACUPUNCTURE,))).items


def test_the_origins_of_a_joined_case_are_kept() -> None:
    """Of three cases each item has the number of its own."""
    two = merge(file(items=(ACUPUNCTURE,)), THIRD, file(items=(ACUPUNCTURE.model_copy(update={"request": "MRI"}),))).file
    joined = merge(file(), SECOND, two).file.application.joined

    assert {SECOND: {3: 1}, THIRD: {4: 1}} == {each.case_number: each.items for each in joined}


def test_papers_are_one_file() -> None:
    """The same paper once; another one under a taken id is told apart, with its facts."""
    papers = application().documents
    other = papers[-1].model_copy(update={"title": "Another paper"})
    read = ACUPUNCTURE.model_copy(update={"facts": (Fact(name="visits_given", value=4, source=Source(document=other.id)),)})
    found = merge(file(), SECOND, file(items=(read,), documents=(*papers[:-1], other))).file.application

    assert [*papers, other.model_copy(update={"id": f"{SECOND}-{other.id}"})] == list(found.documents)
    source = found.items[-1].facts[0].source
    assert source is not None
    assert f"{SECOND}-{other.id}" == source.document


def test_the_records_of_either_are_the_claims_administrators() -> None:
    """A paper that both sent counts as its own."""
    paper = Document(id="note", kind="medical-record", title="Note", sent_by="employee")
    own, other = (
        file(documents=(each,), items=(ACUPUNCTURE,))
        for each in (paper, paper.model_copy(update={"sent_by": "claims-administrator"}))
    )

    assert ["claims-administrator"] == [each.sent_by for each in merge(own, SECOND, other).file.application.documents]


def test_the_more_urgent_priority_counts() -> None:
    """With its certification, from either case."""
    certification = Certification(certified_on=DAY, name="Robin Example, MD")
    urgent = file(priority="expedited", physician_certification=certification, items=(ACUPUNCTURE,))

    for merged in (merge(file(), SECOND, urgent), merge(urgent, SECOND, file())):
        found = merged.file.application
        assert ("expedited", certification) == (found.priority, found.physician_certification)


def test_the_later_note_is_the_latest() -> None:
    """And the care of both is told."""
    care = application().course_of_care
    later = care.model_copy(update={"latest_note": Note(dated_on=date(2015, 4, 30)), "treatments": ("acupuncture",)})
    found = merge(file(), SECOND, file(course_of_care=later, items=(ACUPUNCTURE,))).file.application.course_of_care

    assert found.latest_note is not None
    assert date(2015, 4, 30) == found.latest_note.dated_on
    assert [*care.treatments, "acupuncture"] == list(found.treatments)


def test_too_many_items_do_not_fit() -> None:
    """The form has room for two hundred."""
    many = tuple(Item(number=number, request=f"Item {number}") for number in range(1, 200))

    with pytest.raises(ValidationError):
        merge(file(), SECOND, file(items=many))
