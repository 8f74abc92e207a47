"""The rule on body part and side."""

from typing import Any

import pytest

from services.letters.lint.facts import CaseFacts, ItemFacts
from services.letters.lint.rules.body_part import sides_in
from tests.services.letters.lint.mutations import found_by, with_item

KNEE: dict[str, Any] = {
    "request": "MRI of the left knee",
    "reviewer_guideline": "MTUS Knee Complaints 2004, Section(s): Special Studies.",
    "rationale": "The MTUS supports imaging of the knee after conservative care. The left knee was not treated.",
    "closing": "Therefore, the request for an MRI of the left knee is not medically necessary.",
}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("closing", "Therefore, the request for an MRI of the right knee is not medically necessary."),
        ("closing", "Therefore, the request for a right-sided knee MRI is not medically necessary."),
        ("closing", "The MRI, knee, right, is not medically necessary."),
        ("rationale", "The MTUS supports imaging after conservative care. The right knee was not treated."),
        ("rationale", "The right painful knee has had no treatment."),
    ],
)
def test_the_other_side_is_found(field: str, text: str) -> None:
    """An item about the left knee is not reasoned or decided on the right one."""
    findings = found_by("body-part", with_item(**{**KNEE, field: text}))

    assert [("error", f"/items/0/{field}")] == [(finding.severity, finding.place) for finding in findings]


@pytest.mark.parametrize(
    ("field", "text", "severity"),
    [
        ("closing", "Therefore, the request for an MRI of the left shoulder is not medically necessary.", "error"),
        ("closing", "The lumbar MRI is not medically necessary.", "error"),
        ("rationale", "Imaging of the lumbar spine is for those with red flags. There are none.", "warning"),
        ("rationale", "The cervical spine shows no nerve root tension sign.", "warning"),
        ("reviewer_guideline", "MTUS Low Back Complaints 2004, Section(s): Special Studies.", "warning"),
        ("reviewer_guideline", "MTUS Ankle and Foot Complaints 2004, Section(s): Summary.", "warning"),
    ],
)
def test_another_region_is_found(field: str, text: str, severity: str) -> None:
    """A knee item is not reasoned, decided or cited in terms of another region."""
    findings = found_by("body-part", with_item(**{**KNEE, field: text}))

    assert [(severity, f"/items/0/{field}")] == [(finding.severity, finding.place) for finding in findings]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"request": "MRI of both knees", "closing": "The MRI of the right knee is not medically necessary."},
        {"rationale": "The left knee hurts; the right knee does not."},
        {"rationale": "The right hand does. The knee was not treated."},
        {"request": "Norco 10/325 mg #60", "closing": "Norco for the right knee is not medically necessary."},
        {"reviewer_guideline": "MTUS Knee Complaints 2004, and ODG Low Back, Preoperative testing."},
        {"closing": "The request is not medically necessary."},
    ],
)
def test_agreement_is_no_finding(changes: dict[str, Any]) -> None:
    """The right side, a comparison of both sides, and a request without a region are sound."""
    assert [] == found_by("body-part", with_item(**{**KNEE, **changes}))


def test_the_case_knows_the_side() -> None:
    """A heading with another side than the application is found."""
    facts = CaseFacts(items=(ItemFacts(1, body_side="right"),))

    assert ["/items/0/request"] == [finding.place for finding in found_by("body-part", with_item(**KNEE), facts)]
    assert [] == found_by("body-part", with_item(**KNEE), CaseFacts(items=(ItemFacts(1, body_side="left"),)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the left knee", {"knee": {"left"}}),
        ("right-sided painful shoulder", {"shoulder": {"right"}}),
        ("knee, left and bilateral wrists", {"knee": {"left"}, "wrist or hand": {"both"}}),
        ("the left and right knees", {"knee": {"both"}}),
        ("he left because the knee hurt", {}),
    ],
)
def test_sides(text: str, expected: dict[str, set[str]]) -> None:
    """A side belongs to the region next to it."""
    assert expected == {region: set(sides) for region, sides in sides_in(text).items()}
