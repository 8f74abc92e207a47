"""One treatment in other words."""

import pytest

from services.decision.domain.request.derived_facts import facts_in_words
from services.decision.domain.request.repeats import treatment_asked
from services.decision.library.library import load

READER = load().requests


def asked(request: str, pieces: str | None = None) -> tuple[object, ...]:
    """Return the treatment of a request that is known by its words alone."""
    reading = READER.read(request)
    place = (reading.body_region, reading.body_side)
    return treatment_asked(request, reading.treatment, place, reading, facts_in_words(reading), pieces)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norco 10/325 mg #60", "Hydrocodone/APAP 10-325mg, 60 tablets"),
        ("PT lumbar spine 6 visits", "Physical therapy 2x3 for the low back"),
        ("Lumbar MRI", "MRI L/S without contrast"),
        ("L4-5 ESI", "Lumbar epidural steroid injection at L4-5"),
        ("Chiropractic, 6 visits", "Chiro x 6"),
        ("Shower chair", "shower chair."),
    ],
)
def test_one_treatment_in_other_words(one: str, other: str) -> None:
    """Abbreviations, brands and the order of the words make no other treatment."""
    assert asked(one) == asked(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norco 10/325 mg #60", "Norco 5/325 mg #60"),
        ("Norco 10/325 mg #60", "Norco 10/325 mg #90"),
        ("Oxycodone 20 mg #60", "OxyContin 20 mg #60"),
        ("Norco 10/325 mg #60, 3/2/2015", "Norco 10/325 mg #60, 4/2/2015"),
        ("PT lumbar spine 6 visits", "OT lumbar spine 6 visits"),
        ("PT lumbar spine 6 visits", "PT cervical spine 6 visits"),
        ("Lumbar MRI", "Lumbar MRI with contrast"),
        ("L4-5 ESI", "L5-S1 ESI"),
        ("TENS unit rental 30 days", "TENS unit purchase"),
        ("Wheelchair", "Shower chair"),
        ("Neurology consultation", "Psychiatry consultation"),
        ("Right knee MRI", "Left knee MRI"),
    ],
)
def test_another_treatment_of_a_kind(one: str, other: str) -> None:
    """Another strength, number, form, place, profession or thing is another treatment."""
    assert asked(one) != asked(other)


def test_a_quantity_beside_the_words() -> None:
    """The number of pieces counts, whether the words or the quantity give it."""
    assert asked("Ibuprofen 800 mg #90") == asked("Motrin 800mg", "90")
    assert asked("Ibuprofen 800 mg", "90") != asked("Motrin 800 mg", "60")
