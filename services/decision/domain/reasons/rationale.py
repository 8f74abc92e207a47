"""Write the reasons for a decision, in a physician's order.

Condition, earlier care, guideline and source, then criteria that are met, not met and undocumented.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, in_words
from services.decision.domain.guidelines.guideline import Phase, Wording
from services.decision.domain.reasons.proposal import Finding, Outcome
from services.decision.domain.wording import phrase, phrases, sentence, span

NO_GUIDELINE = "No guideline in the library speaks to this request."
NO_RANK = "The law of this review ranks no guideline, so none was applied and no outcome is proposed."
UNREVIEWED = f"{NO_GUIDELINE} No reviewer has weighed the evidence yet, so the denial stands in this draft."
UNDECIDED = "No reviewer has decided the request that this one goes with, so the denial stands in this draft."
NO_CITATION = "None cited."
NO_RANK_CITED = "No guideline ranks before the reviewer's own judgment in this review; the reasons name what was relied on."
NOTHING_CITED_BY_CLAIMS_ADMINISTRATOR = "The claims administrator cited no medical evidence for its decision."
UTILIZATION_REVIEW_ALONE = (
    "All that the file says about this request comes from the utilization review decision, and nobody decides on that alone."
)

_ORDER = {"met": 0, "not met": 1, "undocumented": 2}
_SEVERAL_PARTS = {"forearm-wrist-hand": "forearm, wrist, or hand", "ankle-foot": "ankle or foot"}


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition and the care so far, as phrases; unknown parts are empty.

    *days* are those from the injury to the request.
    """

    phase: Phase | None = None
    body_region: str | None = None
    body_side: str | None = None
    diagnoses: Sequence[str] = ()
    treatments: Sequence[str] = ()
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """The recommendation and source of the tested guideline; *remark* explains its choice."""

    recommendation: str
    citation: str
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """The parts of a rationale.

    *remarks* on the evidence come before the findings; *quotations* of the file, *unusable* papers
    and a *caution* after them.
    """

    findings: Sequence[Finding] = ()
    condition: Condition | None = None
    disputed: str | None = None
    guidance: Guidance | None = None
    remarks: Sequence[str] = ()
    quotations: Sequence[str] = ()
    unusable: Sequence[str] = ()
    caution: str | None = None


def rationale(reasons: Reasons) -> str:
    """Return the reasons as one paragraph without repeated sentences.

    An optional criterion is mentioned only if it is met.
    """
    findings = [finding for finding in reasons.findings if finding.required or finding.value == "met"]
    findings.sort(key=lambda finding: _ORDER[finding.value])
    parts = [
        *_condition(reasons.condition),
        reasons.disputed,
        *_guidance(reasons.guidance),
        *reasons.remarks,
        *(finding.sentence for finding in findings),
        *reasons.quotations,
        *reasons.unusable,
        reasons.caution,
    ]
    return " ".join(dict.fromkeys(sentence(part) for part in parts if part is not None))


def closing(request: str, outcome: Outcome | None) -> str:
    """Return the final sentence, with the outcome in the words of the statute (LC 4610.6(e)).

    It is kept apart from the reasons.
    """
    request = phrase(request)
    if outcome is None:
        return f"The request for {request} awaits the reviewer's decision."
    return f"For these reasons, the request for {request} {'is' if outcome == 'overturned' else 'is not'} medically necessary."


def fill(wordings: Sequence[Wording], values: Mapping[str, FactValue], vocabulary: Mapping[str, FactDefinition]) -> str:
    """Return the first wording that the documented *values* allow, with values filled in.

    Raises ValueError if none can be used; the last one must need no fact.
    """
    for wording in wordings:
        if all(name in values for name in wording.placeholders) and (wording.when is None or wording.when(values) == "met"):
            text = wording.text
            break
    else:
        raise ValueError("no wording can be used: the last one must need no fact")
    if not wording.placeholders:
        return text
    # One pass over the template, so that braces in a fact's own text are not replaced.
    return text.format_map({name: in_words(vocabulary[name], values[name]) for name in wording.placeholders})


def _condition(condition: Condition | None) -> list[str]:
    if condition is None:
        return []
    texts = []
    of = _of_the_region(condition.body_region, condition.body_side)
    if condition.phase is not None:
        after = "" if condition.days is None else f", {_after_the_injury(condition.days)}"
        texts.append(f"The condition{of} was {condition.phase} when the treatment was requested{after}")
    if condition.diagnoses:
        texts.append(f"The {'diagnosis is' if len(condition.diagnoses) == 1 else 'diagnoses are'} {phrases(condition.diagnoses)}")
    if condition.treatments:
        texts.append(f"Care so far has consisted of {phrases(condition.treatments)}")
    return texts


def _after_the_injury(days: int) -> str:
    return "on the day of the injury" if days == 0 else f"{span(days)} after the injury"


def _of_the_region(region: str | None, side: str | None) -> str:
    if region is None:
        return ""
    named = _SEVERAL_PARTS.get(region) or region.replace("-", " ")
    if side == "both":
        return f" of the {named} on both sides"
    return f" of the {named}" if side is None else f" of the {side} {named}"


def _guidance(guidance: Guidance | None) -> list[str]:
    if guidance is None:
        return []
    texts = [] if guidance.remark is None else [guidance.remark]
    return [*texts, guidance.recommendation, f"The source is: {guidance.citation}"]
