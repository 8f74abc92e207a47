"""Usable facts; a faulty fact is named and counts as undocumented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.facts import (
    FactValue,
    ReportedValue,
    reason_unusable,
)
from services.decision.domain.guidelines.units import in_form
from services.decision.domain.guidelines.usable_facts import sort_facts, usable_facts
from tests.services.decision.domain.guidelines.vocabulary import VOCABULARY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visits", 0),
        ("visits", 500),
        ("dose", 2),
        ("dose", 2.5),
        ("visited", False),
        ("note", "text"),
        ("unit", "rental"),
    ],
)
def test_a_fact_of_its_type_is_used(name: str, value: FactValue) -> None:
    """A value of the declared type and range is used."""
    assert value == usable_facts(VOCABULARY, {name: [value]}).values[name]


@pytest.mark.parametrize(
    ("name", "values", "part"),
    [
        ("visits", [True], 'a whole number, not "true"'),
        ("visits", ["6"], 'a whole number, not "6"'),
        ("visits", [6.5], 'a whole number, not "6.5"'),
        ("visits", [-1], "between 0 and 500, not -1"),
        ("visits", [501], "between 0 and 500, not 501"),
        ("dose", [float("nan")], "between 0 and 1000, not nan"),
        ("dose", [float("inf")], "between 0 and 1000, not inf"),
        ("dose", [True], 'a number, not "true"'),
        ("visited", [1], 'true or false, not "1"'),
        ("visited", ["yes"], 'true or false, not "yes"'),
        ("note", [3], 'text, not "3"'),
        ("unit", ["loan"], 'one of rental and purchase, not "loan"'),
        ("visits", [6, 8], "contradict each other: they say that visits is 6 visits and that visits is 8 visits"),
        ("visited", [True, False], "contradict each other: they say that the employee was seen and that the employee was not seen"),
        ("other", [1], '"other" is not in the vocabulary'),
        ("note", ["a" * 200, "b"], "a" * 60 + "…"),
    ],
)
def test_a_wrong_fact_is_named_and_left_out(name: str, values: list[FactValue], part: str) -> None:
    """A wrong type, range or name, or two values, are named and not used."""
    usable = usable_facts(VOCABULARY, {name: values})

    assert {} == usable.values
    assert part in usable.problems[name]


def test_the_same_value_twice_is_one_value() -> None:
    """Two documents that agree do not contradict each other."""
    assert usable_facts(VOCABULARY, {"visits": [6, 6]}).values["visits"] == 6


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        ({"visits": [0]}, {"visits": 0, "visited": False}),
        ({"visits": [1]}, {"visits": 1, "visited": True}),
        ({"visited": [False]}, {"visits": 0, "visited": False}),
        ({"visited": [True]}, {"visited": True}),
        ({"visited": [True], "visits": [3]}, {"visited": True, "visits": 3}),
        ({"visited": [False], "visits": [3]}, {}),
        ({"visited": [True], "visits": [0]}, {}),
        ({"visited": [True], "visits": ["3"]}, {"visited": True}),
        ({"visited": ["no"], "visits": [3]}, {"visits": 3}),
    ],
)
def test_a_count_and_its_yes_or_no(given_facts: dict[str, list[FactValue]], expected: dict[str, FactValue]) -> None:
    """Count and yes-or-no fact follow from each other; if they contradict, neither is used."""
    assert expected == usable_facts(VOCABULARY, given_facts).values


def test_a_contradiction_is_named_at_both() -> None:
    """Both facts of a contradiction explain it."""
    problems = usable_facts(VOCABULARY, {"visited": [False], "visits": [3]}).problems

    assert problems["visited"] == problems["visits"]
    assert "that the employee was not seen and that visits is 3 visits" in problems["visits"]


@given(
    st.sampled_from(sorted(VOCABULARY)), st.lists(st.booleans() | st.integers() | st.floats() | st.text(), min_size=1, max_size=3)
)
def test_a_fact_is_used_or_named(name: str, values: list[FactValue]) -> None:
    """Every given fact is either used or named as a problem, never both."""
    usable = usable_facts(VOCABULARY, {name: values})

    assert (name in usable.values) != (name in usable.problems)
    definition = VOCABULARY[name]
    found = [in_form(definition, ReportedValue(value)) for value in values]
    assert (reason_unusable(definition, name, found) is None) == (name in usable.values)


def test_a_contradiction_names_both_sources() -> None:
    """Two papers that differ are named with their pages, and the fact is undocumented."""
    usable = sort_facts(VOCABULARY, {"visits": [ReportedValue(6, where="note, page 2"), ReportedValue(8, where="letter")]})

    assert {} == usable.values
    assert "that visits is 6 visits (note, page 2) and that visits is 8 visits (letter)" in usable.problems["visits"]


@pytest.mark.parametrize(
    ("name", "unit", "usable"),
    [
        ("visits", "visits", True),
        ("visits", "Visit", True),
        ("visits", None, True),
        ("visits", "weeks", False),
        ("visited", None, True),
        ("visited", "visits", False),
        ("note", "", False),
    ],
)
def test_a_unit_has_to_be_the_facts_own(name: str, unit: str | None, *, usable: bool) -> None:
    """A number in another unit is named with both units, not converted or used."""
    values: dict[str, FactValue] = {"visits": 6, "visited": True, "note": "x"}
    sorted_facts = sort_facts(VOCABULARY, {name: [ReportedValue(values[name], unit, "note")]})

    assert usable == (name in sorted_facts.values)
    assert usable or f'not in "{unit}" (note)' in sorted_facts.problems[name]


def test_what_utilization_review_alone_tells_is_not_documented() -> None:
    """A fact only in the utilization review decision is not used (8 CCR 9792.10.6(b)(2))."""
    usable = sort_facts(VOCABULARY, {"visits": [ReportedValue(6, where="ur", ur_only=True)]})

    assert {} == usable.values
    assert "Only the earlier decision says that visits is 6 visits" in usable.problems["visits"]


@pytest.mark.parametrize(("told_by_ur", "remarked"), [(6, False), (8, True), ("many", True)])
def test_the_records_go_before_utilization_review(told_by_ur: FactValue, *, remarked: bool) -> None:
    """A medical record prevails over the utilization review decision, and a remark says so."""
    usable = sort_facts(
        VOCABULARY, {"visits": [ReportedValue(told_by_ur, where="ur", ur_only=True), ReportedValue(6, where="note")]}
    )

    assert usable.values["visits"] == 6
    assert remarked == ("The records say that visits is 6 visits" in usable.remarks.get("visits", ""))
    assert {} == usable.problems
