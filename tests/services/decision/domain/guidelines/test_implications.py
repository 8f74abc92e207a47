"""Conclusions from one fact to another."""

import pytest

from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.implications import follow, implications

VOCABULARY = {
    each.name: each
    for each in (
        FactDefinition("treated", "bool", "T.", count="visits"),
        FactDefinition("visits", "int", "V.", minimum=0, maximum=500),
        FactDefinition("improved", "bool", "I.", presupposes="treated"),
        FactDefinition("confirmed", "bool", "C.", means="examined"),
        FactDefinition("examined", "bool", "E.", means="present"),
        FactDefinition("present", "bool", "P."),
        FactDefinition("dose", "number", "D.", minimum=0, maximum=500, means="present"),
    )
}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"improved": False}, {"improved": False, "treated": True}),
        ({"improved": True}, {"improved": True, "treated": True}),
        ({"treated": False}, {"treated": False, "visits": 0, "improved": False}),
        ({"treated": False, "improved": False}, {"treated": False, "visits": 0, "improved": False}),
        ({"confirmed": True}, {"confirmed": True, "examined": True, "present": True}),
        ({"confirmed": False}, {"confirmed": False}),
        ({"present": False}, {"present": False, "examined": False, "confirmed": False}),
        ({"dose": 5}, {"dose": 5, "present": True}),
        ({"dose": 0}, {"dose": 0}),
        ({"visits": 2, "improved": False}, {"visits": 2, "treated": True, "improved": False}),
    ],
)
def test_what_follows(given: dict[str, FactValue], expected: dict[str, FactValue]) -> None:
    """A fact is followed as far as it goes; a no says nothing of a fact that would mean it."""
    values, problems = dict(given), dict[str, str]()
    follow(implications(VOCABULARY), values, problems)

    assert (expected, {}) == (values, problems)


@pytest.mark.parametrize(
    "given", [{"improved": True, "treated": False}, {"confirmed": True, "examined": False}, {"dose": 5, "present": False}]
)
def test_a_contradiction_uses_neither(given: dict[str, FactValue]) -> None:
    """Two facts that cannot both be so are named, and neither is used."""
    values, problems = dict(given), dict[str, str]()
    follow(implications(VOCABULARY), values, problems)

    assert set(given) <= set(problems)
    assert not set(given) & set(values)
