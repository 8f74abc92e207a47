"""Whether a treatment is under review already."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.duplicates import (
    DAYS_APART_MAX,
    DisputedItem,
    Filing,
    Worker,
    compare,
    compare_decisions,
    compare_items,
    compare_workers,
    same_treatment,
)

PAT = Worker(("exampleworker", "pat"), claim="NEC-0001", born_on=date(1971, 6, 2))
UNKNOWN: dict[str, Any] = {"claim": None, "born_on": None}
MASSAGE = DisputedItem(1, ("massage", "therapy"), (), Decimal(6), "visit", "massage", ("massage",), "low back", None)
DRUG = DisputedItem(1, ("examplol", "5", "mg"), ("5",), Decimal(60), "tablet")
FILING = Filing(PAT, date(2015, 3, 20), date(2015, 3, 27), (MASSAGE,))


@pytest.mark.parametrize(
    ("changes", "verdict", "doubts"),
    [
        ({}, "same", ()),
        ({"born_on": None}, "same", ()),
        ({"claim": None}, "same", ()),
        ({"claim": "OTHER"}, "same", ()),
        ({"initials": ("q",)}, "same", ()),
        ({"suffix": "jr"}, "same", ()),
        (UNKNOWN, "unsure", ("claim_number",)),
        ({"born_on": None, "claim": "OTHER"}, "unsure", ("claim_number",)),
        ({"born_on": None, "initials": ("q",)}, "unsure", ("initial_or_suffix",)),
        ({"born_on": None, "suffix": "jr"}, "unsure", ("initial_or_suffix",)),
        ({"born_on": date(1971, 2, 6)}, "unsure", ("born_on",)),
        ({"words": ("example", "pat")}, "unsure", ("name",)),
        ({"words": ("somebody", "else")}, "unsure", ("name",)),
        ({"words": ("somebody", "else"), "born_on": None}, "other", ()),
        ({"words": ("example", "pat"), "born_on": date(1980, 1, 1)}, "other", ()),
        ({"words": ("example", "pat"), "claim": None}, "other", ()),
        ({"born_on": date(1971, 6, 3), "claim": None}, "other", ()),
        ({"words": (), "claim": None}, "other", ()),
    ],
    ids=str,
)
def test_workers(changes: dict[str, Any], verdict: str, doubts: tuple[str, ...]) -> None:
    """A name needs the claim number or the birth beside it; a claim number needs a name."""
    found = compare_workers(PAT, PAT._replace(**changes))

    assert (verdict, doubts) == (found.verdict, found.open)


def test_father_and_son_are_two() -> None:
    """Two suffixes, or two initials, that contradict each other are another name."""
    for one, other in (({"suffix": "jr"}, {"suffix": "sr"}), ({"initials": ("q",)}, {"initials": ("r",)})):
        assert "same" != compare_workers(PAT._replace(**one), PAT._replace(**other)).verdict  # type: ignore[arg-type]
        assert "other" == compare_workers(PAT._replace(**one, born_on=None, claim=None), PAT._replace(**other)).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "same_request", "verdict"),
    [
        (0, True, "same"),
        (0, False, "same"),
        (DAYS_APART_MAX, True, "same"),
        (-DAYS_APART_MAX, True, "same"),
        (1, False, "unsure"),
        (DAYS_APART_MAX + 1, True, "other"),
        (70, False, "other"),
    ],
)
def test_decisions(days: int, verdict: str, *, same_request: bool) -> None:
    """Two papers may date one decision a day or two apart; the request tells."""
    other = FILING._replace(
        decided_on=FILING.decided_on + timedelta(days=days),
        requested_on=FILING.requested_on + timedelta(days=0 if same_request else 4),
    )

    assert verdict == compare_decisions(FILING, other).verdict


@pytest.mark.parametrize(
    ("changes", "verdict", "doubts"),
    [
        ({}, "same", ()),
        ({"number": 7}, "same", ()),
        ({"treatment": None}, "same", ()),
        ({"unit": None}, "same", ()),
        ({"quantity": Decimal("6.00")}, "same", ()),
        ({"quantity": None}, "unsure", ("quantity",)),
        ({"unit": "week"}, "unsure", ("unit",)),
        ({"body_region": None}, "unsure", ("body_region",)),
        ({"body_side": "left"}, "unsure", ("body_side",)),
        ({"words": ("massage",)}, "unsure", ("request",)),
        ({"words": ("therapy", "massage")}, "unsure", ("request",)),
        ({"words": ("myofascial", "massage")}, "unsure", ("request",)),
        ({"words": ("myofascial", "massage"), "quantity": None}, "other", ()),
        ({"words": ("acupuncture",), "kinds": ("acupunctur",)}, "other", ()),
        ({"words": ()}, "other", ()),
        ({"quantity": Decimal(12)}, "other", ()),
        ({"treatment": "manual-therapy"}, "other", ()),
        ({"body_region": "neck"}, "other", ()),
        ({"numbers": ("2",)}, "other", ()),
    ],
    ids=str,
)
def test_items(changes: dict[str, Any], verdict: str, doubts: tuple[str, ...]) -> None:
    """A difference makes another request, a fact of one side only a question."""
    found = compare_items(MASSAGE, MASSAGE._replace(**changes))

    assert (verdict, doubts) == (found.verdict, found.open)


def test_another_drug_of_one_kind_is_another_request() -> None:
    """A drug has no kind: its name alone tells it."""
    assert "other" == compare_items(DRUG, DRUG._replace(words=("otherol", "5", "mg"))).verdict


def test_a_match_names_what_agrees() -> None:
    """The evidence goes on record."""
    found = compare(FILING, MASSAGE, FILING, MASSAGE)

    assert "same" == found.verdict
    assert (
        "injured_on",
        "name",
        "claim_number",
        "born_on",
        "decided_on",
        "requested_on",
        "request",
        "quantity",
        "body_region",
        "treatment",
    ) == found.agreed


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"quantity": Decimal(12), "numbers": ("3",)}, True),
        ({"words": ("rub",)}, True),
        ({"treatment": None, "words": ("rub",)}, True),
        ({"treatment": None, "kinds": (), "words": ("therapy", "massage")}, True),
        ({"treatment": None, "kinds": (), "words": ("rub",)}, False),
        ({"treatment": "acupuncture"}, False),
        ({"body_region": "neck"}, False),
        ({"body_region": None}, True),
    ],
    ids=str,
)
def test_one_treatment_in_any_quantity(changes: dict[str, Any], *, expected: bool) -> None:
    """Earlier reviews are told for the treatment, however much was asked for."""
    assert expected == same_treatment(MASSAGE, MASSAGE._replace(**changes))


_WORDS = st.lists(st.sampled_from(("a", "b", "c")), max_size=3).map(tuple)
_MAYBE_NUMBER = st.sampled_from((None, Decimal(6), Decimal(12)))
WORKERS = st.builds(
    Worker,
    words=_WORDS.map(lambda words: tuple(sorted(words))),
    initials=st.sampled_from(((), ("q",), ("r",))),
    suffix=st.sampled_from((None, "jr", "sr")),
    claim=st.sampled_from((None, "1", "2")),
    born_on=st.sampled_from((None, date(1971, 6, 2), date(1980, 1, 1))),
)
ITEMS = st.builds(
    DisputedItem,
    number=st.integers(1, 3),
    words=_WORDS,
    numbers=st.sampled_from(((), ("0.5",), ("5",))),
    quantity=_MAYBE_NUMBER,
    unit=st.sampled_from((None, "visit", "week")),
    treatment=st.sampled_from((None, "massage", "tens")),
    kinds=st.sampled_from(((), ("massage",))),
    body_region=st.sampled_from((None, "neck")),
    body_side=st.sampled_from((None, "left", "right")),
)
DAYS = st.dates(date(2015, 3, 25), date(2015, 3, 30))
FILINGS = st.builds(Filing, worker=WORKERS, requested_on=DAYS, decided_on=DAYS, items=st.just(()))


@given(FILINGS, ITEMS, FILINGS, ITEMS)
def test_matching_is_symmetric(one: Filing, item: DisputedItem, other: Filing, other_item: DisputedItem) -> None:
    """Which application came first does not matter."""
    assert compare(one, item, other, other_item) == compare(other, other_item, one, item)


@given(FILINGS, ITEMS, FILINGS, ITEMS)
def test_a_certain_match_differs_in_nothing(one: Filing, item: DisputedItem, other: Filing, other_item: DisputedItem) -> None:
    """Never across names, births, sides, quantities or doses that differ."""
    if compare(one, item, other, other_item).verdict != "same":
        return
    assert one.worker.words == other.worker.words != ()
    assert len({one.worker.born_on, other.worker.born_on} - {None}) <= 1
    assert one.worker.claim == other.worker.claim or one.worker.born_on == other.worker.born_on is not None
    assert (item.words, item.numbers, item.quantity) == (other_item.words, other_item.numbers, other_item.quantity)
    assert (item.body_region, item.body_side) == (other_item.body_region, other_item.body_side)
    assert abs((one.decided_on - other.decided_on).days) <= DAYS_APART_MAX
    assert one.decided_on == other.decided_on or one.requested_on == other.requested_on


@given(FILINGS, ITEMS, FILINGS, ITEMS)
def test_a_suspicion_has_its_reason(one: Filing, item: DisputedItem, other: Filing, other_item: DisputedItem) -> None:
    """A person is told the open fields; another number, side or dose is no question."""
    found = compare(one, item, other, other_item)

    assert (found.verdict == "unsure") == bool(found.open)
    if item.numbers != other_item.numbers or {item.body_side, other_item.body_side} == {"left", "right"}:
        assert "other" == found.verdict
