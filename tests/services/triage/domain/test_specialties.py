"""Whether a reviewer's field fits every item."""

import pytest

from services.triage.domain.reviewer import Specialty
from services.triage.domain.specialties import Fit, Need, fit
from tests.services.triage.domain.reviewers import REQUIREMENTS, reviewer

CHIROPRACTIC, SURGERY, PAIN = ("Chiropractic", "Sports Medicine"), ("Orthopedic Surgery",), ("Pain Medicine", "Orthopedic Surgery")


def fitting(degree: str, *specialties: tuple[str, bool], needs: tuple[Need, ...]) -> Fit:
    """How a reviewer with *specialties* (and whether a board certifies them) fits."""
    return fit(reviewer(degree=degree, specialties=tuple(Specialty(*each) for each in specialties)), needs, REQUIREMENTS)


@pytest.mark.parametrize(
    ("degree", "specialties", "needs", "expected"),
    [
        ("MD", [("Orthopedic Surgery", True)], (SURGERY,), Fit(("Orthopedic Surgery",), None)),
        ("MD", [("Orthopedic Surgery", True)], (SURGERY, PAIN), Fit(("Orthopedic Surgery",), None)),
        ("MD", [("Orthopedic Surgery", True)], (SURGERY, CHIROPRACTIC), Fit((), "specialty")),
        (
            "MD",
            [("Orthopedic Surgery", True), ("Sports Medicine", True)],
            (SURGERY, CHIROPRACTIC),
            Fit(("Orthopedic Surgery", "Sports Medicine"), None),
        ),
        ("MD", [("Orthopedic Surgery", False)], (SURGERY,), Fit((), "board-certification")),
        ("DO", [("Orthopedic Surgery", False)], (SURGERY,), Fit((), "board-certification")),
        ("DC", [("Chiropractic", False)], (CHIROPRACTIC,), Fit(("Chiropractic",), None)),
        ("MD", [("Orthopedic Surgery", True), ("Pain Medicine", False)], (PAIN,), Fit(("Orthopedic Surgery",), None)),
        ("MD", [("Orthopedic Surgery", True), ("Sports Medicine", False)], (SURGERY, CHIROPRACTIC), Fit((), "board-certification")),
        ("MD", [("Psychiatry", True), ("Orthopedic Surgery", True)], (SURGERY,), Fit(("Orthopedic Surgery",), None)),
        ("MD", [], (SURGERY,), Fit((), "specialty")),
    ],
)
def test_every_item_needs_a_specialty_that_matches(
    degree: str, specialties: list[tuple[str, bool]], needs: tuple[Need, ...], expected: Fit
) -> None:
    """LC 139.5(d)(4): of a physician certified by a board, of others practised."""
    assert expected == fitting(degree, *specialties, needs=needs)


@pytest.mark.parametrize(
    "spelling",
    ["Physical Medicine & Rehabilitation", "PHYSICAL MEDICINE AND REHABILITATION", "physical medicine, and  rehabilitation"],
)
def test_a_specialty_is_the_same_however_it_is_written(spelling: str) -> None:
    """Letters write one specialty in many ways."""
    assert fitting("MD", (spelling, True), needs=(("Physical Medicine and Rehabilitation",),)).reason is None


def test_a_part_of_a_name_is_not_the_specialty() -> None:
    """General surgery is not surgery of the hand."""
    assert fitting("MD", ("Surgery", True), needs=(SURGERY,)).reason == "specialty"
