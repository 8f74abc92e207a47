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


def _row(row: dict[str, Any]) -> Any:
    """Return a row for a test; one that is `misread` has to fail until it is read."""
    marks = [pytest.mark.xfail(strict=True)] if row.pop("misread", False) else []
    return pytest.param(row, marks=marks, id=row["text"])


@pytest.mark.parametrize("row", [_row(row) for row in REQUESTS])
def test_requests_as_clinics_write_them(row: dict[str, Any]) -> None:
    """Each part of a request is read right, and a part that is not certain as nothing."""
    known = item_facts(Item(number=1, request=row["text"]), LIBRARY)

    assert (row.get("treatment"), row.get("region"), row.get("side")) == (known.treatment, known.body_region, known.body_side)
    assert {name: row.get(name) for name in READ} == {name: known.values.get(fact) for name, fact in READ.items()}
    assert row.get("facts", {}).items() <= known.values.items()


@pytest.mark.parametrize(
    ("said", "expected"),
    [("massage", "massage"), ("chiropractic", "manual-therapy"), ("Physical_Therapy", "physical-medicine"), ("leeches", "leeches")],
)
def test_what_is_said_goes_before_the_words(said: str, expected: str) -> None:
    """A treatment named in the application counts under any of its names; none is guessed."""
    assert expected == item_facts(item(treatment=said), LIBRARY).treatment


@pytest.mark.parametrize(("said", "expected"), [("lumbar-spine", "low-back"), ("knee", "knee"), ("tail", "tail")])
def test_body_region_by_any_name(said: str, expected: str) -> None:
    """A body region is recognised by its synonyms."""
    assert expected == item_facts(item(body_region=said), LIBRARY).body_region


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 6),
        ({"quantity": Quantity(in_dispute="4", unit="visits")}, 4),
        ({"quantity": Quantity(requested="12", authorised="6", in_dispute="6", unit="Visits")}, 6),
        ({"quantity": Quantity(requested="12", unit="visit")}, 12),
        ({"quantity": Quantity(in_dispute="4.0", unit="sessions")}, 4),
        ({"quantity": Quantity(in_dispute="2.5", unit="visits")}, None),
        ({"quantity": Quantity(in_dispute="4", unit="weeks")}, None),
        ({"quantity": Quantity(in_dispute="4")}, 6),
        ({"facts": (Fact(name="visits_requested", value=3),), "quantity": Quantity(in_dispute="4", unit="visits")}, 3),
        ({"request": "Massage"}, None),
        ({"request": "Massage", "quantity": Quantity(in_dispute="0", unit="visits")}, None),
    ],
)
def test_visits_requested(changes: dict[str, Any], expected: int | None) -> None:
    """A fact precedes the disputed quantity, and that the words of the request."""
    assert expected == item_facts(item(**changes), LIBRARY).values.get("visits_requested")


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
