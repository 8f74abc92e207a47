"""What the rules propose for an item: overturned if everything required is met, upheld otherwise, nothing where no guideline speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.guidelines.guideline import Value
from services.decision.domain.wording import phrase

Outcome = Literal["upheld", "overturned"]
"""Upheld: the denial stands, the treatment is not approved. Overturned: it is approved."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion came to, with its sentence."""

    required: bool
    value: Value
    sentence: str


def proposal(findings: Sequence[Finding]) -> Outcome:
    """The outcome that the *findings* on the guideline that applies lead to. What is not documented does not carry a request."""
    return "overturned" if all(finding.value == "met" for finding in findings if finding.required) else "upheld"


def sentences(findings: Sequence[Finding], value: Value) -> tuple[str, ...]:
    """The sentences of the required *findings* with *value*; not met and undocumented are told apart."""
    return tuple(finding.sentence for finding in findings if finding.required and finding.value == value)


def denied_parent(parent: int | None, outcomes: Mapping[int, Outcome | None]) -> int | None:
    """The number of the *parent* whose denial denies its ancillary item; it has no use without the treatment it goes with."""
    return parent if parent is not None and outcomes.get(parent) == "upheld" else None


def cascade_sentence(parent_request: str) -> str:
    """The one sentence by which an ancillary item falls with its parent; it needs no citation."""
    return f"This request goes with another, {phrase(parent_request)}, which is not approved, and has no purpose without it."


def duplicate_sentence(request: str) -> str:
    """The one sentence by which an item falls that asks once more for what is already approved in the same case."""
    return f"This request repeats another of this case, {phrase(request)}, which is approved, and nothing is left to approve."
