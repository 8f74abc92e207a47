"""What the rules propose for an item: overturned if everything required is met, upheld otherwise, nothing where no guideline speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.guidelines.guideline import Value

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
