"""Past cases assessed by two libraries: which items would be assessed otherwise, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from schemas.messages.application import Application
from schemas.messages.assessment import Assessment
from services.decision.assessment.config import DecisionConfig, Rules
from services.decision.assessment.draft import assessed_case
from services.decision.assessment.translation import applied_guideline
from services.decision.domain.comparison.assessment_diff import AssessmentChange, Outline, change
from services.decision.domain.reasons.proposal import Outcome
from services.decision.library.library import Library


@dataclass(frozen=True)
class ItemChange:
    """An item that would be assessed otherwise."""

    case: str
    item: int
    request: str
    before: Outline
    after: Outline
    change: AssessmentChange


@dataclass
class Tally:
    """How many cases and items were looked at, and how the proposals moved."""

    cases: int = 0
    items: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[Outcome | None, Outcome | None]] = field(default_factory=Counter)

    def count(self, items: int, changes: Iterable[ItemChange]) -> None:
        """Count one case."""
        self.cases += 1
        self.items += items
        for each in changes:
            self.kinds[each.change.kind] += 1
            if each.change.kind == "proposal":
                self.moves[each.before.proposal, each.after.proposal] += 1


def with_library(config: DecisionConfig, library: Library, digest: str) -> DecisionConfig:
    """Return the same configuration with another library."""

    @cache
    def rules_for(jurisdiction: str) -> Rules:
        law = config.rules_for(jurisdiction)
        return Rules(library, law.ranks_on, law.words_on, law.compares_on)

    return replace(config, rules_for=rules_for, library_digest=digest)


def case_changes(case: str, application: Application, before: DecisionConfig, after: DecisionConfig) -> list[ItemChange]:
    """The items of one file that *after* assesses otherwise than *before*."""
    pairs = zip(_assess(case, application, before), _assess(case, application, after), strict=True)
    return list(_changes(case, pairs))


def outline(assessment: Assessment) -> Outline:
    """An assessment in short."""
    applied = applied_guideline(assessment)
    results = (*assessment.requirements, *(applied.criteria if applied else ()))
    values = {each.id: each.value for each in results}
    return Outline(assessment.proposal, applied.guideline if applied else None, values)


def _changes(case: str, pairs: Iterable[tuple[Assessment, Assessment]]) -> Iterator[ItemChange]:
    for old, new in pairs:
        before, after = outline(old), outline(new)
        found = change(before, after)
        if found is not None:
            why = found.why or (f"The reasons changed: {new.rationale}",)
            yield ItemChange(case, old.item, old.request, before, after, replace(found, why=why))


def _assess(case: str, application: Application, config: DecisionConfig) -> tuple[Assessment, ...]:
    return assessed_case(case, ("backtest",), 1, application, config).assessments
