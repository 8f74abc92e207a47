"""The notation of criteria."""

import pytest

from services.decision.domain.guidelines.bounds import evaluation
from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.library.notation import NotRead, expression

VOCABULARY = {
    each.name: each
    for each in (
        FactDefinition("n", "int", "N.", minimum=0, maximum=9),
        FactDefinition("hours", "number", "H.", minimum=0, maximum=24),
        FactDefinition("better", "bool", "B."),
        FactDefinition("kind", "choice", "K.", choices={"rental": "a rental", "purchase": "a purchase"}),
        FactDefinition("visits_requested", "int", "V.", minimum=1, maximum=500),
    )
}


@pytest.mark.parametrize(
    ("source", "n", "expected"),
    [
        ("1 + 2 * n == 7", 3, True),
        ("(1 + 2) * n == 9", 3, True),
        ("9 - 2 - n == 4", 3, True),
        ("n > 1 || n > 2 && n > 9", 2, True),
        ("!(n > 1) || n >= 2", 2, True),
        ("n in [1, 2,3]", 3, True),
        ("n != 3 ? false : true", 3, True),
        ("n <= 2.5", 3, False),
        (" || ".join(["n > 3"] * 50), 3, False),
    ],
)
def test_an_expression_is_read_as_it_is_meant(source: str, n: int, *, expected: bool) -> None:
    """Brackets first, then products, sums, comparisons, and, or."""
    assert (expected, expected) == evaluation(expression(source, VOCABULARY))({"n": n})


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("n >", 'ends too early: a fact or a value is missing after ">"'),
        ("better || || better", 'has "||" where a fact or a value is needed after "||"'),
        ("n > 3 days", 'has "days" after "3", where only a sign such as && can follow'),
        ("(n > 1", 'lacks ")" after "1"'),
        ("n in 3", 'lacks "[" after "in"'),
        ("n in [1 2]", 'lacks "]" after "1"'),
        ("n in [n]", 'has "n" in a list, which takes numbers and texts in quotes'),
        ("n > 1 )", 'has ")" after "1", where only a sign such as && can follow'),
        ("better ? better", 'lacks ":" after "better"'),
        ("n # 2", 'has "#", which is no sign of the notation'),
        ("n = 2", 'has "=", which is no sign of the notation: write "=="'),
        ("n \u2264 2", 'has "\u2264", which is no sign of the notation: write "<="'),
        ("better and n > 1", 'has "and" after "better", where only a sign such as && can follow: write "&&"'),
        ("better == True", 'reads "True", which is not among the facts that the file names under `facts`: write "true"'),
        ("kind == 'rent", "has a text in quotes that does not end, or has a backslash: 'rent"),
        ("n / 2 > 1", 'has "/": nothing is divided; compare with a product instead, such as "a <= 2 * b"'),
        ("n.days > 1", 'has a "." by itself: a fact has no parts, and a number has digits on both sides'),
        ("size(kind) > 1", 'calls "size(": there are no functions, only comparisons, logic, sums and products of facts'),
        (
            "visit_requested > 1",
            'reads "visit_requested", which is not among the facts that the file names under `facts`; the nearest is "visits_requested"',
        ),
        ("", 'is empty: write a question of yes or no, such as "visits_requested <= 6"'),
        ("n + 1", 'asks for a whole number, where a question of yes or no is needed, such as "visits_requested <= 6"'),
        ("better || n", 'has "||" beside a whole number ("n"); it goes with answers of yes or no'),
        ("!n > 3", 'has "!" beside a whole number ("n"); it goes with answers of yes or no'),
        ("n + kind > 1", 'has "+" beside a text ("kind"); it goes with numbers'),
        ("1 < n < 3", 'has "<" beside a yes or no ("1 < n"); it goes with numbers'),
        ("n == kind", 'compares a whole number ("n") with a text ("kind") by "=="'),
        ("kind in [1]", 'compares a text ("kind") with a whole number ("1") by "in"'),
        ("n + hours > 1", 'has "+" between a whole number ("n") and a number with decimals ("hours"), which are not put together'),
        ("better ? n : kind", 'gives a whole number ("n") on one side of ":" and a text ("kind") on the other'),
        ("(" * 40 + "better" + ")" * 40, "has brackets within brackets, more than 30 deep"),
        ("!" * 90 + "better", "has brackets within brackets, more than 30 deep"),
        ("better" + " && better" * 150, "is too long: more than 200 words and signs"),
        ("n > 12345678901234567890", "has a number of more than 15 digits"),
    ],
)
def test_a_mistake_is_named_in_words(source: str, reason: str) -> None:
    """A reason says where the expression goes wrong, and never in a program's words."""
    with pytest.raises(NotRead) as error:
        expression(source, VOCABULARY)
    assert reason == str(error.value)
