"""What another edition would change in an assessment, and why: another guideline, another answer of a criterion, another proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.reasons.proposal import Outcome

Kind = Literal["proposal", "guideline", "criteria"]
"""How deep a change goes; one of the proposal is what an operator has to know of."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An assessment in short: what it proposes (None: nothing), by which guideline (None: none), and the value of each criterion."""

    proposal: Outcome | None
    guideline: str | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AssessmentChange:
    """How an assessment changes, and why, in sentences."""

    kind: Kind
    why: tuple[str, ...]


def change(before: Outline, after: Outline) -> AssessmentChange | None:
    """What is different *after*; None where nothing is."""
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
    """What became of each criterion; between two guidelines those with the same name are compared."""
    told = []
    for name in [*before.values, *(each for each in after.values if each not in before.values)]:
        old, new = before.values.get(name), after.values.get(name)
        if old is None:
            told.append(f'It also asks for "{name}", which is {new}.')
        elif new is None:
            told.append(f'It no longer asks for "{name}", which was {old}.')
        elif old != new:
            told.append(f'"{name}" is {new}, it was {old}.')
    return told
