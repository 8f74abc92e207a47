"""Find the changes that another edition makes to an assessment, and the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.reasons.proposal import Outcome

Kind = Literal["proposal", "guideline", "criteria"]
"""The most important part that changed; operators need to know of a changed proposal."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An assessment in short: proposal and guideline, None without one, and criterion values."""

    proposal: Outcome | None
    guideline: str | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AssessmentChange:
    """A change of an assessment, with its reasons as sentences."""

    kind: Kind
    why: tuple[str, ...]


def change(before: Outline, after: Outline) -> AssessmentChange | None:
    """Return the change between two assessments; None if they are equal."""
    if before == after:
        return None
    why = (*_guidelines(before.guideline, after.guideline), *_criteria(before, after))
    if before.proposal != after.proposal:
        return AssessmentChange("proposal", why)
    return AssessmentChange("guideline" if before.guideline != after.guideline else "criteria", why)


def _guidelines(before: str | None, after: str | None) -> list[str]:
    if before == after:
        return []
    if before is None:
        return [f"{after} applies, where no guideline spoke."]
    return [f"No guideline speaks, where {before} applied." if after is None else f"{after} applies instead of {before}."]


def _criteria(before: Outline, after: Outline) -> list[str]:
    """Return the changes of the criteria; between two guidelines, compare equal names."""
    texts = []
    for name in [*before.values, *(each for each in after.values if each not in before.values)]:
        old, new = before.values.get(name), after.values.get(name)
        if old is None:
            texts.append(f'It also asks for "{name}", which is {new}.')
        elif new is None:
            texts.append(f'It no longer asks for "{name}", which was {old}.')
        elif old != new:
            texts.append(f'"{name}" is {new}, it was {old}.')
    return texts
