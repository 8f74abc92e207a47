"""The facts of an item, before any guideline is searched."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.messages.application import Fact, Item, Quantity, Source
from services.decision.assessment.item_facts import item_facts
from services.decision.library.library import load

LIBRARY = load()
REQUESTS = yaml.safe_load(Path(__file__).with_name("requests.yaml").read_text())["requests"]
READ = {"visits": "visits_requested", "weeks": "weeks_requested", "days": "days_supplied", "stated": "quantity_stated"}


def item(**changes: Any) -> Item:
    """A request for massage with *changes*."""
    return Item(**{"number": 1, "request": "Massage Therapy to the Lumbar Spine, 6 visits", **changes})


@pytest.mark.parametrize(
    ("request_text", "treatment", "region"),
    [
        ("Chiropractic, 6 visits", "manual-therapy", None),
        ("Massage Therapy to the Lumbar Spine, 6 visits", "massage", "low-back"),
        ("Acupuncture, cervical spine", "acupuncture", "neck"),
        ("MRI of the lumbar spine without contrast", "mri", "low-back"),
        ("MRI left knee", "mri", "knee"),
        ("TENS unit, 30 day rental", "tens", None),
        ("H-Wave device purchase", "h-wave", None),
        ("Physical therapy 2x4 for the neck and shoulder", "physical-medicine", None),
        ("Post-operative physical therapy, 12 visits", "postoperative-therapy", None),
        ("Chiropractic with massage", None, None),
        ("Pre-op PT/PTT", "preoperative-coagulation-test", None),
        ("Right hip arthroscopy", None, "hip"),
        ("Right shoulder arthroscopy", "shoulder-surgery", "shoulder"),
    ],
)
def test_recognised_from_the_words(request_text: str, treatment: str | None, region: str | None) -> None:
    """Treatment and region are recognised in a plain request, but not in an ambiguous one."""
    known = item_facts(Item(number=1, request=request_text), LIBRARY)

    assert (treatment, region) == (known.treatment, known.body_region)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["text"]) for row in REQUESTS])
def test_requests_as_clinics_write_them(row: dict[str, Any]) -> None:
    """Each part of a request is read right, and a part that is not certain as nothing."""
    known = item_facts(Item(number=1, request=row["text"]), LIBRARY)

    assert (row.get("treatment"), row.get("region"), row.get("side")) == (known.treatment, known.body_region, known.body_side)
    assert {name: row.get(name) for name in READ} == {name: known.values.get(fact) for name, fact in READ.items()}
    assert row.get("dose", []) == list(known.reading.doses)
    assert row.get("facts", {}).items() <= known.values.items()


@pytest.mark.parametrize(
    ("said", "expected"),
    [("massage", "massage"), ("chiropractic", "manual-therapy"), ("Physical_Therapy", "physical-medicine"), ("leeches", None)],
)
def test_what_is_said_goes_before_the_words(said: str, expected: str) -> None:
    """A treatment named in the application counts under any of its names; none is guessed."""
    assert expected == item_facts(item(request="As in the report", treatment=said), LIBRARY).treatment


@pytest.mark.parametrize(("said", "expected"), [("lumbar-spine", "low-back"), ("knee", "knee"), ("tail", None)])
def test_body_region_by_any_name(said: str, expected: str) -> None:
    """A body region is recognised by its synonyms."""
    assert expected == item_facts(item(request="Massage", body_region=said), LIBRARY).body_region


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 6),
        ({"quantity": Quantity(in_dispute="4", unit="visits")}, 4),
        ({"quantity": Quantity(requested="12", authorised="6", in_dispute="6", unit="Visits")}, 6),
        ({"quantity": Quantity(requested="12", unit="visit")}, None),
        ({"quantity": Quantity(requested="6", unit="visit")}, 6),
        ({"quantity": Quantity(in_dispute="8", unit="visits")}, None),
        ({"facts": (Fact(name="visits_requested", value=24),)}, None),
        ({"facts": (Fact(name="visits_requested", value=6),)}, 6),
        ({"quantity": Quantity(in_dispute="4.0", unit="sessions")}, 4),
        ({"quantity": Quantity(in_dispute="2.5", unit="visits")}, None),
        ({"quantity": Quantity(in_dispute="4", unit="weeks")}, None),
        ({"quantity": Quantity(in_dispute="4")}, 6),
        ({"facts": (Fact(name="visits_requested", value=3),), "quantity": Quantity(in_dispute="4", unit="visits")}, None),
        ({"request": "Massage"}, None),
        ({"request": "Massage", "quantity": Quantity(in_dispute="0", unit="visits")}, None),
    ],
)
def test_visits_requested(changes: dict[str, Any], expected: int | None) -> None:
    """The disputed quantity precedes the words; where they contradict, neither counts."""
    assert expected == item_facts(item(**changes), LIBRARY).values.get("visits_requested")


@pytest.mark.parametrize(
    ("changes", "known", "said"),
    [
        (
            {"treatment": "acupuncture"},
            (None, "low-back", None),
            "The treatment is given as acupuncture, but the request says massage",
        ),
        ({"body_region": "neck"}, ("massage", None, None), "The body region is given as neck, but the request says low back"),
        ({"request": "MRI left knee", "body_side": "right"}, ("mri", "knee", None), "The body side is given as right"),
        ({"request": "MRI of the neck and low back", "body_region": "neck"}, ("mri", None, None), "says neck and low back"),
        ({"treatment": "kneading"}, ("massage", "low-back", None), "the words of the request were used, which say massage"),
        ({"request": "As written", "treatment": "akupuncture"}, (None, None, None), "the nearest names are acupuncture"),
        ({"request": "Post-op PT x 6", "treatment": "physical-medicine"}, ("postoperative-therapy", None, None), None),
        ({"request": "EKG", "treatment": "preoperative-ecg"}, ("preoperative-ecg", None, None), None),
        ({"request": "NCS RUE", "body_region": "elbow"}, ("ncs", "elbow", "right"), None),
        ({"request": "Pain in the knee", "body_region": "leg"}, (None, "knee", None), None),
    ],
)
def test_a_field_and_the_words_that_disagree(changes: dict[str, Any], known: tuple[str | None, ...], said: str | None) -> None:
    """The disagreement is named and neither is used; the more exact of two that agree is used."""
    found = item_facts(item(**changes), LIBRARY)

    assert known == (found.treatment, found.body_region, found.body_side)
    assert (said or "") in " ".join(found.disagreements)
    assert bool(said) == bool(found.disagreements)


def test_a_fact_and_the_words_that_disagree() -> None:
    """A number of the file that the request contradicts is named and not used."""
    found = item_facts(item(facts=(Fact(name="visits_requested", value=24),)), LIBRARY)

    assert found.usable.problems["visits_requested"] == (
        "On how many visits are in dispute, the request says 6 visits and the file 24 visits; neither was used."
    )


def test_a_paper_is_told_by_its_name() -> None:
    """The id of a paper is no word for a reader; without a name it is all there is."""
    fact = Fact(name="maintenance_care", value=False, source=Source(document="doc-7", page=2))
    named = item_facts(item(facts=(fact,)), LIBRARY, names={"doc-7": "Progress note, March 17, 2015"})

    assert {"maintenance_care": "Progress note, March 17, 2015, page 2"} == named.papers
    assert {"maintenance_care": "doc-7, page 2"} == item_facts(item(facts=(fact,)), LIBRARY).papers


@pytest.mark.parametrize(("quantity", "expected"), [(Quantity(), 4), (Quantity(requested="8", authorised="2", unit="visits"), 2)])
def test_visits_that_the_file_says_were_authorised(quantity: Quantity, expected: int) -> None:
    """The quantities go before the file's visits authorised, and these before none."""
    found = item_facts(item(request="Massage", facts=(Fact(name="visits_authorised", value=4),), quantity=quantity), LIBRARY)

    assert expected == found.values["visits_authorised"]


def test_an_ancillary_test_is_one_before_surgery() -> None:
    """An ECG that goes with another item is one before its surgery; alone it is not."""
    assert item_facts(Item(number=2, request="EKG", parent=1), LIBRARY).treatment == "preoperative-ecg"
    assert item_facts(Item(number=2, request="EKG"), LIBRARY).treatment == "ecg"


def test_conflicting_documents() -> None:
    """Values from two documents that differ are both kept, and neither is used."""
    facts = tuple(
        Fact(name="functional_improvement", value=value, source=Source(document=document))
        for value, document in ((True, "note-1"), (False, "note-2"))
    )
    known = item_facts(item(facts=facts), LIBRARY)

    assert "functional_improvement" not in known.values
    assert "functional_improvement" in known.usable.problems
    assert facts == known.given["functional_improvement"]


def test_what_follows_is_kept_too() -> None:
    """A fact derived from another is recorded without a source."""
    known = item_facts(item(facts=(Fact(name="previous_visits", value=4, source=Source(document="note-1")),)), LIBRARY)

    assert known.given["previous_treatment"] == (Fact(name="previous_treatment", value=True),)
