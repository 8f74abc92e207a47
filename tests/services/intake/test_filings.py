"""Applications in the terms by which duplicates are found."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.messages.application import Application, Item, Quantity
from services.intake.domain.duplicates import compare, compare_workers
from services.intake.filings import disputed, filing_of, index_keys
from tests.examples import application

KNOWN = application()
ADMINISTRATOR = KNOWN.claims_administrator.model_copy(update={"claim_number": "NEC-0001-EXAMPLE"})


def of(name: str = "Pat Exampleworker", request: str = "Chiropractic, 6 visits", **changes: Any) -> Application:
    """Return the example with one item and a claim number."""
    employee = KNOWN.employee.model_copy(update={"name": name})
    item = Item(number=1, request=request, **changes)
    return KNOWN.model_copy(update={"employee": employee, "claims_administrator": ADMINISTRATOR, "items": (item,)})


def verdict(one: Application, other: Application) -> str:
    """Return whether the one item of each is the same."""
    first, second = filing_of(one), filing_of(other)
    return compare(first, first.items[0], second, second.items[0]).verdict


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Chiropractic, 6 visits", "Chiropractic x 6", "same"),
        ("Chiropractic, 6 visits", "CHIROPRACTIC - 6 Sessions", "same"),
        ("Examplol .5 mg #60", "Examplol 0.50mg, 60 tablets", "same"),
        ("MRI of the lumbar spine", "MRI lumbar spine", "same"),
        ("Chiropractic, 6 visits", "Chiropractic care, 6 visits", "unsure"),
        ("Chiropractic, 6 visits", "Chiropractic", "unsure"),
        ("Massage, lumbar spine x 6", "Lumbar spine massage x 6", "unsure"),
        ("Norco 10/325 #60", "Norco 10/325 mg #60", "unsure"),
        ("Clonazepam .5 mg #60", "Clonazepam 5 mg #60", "other"),
        ("Norco 10/325 #60", "Norco 5/325 #60", "other"),
        ("Norco 5 mg #60", "Clonazepam 5 mg #60", "other"),
        ("Chiropractic, 6 visits", "Chiropractic, 12 visits", "other"),
        ("Chiropractic 2/week x 6", "Chiropractic 2 weeks x 6", "unsure"),
        ("MRI left knee", "MRI right knee", "other"),
        ("MRI knee", "MRI left knee", "unsure"),
        ("MRI lumbar spine", "MRI cervical spine", "other"),
        ("MRI with and without contrast", "MRI without contrast", "unsure"),
        ("Chiropractic x 6", "Acupuncture x 6", "other"),
    ],
)
def test_requests_in_words(one: str, other: str, expected: str) -> None:
    """Treatment, region, side, quantity and dose are read where the fields are empty."""
    assert expected == verdict(of(request=one), of(request=other)) == verdict(of(request=other), of(request=one))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"quantity": Quantity(requested="6.0", unit="Sessions")}, {"quantity": Quantity(requested="6", unit="visits")}, "same"),
        ({"body_region": "low-back"}, {"body_region": "lumbar-spine"}, "same"),
        ({"body_region": "low-back"}, {"body_region": "neck"}, "other"),
        ({"body_region": "elsewhere"}, {}, "unsure"),
        ({"quantity": Quantity(requested="60")}, {"quantity": Quantity(requested="6")}, "other"),
    ],
    ids=str,
)
def test_fields_of_an_item(one: dict[str, Any], other: dict[str, Any], expected: str) -> None:
    """Regions and units have several spellings; numbers have values."""
    assert expected == verdict(of(**one), of(**other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u0110\u1eb7ng Th\u1ecb \u0141ucja O\u2019Example", "DANG THI LUCJA O'EXAMPLE"),
        ("Sam Q. Exampleson Jr.", "Exampleson, Sam"),
        ("Inv\u00adisible\u00a0Mar\u200bk", "Invisible Mark"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str) -> None:
    """Letters, order, suffix, initial and invisible characters, with one date of birth."""
    assert "same" == verdict(of(one), of(other))
    assert set(index_keys(of(one))) & set(index_keys(of(other)))


@pytest.mark.parametrize("number", ["unknown", "0000", "-", "TBD", "N/A 000"])
def test_what_is_no_claim_number_identifies_nobody(number: str) -> None:
    """Two workers whose numbers are unknown are two workers."""
    unknown = ADMINISTRATOR.model_copy(update={"claim_number": number})
    one, other = (of(name).model_copy(update={"claims_administrator": unknown}) for name in ("Pat Exampleworker", "Somebody Else"))

    assert filing_of(one).worker.claim is None
    assert not set(index_keys(one)) & set(index_keys(other))
    assert "other" == compare_workers(filing_of(one).worker, filing_of(other).worker).verdict


def test_another_day_of_injury_has_other_keys() -> None:
    """One worker may have several injuries; a name of nothing but punctuation is none."""
    one, other = of(), of().model_copy(update={"injured_on": KNOWN.injured_on.replace(day=1)})

    assert 2 == len(index_keys(one))
    assert not set(index_keys(one)) & set(index_keys(other))
    assert 1 == len(index_keys(of("???")))


def test_nothing_names_the_worker() -> None:
    """A changelog is no place for a name, a claim number or the words of a request."""
    kept = str((filing_of(of()), index_keys(of()))).casefold()

    for word in ("pat", "exampleworker", "nec", "chiropractic,"):
        assert word not in kept.replace("'chiro'", "")


SPELLINGS = st.sampled_from(
    (
        "Chiropractic, {} visits",
        "chiropractic x {}",
        "CHIROPRACTIC \u00d7{}",
        "Chiropractic - {} sessions.",
        "Chiropractic ({} visit)",
    )
)


@given(SPELLINGS, SPELLINGS, st.integers(1, 60), st.integers(1, 60))
def test_spellings_do_not_count_and_numbers_do(one: str, other: str, number: int, another: int) -> None:
    """The same number in any listed spelling is the same request, another never is."""
    assert (number == another) == (verdict(of(request=one.format(number)), of(request=other.format(another))) == "same")


@given(st.text(min_size=1, max_size=40).filter(str.strip), st.text(max_size=40))
def test_any_text_is_taken(request: str, name: str) -> None:
    """No request and no name raises, and each is the same as itself or no request at all."""
    item = of().items[0].model_copy(update={"request": request})
    one = of(name).model_copy(update={"items": (item,)})

    disputed(item)
    assert verdict(one, one) in {"same", "unsure", "other"}
