"""Evaluate an expression on the known facts: the least and greatest value it can have.

An unknown fact can have any value of its range, so a sum with one unknown part can be decided:
after 90 days of a drug, no supply keeps a limit of 21. A yes-or-no answer is decided if both bounds
agree.

An expression is tested for every item, so it becomes one Python function. That is written from the
tree of its parts: from names of facts and from values, never from the text of a file.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

from services.decision.domain.guidelines.expression import Part
from services.decision.domain.guidelines.facts import FactDefinition, FactValue

Bounds = tuple[Any, Any]
"""The least and the greatest value; None twice for words that are unknown."""

Evaluation = Callable[[Mapping[str, FactValue]], Bounds]
"""A function from the known facts to the bounds of an expression."""

UNKNOWN: Bounds = (False, True)
_INDENT = "\n    "


def evaluation(expression: Part) -> Evaluation:
    """Return the function that evaluates *expression*."""
    written = _Writer()
    least, greatest = written.part(expression)
    body = _INDENT.join([*written.lines, f"return {least}, {greatest}"])
    names: dict[str, Any] = {}
    exec(f"def evaluate(values):{_INDENT}get = values.get{_INDENT}{body}", names)  # noqa: S102 - see above
    return cast("Evaluation", names["evaluate"])


class _Pair(NamedTuple):
    """The least and the greatest value, in Python."""

    least: str
    greatest: str


class _Writer:
    """Writes the lines of a function: facts and numbers by name, then the answer."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._facts: dict[str, _Pair] = {}
        self._count = 0

    def part(self, part: Part) -> _Pair:
        """Return the bounds of *part*; what they need is written before."""
        if part.operator == "value":
            return _Pair(repr(part.values[0]), repr(part.values[0]))
        if part.fact is not None:
            return self._fact(part.fact)
        pairs = [self.part(each) for each in part.parts]
        return self._logic(part, pairs) if part.operator in {"!", "&&", "||"} else self._other(part, pairs)

    def _logic(self, part: Part, pairs: list[_Pair]) -> _Pair:
        if part.operator == "!":
            return _not(pairs[0])
        word = "and" if part.operator == "&&" else "or"
        return _Pair(*(f"({one} {word} {other})" for one, other in zip(*pairs, strict=True)))

    def _other(self, part: Part, pairs: list[_Pair]) -> _Pair:
        if part.operator == "in":
            return self._one_of(part, pairs[0])
        if part.operator == "?":
            return self._choice(part, *(self._named(each) for each in pairs))
        return self._arithmetic(part.operator, *pairs) if part.operator in {"+", "-", "*"} else self._comparison(part, *pairs)

    def _fact(self, fact: FactDefinition) -> _Pair:
        """Return the bounds of a fact: its value, else its range.

        A fact that nobody mentions may have the value that silence means. A yes to the question of
        a count makes it at least one, a no makes it none.
        """
        if fact.name not in self._facts:
            pair = self._facts[fact.name] = self._new()
            least, greatest = _range(fact)
            self.lines += [
                f"{pair.least} = {pair.greatest} = get({fact.name!r})",
                f"if {pair.least} is None:",
                f"    {pair.least}, {pair.greatest} = {least!r}, {greatest!r}",
            ]
            if fact.answered_by:
                self.lines += [
                    f"    for answer in ({''.join(f'get({name!r}), ' for name in fact.answered_by)}):",
                    "        if answer is not None:",
                    f"            {pair.least}, {pair.greatest} = (1, {greatest!r}) if answer else (0, 0)",
                    "            break",
                ]
        return self._facts[fact.name]

    def _one_of(self, part: Part, one: _Pair) -> _Pair:
        least, greatest = self._named(one)
        allowed = f"{{{', '.join(map(repr, part.values))}}}"
        if part.parts[0].kind == "text":
            return _Pair(f"({least} in {allowed})", f"({least} is None or {least} in {allowed})")
        return _Pair(f"({least} == {greatest} and {least} in {allowed})", f"({least} != {greatest} or {least} in {allowed})")

    def _choice(self, part: Part, condition: _Pair, one: _Pair, other: _Pair) -> _Pair:
        """Write a choice: one side if its condition is decided, else all that both can be."""
        pair = self._new()
        if part.kind == "text":
            both = [f"{pair.least} = {pair.greatest} = {one.least} if {one.least} == {other.least} else None"]
        else:
            both = [
                f"{pair.least} = min({one.least}, {other.least})",
                f"{pair.greatest} = max({one.greatest}, {other.greatest})",
            ]
        self.lines += [
            f"if {condition.least} == {condition.greatest}:",
            f"    {pair.least}, {pair.greatest} = ({', '.join(one)}) if {condition.least} else ({', '.join(other)})",
            "else:",
            *(f"    {line}" for line in both),
        ]
        return pair

    def _arithmetic(self, operator: str, one: _Pair, other: _Pair) -> _Pair:
        pair = self._new()
        if operator == "*":
            products = ", ".join(f"{each} * {another}" for each in one for another in other)
            self.lines += [f"products = {products}", f"{pair.least}, {pair.greatest} = min(products), max(products)"]
        else:
            least, greatest = other if operator == "+" else reversed(other)
            self.lines.append(
                f"{pair.least}, {pair.greatest} = {one.least} {operator} {least}, {one.greatest} {operator} {greatest}"
            )
        return pair

    def _comparison(self, part: Part, one: _Pair, other: _Pair) -> _Pair:
        if part.operator in {"==", "!="}:
            equal = self._equal(part, self._named(one), self._named(other))
            return equal if part.operator == "==" else _not(equal)
        if part.operator in {">", ">="}:
            one, other = other, one
        less = part.operator.replace(">", "<")
        return _Pair(f"({one.greatest} {less} {other.least})", f"({one.least} {less} {other.greatest})")

    def _equal(self, part: Part, one: _Pair, other: _Pair) -> _Pair:
        if part.parts[0].kind != "text":
            return _Pair(
                f"({one.least} == {one.greatest} == {other.least} == {other.greatest})",
                f"({one.least} <= {other.greatest} and {other.least} <= {one.greatest})",
            )
        same = f"{one.least} == {other.least}"
        unknown = [pair.least for each, pair in zip(part.parts, (one, other), strict=True) if each.operator != "value"]
        known = "".join(f"{name} is not None and " for name in unknown)
        return _Pair(f"({known}{same})", f"({''.join(f'{name} is None or ' for name in unknown)}{same})")

    def _named(self, pair: _Pair) -> _Pair:
        """Return *pair* under names, so that what uses it twice is not twice as long."""
        if not any("(" in each for each in pair):
            return pair
        named = self._new()
        self.lines.append(f"{named.least}, {named.greatest} = {pair.least}, {pair.greatest}")
        return named

    def _new(self) -> _Pair:
        self._count += 1
        return _Pair(f"least_{self._count}", f"greatest_{self._count}")


def _not(pair: _Pair) -> _Pair:
    return _Pair(f"(not {pair.greatest})", f"(not {pair.least})")


def _range(definition: FactDefinition) -> Bounds:
    if definition.silence is not None:
        return definition.silence, definition.silence
    if definition.kind == "bool":
        return UNKNOWN
    return definition.minimum, definition.maximum
