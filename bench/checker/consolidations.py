"""The check that a consolidated case goes on in one other, and is decided there alone."""

from collections.abc import Iterator, Mapping, Sequence

from bench.checker.facts import Fact
from bench.checker.finding import Finding

_DECIDES = frozenset({"determination-signed", "letter-issued"})


def check_consolidations(cases: Mapping[str, Mapping[str, Sequence[Fact]]]) -> Iterator[Finding]:
    """Yield each case whose end has no case that goes on with its items, and the reverse.

    *cases* maps each case to its events by topic.
    """
    ended = dict(_pairs(cases, "case-consolidated", "into"))
    joined = {other: case for case, other in _pairs(cases, "items-joined", "from_case")}
    for case, into in ended.items():
        if joined.get(case) != into:
            yield Finding("lost", f"{case} was consolidated into {into}, where its items never came")
        if any(fact.name in _DECIDES for facts in cases[case].values() for fact in facts):
            yield Finding("twice", f"{case} was consolidated into {into} and decided itself")
    for case, into in joined.items():
        if case not in ended:
            yield Finding("illegal", f"the items of {case} are in {into}, but {case} did not end")


def _pairs(cases: Mapping[str, Mapping[str, Sequence[Fact]]], name: str, field: str) -> Iterator[tuple[str, str]]:
    """Yield each case with an event *name*, and the case that the event names."""
    for case, history in sorted(cases.items()):
        for facts in history.values():
            yield from ((case, str(fact.data.get(field))) for fact in facts if fact.name == name)
