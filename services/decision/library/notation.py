"""Read an expression in the notation of CEL into its evaluation by bounds.

Only the operators of a criterion are read: comparison, logic, sums and products, and lists of words
or numbers. `cel` compiles the same expression, and finds its mistakes.
"""

import re
from collections.abc import Callable, Mapping

from services.decision.domain.guidelines.bounds import (
    Evaluation,
    arithmetic,
    choice,
    compare,
    conjunction,
    constant,
    disjunction,
    fact,
    negation,
    one_of,
)
from services.decision.domain.guidelines.facts import FactDefinition, FactValue

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"[^\"\\]*\"|'[^'\\]*')|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>&&|\|\||[<>=!]=|[-+*<>!?:()\[\],]))"
)


class NotRead(ValueError):
    """Something in the expression is not part of the notation."""


class _Reader:
    """Reads one expression from its first token to its last, the loosest operator first."""

    def __init__(self, source: str, vocabulary: Mapping[str, FactDefinition]) -> None:
        self.tokens = _tokens(source)
        self.place = 0
        self.vocabulary = vocabulary

    def whole(self) -> Evaluation:
        """Return the evaluation of the whole expression."""
        found = self.conditional()
        if self.place < len(self.tokens):
            raise NotRead(f"{self.tokens[self.place]!r} is not expected there")
        return found

    def conditional(self) -> Evaluation:
        """Read `a ? b : c`, or a part that binds more closely."""
        condition = self.either()
        if not self.takes("?"):
            return condition
        one = self.conditional()
        self.needs(":")
        return choice(condition, one, self.conditional())

    def either(self) -> Evaluation:
        """Read `a || b`."""
        found = self.both()
        while self.takes("||"):
            found = disjunction(found, self.both())
        return found

    def both(self) -> Evaluation:
        """Read `a && b`."""
        found = self.relation()
        while self.takes("&&"):
            found = conjunction(found, self.relation())
        return found

    def relation(self) -> Evaluation:
        """Read a comparison, or `a in [...]`."""
        found = self.sum()
        while True:
            operator = self.takes("<=", ">=", "==", "!=", "<", ">", "in")
            if operator is None:
                return found
            found = one_of(found, self.words()) if operator == "in" else compare(operator, found, self.sum())

    def sum(self) -> Evaluation:
        """Read a sum or difference."""
        return self.chain(self.product, "+", "-")

    def product(self) -> Evaluation:
        """Read a product."""
        return self.chain(self.single, "*")

    def chain(self, part: Callable[[], Evaluation], *operators: str) -> Evaluation:
        """Read parts between *operators*, from left to right."""
        found = part()
        while (operator := self.takes(*operators)) is not None:
            found = arithmetic(operator, found, part())
        return found

    def single(self) -> Evaluation:
        """Read a negation, a part in brackets, a value or a fact."""
        if self.takes("!"):
            return negation(self.single())
        if self.takes("-"):
            return arithmetic("-", constant(0), self.single())
        if self.takes("("):
            found = self.conditional()
            self.needs(")")
            return found
        token = self.next()
        value = _value(token)
        if value is not None:
            return constant(value)
        if token not in self.vocabulary:
            raise NotRead(f"{token!r} is not expected there")
        return fact(self.vocabulary[token])

    def words(self) -> frozenset[FactValue]:
        """Read a list of values in square brackets."""
        self.needs("[")
        found: list[FactValue] = []
        while True:
            value = _value(token := self.next())
            if value is None:
                raise NotRead(f"{token!r} is no value of a list")
            found.append(value)
            if not self.takes(","):
                self.needs("]")
                return frozenset(found)

    def next(self) -> str:
        """Return the next token."""
        if self.place == len(self.tokens):
            raise NotRead("something is missing at the end")
        self.place += 1
        return self.tokens[self.place - 1]

    def takes(self, *signs: str) -> str | None:
        """Return the next token if it is one of *signs*."""
        if self.place < len(self.tokens) and self.tokens[self.place] in signs:
            return self.next()
        return None

    def needs(self, sign: str) -> None:
        """Read *sign*, which has to be there."""
        if self.takes(sign) is None:
            raise NotRead(f"{sign!r} is missing")


def evaluation(source: str, vocabulary: Mapping[str, FactDefinition]) -> Evaluation:
    """Return the evaluation of *source* by bounds; raises NotRead."""
    return _Reader(source, vocabulary).whole()


def _tokens(source: str) -> list[str]:
    found, place, end = [], 0, len(source.rstrip())
    while place < end:
        match = _TOKEN.match(source, place)
        if match is None:
            raise NotRead(f"{source[place:].split(maxsplit=1)[0]!r} is not expected there")
        found.append(match[0].strip())
        place = match.end()
    return found


def _value(word: str) -> FactValue | None:
    """Return the value that *word* is, or None if it is a name or a sign."""
    if word in {"true", "false"}:
        return word == "true"
    if word[0] in "\"'":
        return word[1:-1]
    if word[0].isdigit():
        return float(word) if "." in word else int(word)
    return None
