"""Expressions on the known facts."""

import pytest

from services.decision.domain.guidelines.bounds import UNKNOWN, Bounds, evaluation
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.library.notation import expression

VOCABULARY = {
    each.name: each
    for each in (
        FactDefinition("a", "bool", "A."),
        FactDefinition("taper", "bool", "T.", silence=False),
        FactDefinition("so_far", "int", "S.", minimum=0, maximum=500, answered_by=("treated",)),
        FactDefinition("treated", "bool", "T.", count="so_far"),
        FactDefinition("asked", "int", "A.", minimum=1, maximum=500),
        FactDefinition("kind", "choice", "K.", choices={"p": "p", "q": "q"}),
        FactDefinition("said", "text", "S."),
    )
}
YES, NO = (True, True), (False, False)


@pytest.mark.parametrize(
    ("source", "known", "expected"),
    [
        ("so_far + asked <= 21", {"so_far": 90}, NO),
        ("so_far + asked <= 21", {"so_far": 21}, NO),
        ("so_far + asked <= 21", {"so_far": 20}, UNKNOWN),
        ("so_far + asked <= 21", {"asked": 22}, NO),
        ("so_far + asked <= 21", {"asked": 21, "treated": True}, NO),
        ("so_far + asked <= 21", {"asked": 21, "treated": False}, YES),
        ("so_far + asked <= 21", {"asked": 21}, UNKNOWN),
        ("asked > 0", {}, YES),
        ("asked - so_far > 0", {"asked": 1, "treated": True}, NO),
        ("asked * 2 >= 2", {}, YES),
        ("-asked < 0", {}, YES),
        ("taper || asked <= 2", {"asked": 3}, NO),
        ("taper || asked <= 2", {"asked": 3, "taper": True}, YES),
        ("a ? asked <= 500 : asked > 0", {}, YES),
        ("a ? asked > 3 : a", {"asked": 4, "a": True}, YES),
        ('(a ? "p" : "p") == "p"', {}, YES),
        ('(a ? "p" : "q") == "p"', {}, UNKNOWN),
        ('kind == "p"', {}, UNKNOWN),
        ('kind != "p"', {"kind": "q"}, YES),
        ('kind in ["p"]', {}, UNKNOWN),
        ('kind in ["p", "q"]', {"kind": "q"}, YES),
        ("asked in [1, 2]", {"asked": 3}, NO),
        ("asked == 3", {"asked": 3}, YES),
        ("asked == 501", {}, NO),
        ("!a", {}, UNKNOWN),
        ("kind == said", {"kind": "p"}, UNKNOWN),
        ("kind != said", {"kind": "p", "said": "q"}, YES),
        ("(asked > 3) == (a || taper)", {"asked": 4, "a": False}, NO),
        ("(asked > 3) == a", {"asked": 4}, UNKNOWN),
        ("asked * (asked - so_far) >= 0", {"asked": 2, "so_far": 3}, NO),
        ("(a ? asked : so_far) >= 0", {}, YES),
        ("a in [true]", {}, UNKNOWN),
    ],
)
def test_bounds(source: str, known: dict[str, FactValue], expected: Bounds) -> None:
    """An answer is decided as soon as no value of an unknown fact can change it."""
    assert expected == evaluation(expression(source, VOCABULARY))(known)


def test_what_stands_in_a_text_is_a_value() -> None:
    """A text of an expression is compared, and never run, whatever signs it has."""
    text = "') or True or get('"

    assert evaluation(expression(f'said == "{text}"', VOCABULARY))({"said": "x"}) == NO
    assert evaluation(expression(f'said == "{text}"', VOCABULARY))({"said": text}) == YES
