"""Compare the rules' proposals with real decisions, item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from schemas.messages.assessment import Assessment
from services.decision.analysis.decided_cases import DecidedCase, items_of
from services.decision.analysis.phrases import load_phrases
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import Rules
from services.decision.domain.comparison.agreement_figures import Figures, figures
from services.decision.domain.reasons.proposal import Outcome

NO_DATE = "The day of the request is not known, so no edition can be chosen."
NOT_ONE_OUTCOME = "The item was decided in parts, so there is no one outcome to compare with."


@dataclass(frozen=True, slots=True)
class Compared:
    """An item with its real outcome and the rules' proposal.

    *reason* says why they differ, *left_out* why it is not compared.
    """

    case: str
    request: str
    decided: str
    proposed: Outcome | None
    guideline: str | None
    reason: str | None
    left_out: str | None = None

    @property
    def agrees(self) -> bool:
        """Whether the rules propose the real outcome."""
        return self.decided == self.proposed


def compare_cases(cases: Sequence[DecidedCase], rules: Rules) -> tuple[Compared, ...]:
    """Every item of *cases*."""
    compared: list[Compared] = []
    for number, case in enumerate(cases, start=1):
        name = case.case_number or f"case {number}"
        if case.requested_on is None:
            compared += [Compared(name, item.request, item.decision, None, None, None, NO_DATE) for item in case.items]
            continue
        assessments = assess_case(case, case.requested_on, rules)
        compared += [_compared(name, item.decision, assessment) for item, assessment in zip(case.items, assessments, strict=True)]
    return tuple(compared)


def assess_case(case: DecidedCase, requested_on: date, rules: Rules) -> tuple[Assessment, ...]:
    """Assess the items of *case*, by the facts that its phrases state."""
    return assess(
        items_of(case, rules.library, load_phrases(rules.library.vocabulary)),
        requested_on=requested_on,
        injured_on=case.injured_on,
        rules=rules,
        case_file=CaseFile(diagnoses=case.diagnoses),
    )


def figures_of(compared: Sequence[Compared]) -> Figures:
    """The figures of the items that can be compared."""
    return figures([(_outcome(each.decided), each.proposed) for each in compared if each.left_out is None])


def halves(compared: Sequence[Compared]) -> tuple[tuple[Compared, ...], tuple[Compared, ...]]:
    """Return the items of every other case, and the rest.

    A figure that holds for one half only is an accident.
    """
    names = list(dict.fromkeys(each.case for each in compared))
    first = set(names[::2])
    return tuple(each for each in compared if each.case in first), tuple(each for each in compared if each.case not in first)


def _compared(case: str, decided: str, assessment: Assessment) -> Compared:
    tested = next((trace.guideline for trace in assessment.trace if trace.applies or trace.by_analogy), None)
    left_out = None if decided in get_args(Outcome) else NOT_ONE_OUTCOME
    reason = None if decided == assessment.proposal or left_out else _why(assessment)
    return Compared(case, assessment.request, decided, assessment.proposal, tested, reason, left_out)


def _why(assessment: Assessment) -> str:
    """Return the reason for another proposal: the unmet criteria, or that none is missing."""
    if assessment.proposal is None:
        return "No guideline in the library speaks to this request."
    if assessment.proposal == "overturned":
        return "Everything the guideline asks for is met by the facts as given."
    lacking = [
        *(f"Not met: {text}" for text in assessment.not_met),
        *(f"Not documented: {text}" for text in assessment.undocumented),
    ]
    return " ".join(lacking) or assessment.rationale


def _outcome(decided: str) -> Outcome:
    return "overturned" if decided == "overturned" else "upheld"
