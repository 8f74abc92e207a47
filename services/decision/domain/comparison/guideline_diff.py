"""Describe the differences between two guidelines: scope, text and criteria."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.guideline import Criterion, Guideline
from services.decision.domain.wording import day, listed

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


@dataclass(frozen=True, slots=True)
class GuidelineChange:
    """A place in a guideline, with a sentence about its change."""

    place: str
    what: str


def changes(old: Guideline, new: Guideline) -> tuple[GuidelineChange, ...]:
    """Return the differences of *new* from *old*, in the order of a guideline's file."""
    return (*_frame(old, new), *_criteria(old.criteria, new.criteria))


def _frame(old: Guideline, new: Guideline) -> Iterator[GuidelineChange]:
    if old.id != new.id:
        yield GuidelineChange("id", f"{new.id} is compared with {old.id}.")
    if old.in_force != new.in_force:
        yield GuidelineChange("in_force", f"It holds for requests {_period(new.in_force)}; before, {_period(old.in_force)}.")
    for place in ("series", "rank", "citation", "recommendation"):
        one, other = getattr(old, place), getattr(new, place)
        if one != other:
            yield GuidelineChange(place, f'It reads "{other}"; before, "{one}".')
    yield from _names("treatments", old.treatments, new.treatments, "no treatment")
    yield from _names("body_regions", old.body_regions, new.body_regions, "any body region")
    yield from _names("phases", old.phases, new.phases, "any phase")


def _names(place: str, old: Iterable[str], new: Iterable[str], none: str) -> Iterator[GuidelineChange]:
    one, other = sorted(old), sorted(new)
    if one != other:
        yield GuidelineChange(place, f"It is about {listed(other) or none}; before, about {listed(one) or none}.")


def _criteria(old: Iterable[Criterion], new: Iterable[Criterion]) -> Iterator[GuidelineChange]:
    before, after = {each.id: each for each in old}, {each.id: each for each in new}
    for name, criterion in before.items():
        if name not in after:
            yield GuidelineChange(f"criteria.{name}", f"It is no longer asked for: {criterion.expression}.")
        else:
            yield from _criterion(criterion, after[name])
    for name, criterion in after.items():
        if name not in before:
            asked = "It is asked for, and required" if criterion.required else "It is asked for, and not required"
            yield GuidelineChange(f"criteria.{name}", f"{asked}: {criterion.expression}.")
    shared_before, shared_after = [each for each in before if each in after], [each for each in after if each in before]
    if shared_before != shared_after:
        yield GuidelineChange("criteria", f"They stand in another order: {listed(shared_after)}.")


def _criterion(old: Criterion, new: Criterion) -> Iterator[GuidelineChange]:
    place = f"criteria.{new.id}"
    if old.required != new.required:
        yield GuidelineChange(
            place, "It is required; before, it was not." if new.required else "It is not required; before, it was."
        )
    if old.expression != new.expression:
        yield GuidelineChange(place, _expression(old.expression, new.expression))
    for value, wordings in new.sentences.items():
        before, after = [each.text for each in old.sentences.get(value, ())], [each.text for each in wordings]
        if before != after:
            yield GuidelineChange(f"{place}.sentences.{value}", f"It says {_quoted(after)}; before, {_quoted(before)}.")


def _expression(old: str, new: str) -> str:
    """Return the change of an expression; if only numbers changed, name the limits."""
    numbers_before, numbers_after = _NUMBER.findall(old), _NUMBER.findall(new)
    if numbers_before == numbers_after or _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
        return f"It asks {new}; before, {old}."
    limits = [f"{one} becomes {other}" for one, other in zip(numbers_before, numbers_after, strict=True) if one != other]
    return f"The limit changes: {listed(limits)} ({new})."


def _quoted(texts: list[str]) -> str:
    return listed([f'"{text}"' for text in texts]) or "nothing"


def _period(period: Period) -> str:
    return f"from {day(period.since)}" + (" on" if period.until is None else f" to {day(period.until)}")
