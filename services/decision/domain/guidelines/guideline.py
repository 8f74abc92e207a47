"""What the rules know of a guideline: where it holds, what it asks for, and its sentence for every answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.facts import FactValue

Value = Literal["met", "not met", "undocumented"]
"""Of a criterion: silence is not failure, what the file does not say is undocumented."""

Phase = Literal["acute", "subacute", "chronic"]
"""How long the condition has lasted."""

Test = Callable[[Mapping[str, FactValue]], Value]
"""From the facts of an item to a value."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to put a sentence; it can be used where the *placeholders* in its *text* are documented and *when* is met."""

    text: str
    placeholders: tuple[str, ...] = ()
    when: Test | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a guideline asks for: a test of *facts*, and the wordings of its sentence for each value, the plainest last."""

    id: str
    required: bool
    expression: str
    facts: tuple[str, ...]
    test: Test
    sentences: Mapping[Value, tuple[Wording, ...]]


@dataclass(frozen=True, slots=True)
class Guideline:
    """One recommendation of one edition; without *body_regions* it holds for any, and likewise without *phases*."""

    id: str
    series: str
    rank: str
    citation: str
    in_force: Period
    treatments: frozenset[str]
    body_regions: frozenset[str]
    phases: frozenset[Phase]
    recommendation: str
    criteria: tuple[Criterion, ...]

    @property
    def is_specific(self) -> bool:
        """Whether it is about named body regions, and so speaks more closely to them than one about any."""
        return bool(self.body_regions)
