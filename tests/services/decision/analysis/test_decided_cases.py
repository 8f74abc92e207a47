"""Decided cases read into items."""

import json
from typing import Any

import pytest

from reading.problems import NotReadable
from schemas.messages.application import Item, Quantity
from services.decision.analysis.decided_cases import DecidedCase, items_of, read_cases
from services.decision.analysis.phrases import load_phrases
from services.decision.library.library import load

LIBRARY = load()
PHRASES = load_phrases(LIBRARY.vocabulary)


def items(*given_items: dict[str, Any], **case: Any) -> tuple[Item, ...]:
    """The items of a case with these headings and phrases."""
    data = {"items": [{"decision": "upheld", **each} for each in given_items], **case}
    return items_of(DecidedCase.model_validate(data), LIBRARY, PHRASES)


def facts(item: Item) -> dict[str, Any]:
    """The facts of *item* by name."""
    return {fact.name: fact.value for fact in item.facts}


def test_what_goes_with_the_surgery_has_it_as_parent() -> None:
    """Treatment before or after the one surgery in dispute is ancillary to it."""
    surgery, therapy, test, mri = items(
        {"request": "Left shoulder arthroscopy, Bankart repair"},
        {"request": "Post-operative PT x12"},
        {"request": "EKG"},
        {"request": "MRI left knee"},
    )

    assert [None, 1, 1, None] == [each.parent for each in (surgery, therapy, test, mri)]
    assert facts(therapy)["surgery_kind"] == "bankart-repair"
    assert facts(therapy)["previous_treatment"] is False


def test_phrases_age_and_dates_become_facts() -> None:
    """Stated facts, the age and the weeks since the injury are facts; diagnoses are phrases."""
    (item,) = items(
        {"request": "Pre-op CBC", "key_facts": ["no bleeding history"]},
        diagnoses=["hypertension"],
        patient={"age": 58},
        dates={"injury": "2016-10-11", "ur_denial": "2016-12-06"},
    )

    assert {"bleeding_risk": False, "comorbidity": True, "age_years": 58, "symptom_weeks": 8}.items() <= facts(item).items()


def test_the_same_again_refers_to_the_item_before() -> None:
    """`same` and `as above` take over the words of the item before."""
    _, again = items(
        {"request": "EKG", "key_facts": ["hypertension"]}, {"request": "Pre-op CBC", "key_facts": ["same risk factors"]}
    )

    assert facts(again)["comorbidity"] is True


@pytest.mark.parametrize(
    ("request_text", "authorised", "expected"),
    [
        ("Baclofen #30", "#27", Quantity(requested="30", authorised="27", unit="tablets")),
        ("Wheelchair rental 3 months", "1 month", Quantity(requested="3", authorised="1", unit="months")),
        ("Purchase of a commode", "1-month rental", Quantity(authorised_as="1-month rental")),
        ("Rehabilitation, 10 days", "nursing facility 7 days", Quantity(authorised_as="nursing facility 7 days")),
        (
            "Home aide 12 h/day, 5 days/week",
            "6 h/day, 5 days/week",
            Quantity(requested="60", authorised="30", unit="hours a week"),
        ),
        ("Massage", None, Quantity()),
    ],
)
def test_what_was_authorised(request_text: str, authorised: str | None, expected: Quantity) -> None:
    """An authorised amount of the same is set off; a rental or another setting is not."""
    assert expected == items({"request": request_text, "authorized_by_claims_admin": authorised})[0].quantity


def test_letters_are_read_without_their_reasons() -> None:
    """A letter gives headings, outcomes, dates and the clinical summary, not its reasons."""
    letter = {
        "case_number": "CM16-0000001",
        "injured_on": "2016-10-11",
        "denied_on": "2016-12-06",
        "clinical_summary": "Seen for knee pain. There is effusion.",
        "items": [{"request": "MRI knee", "outcome": "overturned", "rationale": "Conservative care has failed."}],
    }
    (case,) = read_cases(json.dumps(letter).encode() + b"\n\n")
    (item,) = items_of(case, LIBRARY, PHRASES)

    assert (case.items[0].decision, case.requested_on is None) == ("overturned", False)
    assert facts(item)["internal_derangement_signs"] is True
    assert "conservative_treatment_failed" not in facts(item)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"no", "line 1, is not JSON"),
        (b"{}\n{\n", "line 2"),
        (b'{"cases": [], "cases": []}', "more than once"),
        (b'{"cases": 3}', "cases"),
        (b'{"cases": [{"items": []}]}', "items"),
        (b"{}", "items"),
    ],
)
def test_what_cannot_be_read_is_named(text: bytes, part: str) -> None:
    """Another file is refused with the place."""
    with pytest.raises(NotReadable, match=part):
        read_cases(text)


def test_one_letter_may_be_indented() -> None:
    """As `imr letter parse` prints a single one."""
    letter = {"case_number": "CM15-1330001", "items": [{"request": "6 visits", "outcome": "upheld"}]}
    line, indented = (json.dumps(letter, indent=indent).encode() for indent in (None, 2))

    assert read_cases(line) == read_cases(indented) == read_cases(b"\n" + indented.replace(b"\n", b"\r\n"))
    with pytest.raises(NotReadable):
        read_cases(indented + b"\n" + indented)
