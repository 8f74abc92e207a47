"""Credentials in one spelling and order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.copies.credential_spelling import SPECIALTIES, STATES, normalised
from services.letters.letter import Reviewer


def reviewer(*specialties: str, licensure: tuple[str, ...] = ("California",)) -> Reviewer:
    """A reviewer with these credentials, printed as a list."""
    return Reviewer(
        licensure=licensure,
        licensure_text=",".join(licensure),
        specialties=specialties,
        specialties_text=",".join(specialties),
    )


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Sports Medicinea", "Sports Medicine"),
        ("physical medicine & rehabilitation", "Physical Medicine and Rehabilitation"),
        ("Orthopaedic Surgery", "Orthopedic Surgery"),
        ("Neurology", "Neurology"),
        ("Urology", "Urology"),
        ("Underwater  Medicine", "Underwater Medicine"),
    ],
)
def test_a_specialty_is_spelled_as_usual(written: str, usual: str) -> None:
    """A slip, an ampersand or another spelling gives nobody away; no specialty becomes another, and an unknown one stays."""
    assert (usual,) == normalised(reviewer(written)).specialties


def test_the_order_says_nothing() -> None:
    """In whatever order, with whatever repetition and spacing they were written, the same credentials are printed."""
    written = [
        normalised(reviewer(*order, order[0], licensure=("Texas", "California")))
        for order in permutations(("Sports Medicine", "Orthopedic Surgery", "Hand Surgery"))
    ]

    assert len(set(written)) == 1
    assert written[0].specialties_text == "Hand Surgery, Orthopedic Surgery, Sports Medicine"
    assert written[0].licensure_text == "California, Texas"


@given(st.sampled_from((*STATES, *SPECIALTIES)))
def test_what_is_spelled_as_usual_stays(name: str) -> None:
    """Every state and specialty that is known is left as it is."""
    field = "licensure" if name in STATES else "specialties"

    assert (name,) == getattr(normalised(reviewer("Neurology").model_copy(update={field: (name,)})), field)
