"""Guidelines: their scope, their criteria, and a sentence for every value of a criterion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.facts import FactValue

Value = Literal["met", "not met", "undocumented"]
"""The value of a criterion; it is undocumented, not unmet, if the case file is silent."""

Phase = Literal["acute", "subacute", "chronic"]
"""The duration of the condition."""

Test = Callable[[Mapping[str, FactValue]], Value]
"""A function from the facts of an item to a value."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a sentence.

    It can be used if the facts of all *placeholders* in its *text* are documented and *when* is
    met, which *reads* facts. One that says that something is undocumented *denies* facts, and
    cannot be used if the file tells of one of them.
    """

    text: str
    placeholders: tuple[str, ...] = ()
    when: Test | None = None
    denies: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A test of *facts*, with wordings of its sentence for each value, the plainest last."""

    id: str
    required: bool
    expression: str
    facts: tuple[str, ...]
    test: Test
    sentences: Mapping[Value, tuple[Wording, ...]]


@dataclass(frozen=True, slots=True)
class Guideline:
    """One recommendation in one edition; empty *body_regions* or *phases* mean any.

    One that is not *held* speaks to a request, and its requirements have to be read elsewhere.
    """

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
    held: bool = True

    @property
    def is_specific(self) -> bool:
        """Whether it names body regions, and so takes precedence over one that does not."""
        return bool(self.body_regions)
