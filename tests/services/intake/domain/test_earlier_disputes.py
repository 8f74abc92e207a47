"""Treatments under review in cases filed before evidence was kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.intake.domain.earlier_disputes import (
    DigestedItem,
    KnownItem,
    case_reviewing,
    dispute_keys,
    is_certain,
    request_digest,
)

MASSAGE = DigestedItem(request_digest("Massage Therapy, 6 visits"), "massage", "low-back", None, Decimal(6))
BORN_ON = date(1971, 6, 2)
KNOWN = KnownItem(MASSAGE, BORN_ON, "CM15-1330001")
FILED: dict[str, Any] = {
    "employee": "Pat Exampleworker",
    "claims_administrator": "Northwind Example Claims",
    "claim_number": "NEC-0001-EXAMPLE",
    "injured_on": date(2014, 3, 12),
    "decided_on": date(2015, 3, 27),
}


def met(**changes: Any) -> bool:
    """Whether the same filing with *changes* is kept under a key of the first."""
    return bool(set(dispute_keys(**FILED)) & set(dispute_keys(**{**FILED, **changes})))


@pytest.mark.parametrize(
    "name",
    [
        "PAT EXAMPLEWORKER",
        "  pat   exampleworker ",
        "Exampleworker, Pat",
        "P\u00e1t Exampl\u00ebworker",
        "Pa\u0301t Exampleworker",
        "Pat. Exampleworker",
        "Pat-Exampleworker",
        "P'at Exampleworker",
        "P\u2019at Example\u2019worker",
        "\uff30\uff41\uff54 Exampleworker",
    ],
)
def test_a_name_is_the_same_however_it_is_written(name: str) -> None:
    """Case, accents, punctuation, width and the order of names do not make another worker."""
    assert met(employee=name, claim_number="other-1")


@pytest.mark.parametrize("name", ["Pat Example", "Patricia Exampleworker", "Pat Pat Exampleworker", "Exampleworker"])
def test_another_name_is_another_worker(name: str) -> None:
    """Unless the claim number says otherwise."""
    assert not met(employee=name, claim_number="other-1")
    assert met(employee=name)


@pytest.mark.parametrize("number", ["nec0001example", "NEC 0001 EXAMPLE", "NEC/0001/Example"])
def test_a_claim_number_is_the_same_however_it_is_written(number: str) -> None:
    """Case and punctuation do not make another claim."""
    assert met(employee="Somebody Else", claim_number=number)


@pytest.mark.parametrize("number", ["unknown", "0000", "-", "TBD", "N/A 000"])
def test_what_is_no_claim_number_identifies_nobody(number: str) -> None:
    """Two workers whose numbers are unknown are two workers."""
    one = dispute_keys(**{**FILED, "claim_number": number})
    other = dispute_keys(**{**FILED, "claim_number": number, "employee": "Somebody Else"})

    assert len(one) == 1
    assert not set(one) & set(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"injured_on": date(2014, 3, 13)},
        {"decided_on": date(2015, 3, 28)},
        {"claims_administrator": "Southwind Example Claims", "employee": "Somebody Else"},
    ],
    ids=str,
)
def test_another_injury_decision_or_administrator_is_another_dispute(changes: dict[str, Any]) -> None:
    """One worker may have several disputes, and two administrators the same number."""
    assert not met(**changes)


def test_a_name_of_nothing_but_punctuation_identifies_nobody() -> None:
    """Question marks in place of a name are no name."""
    assert () == dispute_keys(**{**FILED, "employee": "???", "claim_number": "unknown"})


def test_keys_name_nobody() -> None:
    """A changelog's key is no place for a worker's name."""
    for key in dispute_keys(**FILED):
        assert len(key) == 64
        assert set(key) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"request_digest": request_digest("MASSAGE THERAPY 6 VISITS")},
        {"request_digest": request_digest("massage therapy - 6 visits.")},
        {"treatment": None},
        {"body_region": None},
        {"body_side": "left"},
        {"requested": None},
        {"requested": Decimal("6.00")},
    ],
    ids=str,
)
def test_the_same_item_is_known_again(changes: dict[str, Any]) -> None:
    """Items that read alike, and differ in no field that both have, are the same."""
    assert ("CM15-1330001", ("name", "born_on")) == case_reviewing(replace(MASSAGE, **changes), BORN_ON, [KNOWN], [])


@pytest.mark.parametrize(
    "changes",
    [
        {"request_digest": request_digest("Massage Therapy, 8 visits")},
        {"request_digest": request_digest("6 Massage Therapy visits")},
        {"request_digest": request_digest("Massage Therapy, 6.5 visits")},
        {"treatment": "manual-therapy"},
        {"body_region": "neck"},
        {"requested": Decimal(12)},
    ],
    ids=str,
)
def test_another_item_is_another(changes: dict[str, Any]) -> None:
    """In doubt a treatment gets its own review."""
    assert case_reviewing(replace(MASSAGE, **changes), BORN_ON, [KNOWN], [KNOWN]) is None


def test_sides_are_told_apart() -> None:
    """The left knee is not the right knee."""
    left = replace(KNOWN, item=replace(MASSAGE, body_side="left"))

    assert case_reviewing(replace(MASSAGE, body_side="right"), BORN_ON, [left], [left]) is None


@pytest.mark.parametrize(("born_on", "expected"), [(BORN_ON, True), (None, True), (date(1971, 6, 3), False)])
def test_another_birthday_is_another_worker(born_on: date | None, expected: bool) -> None:  # noqa: FBT001 - the expected answer
    """Two of one name may be hurt on the same day."""
    assert expected == (case_reviewing(MASSAGE, born_on, [KNOWN], [KNOWN]) is not None)


def test_the_first_case_counts() -> None:
    """Where several cases review the same, the first is named, with all that agrees."""
    known = [KNOWN, replace(KNOWN, case_number="CM15-1330002")]

    assert ("CM15-1330001", ("claim_number", "name", "born_on")) == case_reviewing(MASSAGE, BORN_ON, known, known)


@pytest.mark.parametrize(
    ("agreed", "numbers", "expected"),
    [
        (("name", "born_on"), (), True),
        (("claim_number", "name"), (), True),
        (("name",), (), False),
        (("claim_number",), (), False),
        (("claim_number", "born_on"), (), False),
        (("name", "born_on"), ("5",), False),
    ],
    ids=str,
)
def test_a_match_without_evidence_is_for_a_person(agreed: tuple[str, ...], numbers: tuple[str, ...], *, expected: bool) -> None:
    """A number may have lost its point, and one claim number may be that of several workers."""
    assert expected == is_certain(agreed, numbers)
