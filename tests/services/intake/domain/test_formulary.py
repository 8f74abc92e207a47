"""Which requests are disputes about the formulary (LC 4610.5(h)(1)(A))."""

import pytest

from services.intake.domain.formulary import Request, formulary_disputes

DRUGS = ("baclofen", "gabapentin", "tramadol")


@pytest.mark.parametrize(
    ("request_of", "flagged", "expected"),
    [
        (Request("Tramadol 50 mg, 60 tablets"), False, True),
        (Request("tramadol"), False, True),
        (Request("Ultram", dosed=True), False, False),
        (Request("Ultram", status="non-exempt"), False, True),
        (Request("Tramadol 50 mg", status="unlisted"), True, False),
        (Request("Acetaminophen", status="exempt"), False, True),
        (Request("Urine drug screen for tramadol"), True, False),
        (Request("Compounded cream: baclofen 2%, gabapentin 6%"), False, False),
        (Request("Compounded cream: baclofen 2%, gabapentin 6%"), True, True),
        (Request("Spinal injection", is_procedure=True), True, False),
        (Request("Tramadol for the shoulder"), False, False),
        (Request("Tramadol for the shoulder"), True, True),
        (Request("Lumbar fusion"), False, False),
        (Request("Lumbar fusion"), True, True),  # the application says so, and nothing else explains it
    ],
)
def test_a_request_is_derived_where_it_is_certain(request_of: Request, *, flagged: bool, expected: bool) -> None:
    """A stated status goes first, then a listed drug with its dose, then the flag."""
    assert (expected,) == formulary_disputes((request_of,), DRUGS, flagged=flagged)


def test_the_flag_is_explained_by_the_drug_it_means() -> None:
    """Tramadol beside a lumbar fusion: the drug alone is a dispute about the formulary."""
    requests = (Request("Tramadol 50 mg, 60 tablets"), Request("Lumbar fusion L4-L5"))

    assert (True, False) == formulary_disputes(requests, DRUGS, flagged=True)
    assert (True, False) == formulary_disputes(requests, DRUGS, flagged=False)


def test_without_a_list_only_the_form_speaks() -> None:
    """Before 2018 there was no list (8 CCR 9792.27.1)."""
    assert (False,) == formulary_disputes((Request("Tramadol 50 mg"),), (), flagged=False)
