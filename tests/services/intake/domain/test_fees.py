"""The facts of a review that its fee depends on."""

import pytest

from services.intake.domain.fees import Charged, is_pharmacy_only, still_to_charge
from services.intake.domain.formulary import Request

DRUGS = ("tramadol",)
NORCO = Request("Norco 10/325 mg #60")
MASSAGE = Request("Massage therapy, 6 visits")


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([], False),
        ([NORCO], True),
        ([Request("Tramadol")], True),
        ([Request("Omeprazole", status="unlisted")], True),
        ([Request("Omeprazole", dosed=True)], True),
        ([Request("Omeprazole")], False),
        ([NORCO, MASSAGE], False),
        ([Request("Toxicology screen")], False),
        ([Request("Lidocaine injection, 10 mg")], False),
        ([Request("Ketamine 10 mg", is_procedure=True)], False),
    ],
)
def test_drugs_alone_are_those_that_are_certain(requests: list[Request], *, expected: bool) -> None:
    """One other treatment, or one that may be another, makes it no review of drugs alone."""
    assert expected is is_pharmacy_only(requests, DRUGS)


@pytest.mark.parametrize(
    ("fee", "before", "expected"),
    [
        (420_00, Charged(), 420_00),
        (420_00, Charged(1, 160_00), 260_00),
        (420_00, Charged(1, 420_00), 0),
        (160_00, Charged(1, 420_00), -260_00),
        (None, Charged(), None),
        (420_00, Charged(1, None), None),
    ],
)
def test_a_later_line_has_what_the_earlier_ones_lack(fee: int | None, before: Charged, expected: int | None) -> None:
    """A part that is not known makes the rest unknown: nothing is guessed."""
    assert expected == still_to_charge(fee, before)
