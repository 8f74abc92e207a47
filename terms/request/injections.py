"""The injections that a request asks for: how many, and whether they are a planned series."""

from collections.abc import Sequence
from dataclasses import dataclass

from terms.request.grammar import Part

_UNCLEAR = frozenset(
    (
        "possible",
        "potential",
        "probable",
        "likely",
        "prior",
        "previous",
        "earlier",
        "past",
        "completed",
        "last",
        "first",
        "second",
        "third",
        "or",
        "if",
        "may",
    )
)
"""Words before "series" that leave open whether this request is for one."""


@dataclass(frozen=True, slots=True)
class Injections:
    """How many are asked for; *series* is None if nothing is said, or it is *unclear*."""

    number: int | None = None
    series: bool | None = None
    unclear: bool = False


def injections_of(parts: Sequence[Part], *, several_sites: bool) -> Injections:
    """Return the injections in *parts*; at *several_sites* two can be of one session."""
    counts = [part for part in parts if part.name in {"count", "times", "several"}]
    numbers = {token.value for part in counts for token in part.of("NUMBER")}
    said = {_is_series(part) for part in parts if part.name == "series"}
    unsure = any(part.name in {"hedged", "pair", "unclear_pair", "decided", "combination"} for part in parts) or None in said
    unsure = unsure or len(numbers) > 1 or any(token.key == "#" for part in counts for token in part.tokens)
    number = numbers.pop() if len(numbers) == 1 and not unsure else None
    whole = int(number) if number is not None and number == int(number) else None
    more = whole is not None and whole > 1
    if unsure or len(said) > 1 or (more and (several_sites or False in said)):
        return Injections(None if unsure else whole, None, unclear=True)
    return Injections(whole, True if more else next(iter(said), None))


def _is_series(part: Part) -> bool | None:
    """Return whether a part about a series asks for one; None if that is not certain."""
    if part.of("NO"):
        return False
    before = next((token.key for token in part.of("UNKNOWN", "OR", "HEDGE", "UNSURE")), "")
    numbers = [token.value for token in part.of("NUMBER") if token.value is not None]
    if before in _UNCLEAR or before[:1].isdigit() or part.of("HEDGE", "UNSURE") or (numbers and max(numbers) <= 1):
        return None
    return True
