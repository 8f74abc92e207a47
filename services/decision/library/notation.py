"""Read an expression in the notation of CEL, and name its mistakes in a clinician's words.

Only what a criterion needs is read: comparison, logic, sums and products, and lists of words or
numbers. Each part has a kind of value, so that text is not added and a number is no answer.
"""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from services.decision.domain.guidelines.expression import Kind, Operator, Part
from services.decision.domain.guidelines.facts import FactDefinition, FactValue

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"[^\"\\]*\"|'[^'\\]*')|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>&&|\|\||[<>=!]=|[-+*<>!?:()\[\],]))"
)
_TOKENS_MAX, _DEPTH_MAX, _DIGITS_MAX = 200, 30, 15
_KINDS: Mapping[str, Kind] = {"bool": "answer", "int": "whole", "number": "number", "text": "text", "choice": "text"}
_IN_WORDS: Mapping[Kind, str] = {
    "answer": "a yes or no",
    "whole": "a whole number",
    "number": "a number with decimals",
    "text": "a text",
}
_NUMBERS = frozenset({"whole", "number"})
_EXAMPLE = "visits_requested <= 6"
_INSTEAD = {
    "and": "&&", "AND": "&&", "&": "&&", "or": "||", "OR": "||", "|": "||", "not": "!", "NOT": "!", "no": "false", "yes": "true",
    "True": "true", "False": "false", "TRUE": "true", "FALSE": "false", "=": "==", "is": "==", "<>": "!=", "\u2260": "!=",
    "\u2264": "<=", "=<": "<=", "\u2265": ">=", "=>": ">=", "\u00d7": "*", "\u2212": "-", "\u2013": "-",
}  # fmt: skip
"""The notation's word for others that are often written."""


class NotRead(ValueError):
    """Something in the expression is not part of the notation, or does not fit together."""


def expression(source: str, vocabulary: Mapping[str, FactDefinition]) -> Part:
    """Return *source* as the yes-or-no question that it is to be; raises NotRead."""
    found = _Reader(source, vocabulary).whole()
    if found.kind != "answer":
        raise NotRead(f'asks for {_IN_WORDS[found.kind]}, where a question of yes or no is needed, such as "{_EXAMPLE}"')
    return found


class _Reader:
    """Reads one expression from its first token to its last, the loosest operator first."""

    def __init__(self, source: str, vocabulary: Mapping[str, FactDefinition]) -> None:
        self.tokens = _tokens(source)
        self.place = self.depth = 0
        self.vocabulary = vocabulary

    def whole(self) -> Part:
        """Return the whole expression."""
        if not self.tokens:
            raise NotRead(f'is empty: write a question of yes or no, such as "{_EXAMPLE}"')
        found = self.conditional()
        if self.place < len(self.tokens):
            token = self.tokens[self.place]
            raise NotRead(
                f'has "{token}" after "{self.tokens[self.place - 1]}", where only a sign such as && can follow{_hint(token)}'
            )
        return found

    def conditional(self) -> Part:
        """Read `a ? b : c`, or a part that binds more closely."""
        begin = self.place
        self.deeper()
        condition = self.either()
        if self.takes("?"):
            one = self.conditional()
            self.needs(":")
            other = self.conditional()
            self.answers("?", condition)
            if one.kind != other.kind:
                raise NotRead(f'gives {_told(one)} on one side of ":" and {_told(other)} on the other')
            condition = self.part("?", one.kind, begin, condition, one, other)
        self.depth -= 1
        return condition

    def either(self) -> Part:
        """Read `a || b`."""
        return self.joined("||", self.both)

    def both(self) -> Part:
        """Read `a && b`."""
        return self.joined("&&", self.relation)

    def joined(self, sign: Operator, single: Callable[[], Part]) -> Part:
        """Read answers with *sign* between them."""
        begin, found = self.place, single()
        while self.takes(sign):
            other = single()
            self.answers(sign, found, other)
            found = self.part(sign, "answer", begin, found, other)
        return found

    def relation(self) -> Part:
        """Read a comparison, or `a in [...]`."""
        begin, found = self.place, self.sum()
        while operator := self.takes("<=", ">=", "==", "!=", "<", ">", "in"):
            if operator == "in":
                found = self.one_of(found, begin)
                continue
            other = self.sum()
            self.compared(operator, found, other)
            found = self.part(operator, "answer", begin, found, other)
        return found

    def one_of(self, found: Part, begin: int) -> Part:
        """Read the list of values after `in`."""
        values = self.words()
        for each in values:
            self.compared("in", found, each)
        return self.part("in", "answer", begin, found, values=tuple(value for each in values for value in each.values))

    def sum(self) -> Part:
        """Read a sum or difference."""
        return self.chain(self.product, "+", "-")

    def product(self) -> Part:
        """Read a product."""
        return self.chain(self.single, "*")

    def chain(self, single: Callable[[], Part], *operators: Operator) -> Part:
        """Read numbers between *operators*, from left to right."""
        begin, found = self.place, single()
        while operator := self.takes(*operators):
            other = single()
            self.numbers(operator, found, other)
            if found.kind != other.kind:
                raise NotRead(f'has "{operator}" between {_told(found)} and {_told(other)}, which are not put together')
            found = self.part(operator, found.kind, begin, found, other)
        return found

    def single(self) -> Part:
        """Read a negation, a part in brackets, a value or a fact."""
        begin = self.place
        self.deeper()
        if self.takes("!"):
            one = self.single()
            self.answers("!", one)
            found = self.part("!", "answer", begin, one)
        elif self.takes("-"):
            one = self.single()
            self.numbers("-", one)
            zero = Part("value", one.kind, "0", values=(0,))
            found = self.part("-", one.kind, begin, zero, one)
        elif self.takes("("):
            found = self.conditional()
            self.needs(")")
        else:
            found = self.atom()
        self.depth -= 1
        return found

    def atom(self) -> Part:
        """Read a value or a fact."""
        token = self.next()
        value = _value(token)
        if value is not None:
            return value
        if not token[0].isalpha() and token[0] != "_":
            raise NotRead(f'has "{token}" where a fact or a value is needed{self.after()}')
        if token not in self.vocabulary:
            raise NotRead(self.unknown(token))
        fact = self.vocabulary[token]
        return Part("fact", _KINDS[fact.kind], token, fact=fact)

    def unknown(self, name: str) -> str:
        """Return why *name* cannot be read, with the nearest fact."""
        if self.place < len(self.tokens) and self.tokens[self.place] == "(":
            return f'calls "{name}(": there are no functions, only comparisons, logic, sums and products of facts'
        near = get_close_matches(name, self.vocabulary, n=1)
        hint = _hint(name) or (f'; the nearest is "{near[0]}"' if near else "")
        return f'reads "{name}", which is not among the facts that the file names under `facts`{hint}'

    def words(self) -> list[Part]:
        """Read a list of values in square brackets."""
        self.needs("[")
        found = []
        while True:
            value = _value(token := self.next())
            if value is None:
                raise NotRead(f'has "{token}" in a list, which takes numbers and texts in quotes')
            found.append(value)
            if not self.takes(","):
                self.needs("]")
                return found

    def part(self, operator: Operator, kind: Kind, begin: int, *parts: Part, values: tuple[FactValue, ...] = ()) -> Part:
        """Return the part from the token at *begin* to here."""
        return Part(operator, kind, " ".join(self.tokens[begin : self.place]), parts, values=values)

    def answers(self, sign: str, *parts: Part) -> None:
        """Refuse a part that is no answer."""
        for each in parts:
            if each.kind != "answer":
                raise NotRead(f'has "{sign}" beside {_told(each)}; it goes with answers of yes or no')

    def numbers(self, sign: str, *parts: Part) -> None:
        """Refuse a part that is no number."""
        for each in parts:
            if each.kind not in _NUMBERS:
                raise NotRead(f'has "{sign}" beside {_told(each)}; it goes with numbers')

    def compared(self, sign: str, one: Part, other: Part) -> None:
        """Refuse two parts that cannot be compared."""
        if sign in {"<", "<=", ">", ">="}:
            self.numbers(sign, one, other)
        if one.kind != other.kind and not {one.kind, other.kind} <= _NUMBERS:
            raise NotRead(f'compares {_told(one)} with {_told(other)} by "{sign}"')

    def next(self) -> str:
        """Return the next token."""
        if self.place == len(self.tokens):
            raise NotRead(f"ends too early: a fact or a value is missing{self.after(1)}")
        self.place += 1
        return self.tokens[self.place - 1]

    def after(self, back: int = 2) -> str:
        """Return after which token something is wrong."""
        place = self.place - back
        return f' after "{self.tokens[place]}"' if place >= 0 else ""

    def takes(self, *signs: Operator | str) -> Operator | None:
        """Return the next token if it is one of *signs*."""
        if self.place < len(self.tokens) and self.tokens[self.place] in signs:
            return self.next()  # type: ignore[return-value]
        return None

    def needs(self, sign: str) -> None:
        """Read *sign*, which has to be there."""
        if self.takes(sign) is None:
            raise NotRead(f'lacks "{sign}"{self.after(1)}')

    def deeper(self) -> None:
        """Count a part within another, up to a bound."""
        self.depth += 1
        if self.depth > 2 * _DEPTH_MAX:
            raise NotRead(f"has brackets within brackets, more than {_DEPTH_MAX} deep")


def _tokens(source: str) -> list[str]:
    found, place, end = [], 0, len(source.rstrip())
    while place < end:
        match = _TOKEN.match(source, place)
        if match is None:
            raise NotRead(_unread(source[place:].lstrip()))
        found.append(match[0].strip())
        if len(match["number"] or "") > _DIGITS_MAX:
            raise NotRead(f"has a number of more than {_DIGITS_MAX} digits")
        place = match.end()
    if len(found) > _TOKENS_MAX:
        raise NotRead(f"is too long: more than {_TOKENS_MAX} words and signs")
    return found


def _unread(rest: str) -> str:
    """Return why the notation cannot read on at *rest*."""
    if rest[0] in "\"'":
        return f"has a text in quotes that does not end, or has a backslash: {rest[:20]}"
    if rest[0] == ".":
        return 'has a "." by itself: a fact has no parts, and a number has digits on both sides'
    if rest[0] in "/%":
        return f'has "{rest[0]}": nothing is divided; compare with a product instead, such as "a <= 2 * b"'
    return f'has "{rest[0]}", which is no sign of the notation{_hint(rest[0])}'


def _hint(word: str) -> str:
    return f': write "{_INSTEAD[word]}"' if word in _INSTEAD else ""


def _told(part: Part) -> str:
    return f'{_IN_WORDS[part.kind]} ("{part.source}")'


def _value(word: str) -> Part | None:
    """Return the value that *word* is, or None if it is a name or a sign."""
    if word in {"true", "false"}:
        return Part("value", "answer", word, values=(word == "true",))
    if word[0] in "\"'":
        return Part("value", "text", word, values=(word[1:-1],))
    if word[0].isdigit():
        return Part("value", "number" if "." in word else "whole", word, values=(float(word) if "." in word else int(word),))
    return None
