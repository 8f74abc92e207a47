"""Write the reasons for a decision, in a physician's order.

Condition, rule, its application to this patient, and the facts or the amount that would change the
answer. The source stands in a line of its own beside the reasons.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, in_words
from services.decision.domain.guidelines.guideline import Phase, Wording
from services.decision.domain.reasons.application import applied
from services.decision.domain.reasons.proposal import Finding, Outcome
from services.decision.domain.reasons.rule import rule
from services.decision.domain.wording import listed, phrase, phrases, sentence, span
from terms.law_words import PLAIN, LawWords

NO_RANK = "The law of this review ranks no guideline, so none was applied and no outcome is proposed."
UNCONSULTED = "No reviewer has consulted the guideline that addresses this request yet, so the denial stands in this draft."
UNRESOLVED = "No reviewer has weighed the conflicting recommendations yet, so the denial stands in this draft."
UNREVIEWED = (
    "No guideline was applied to this request. No reviewer has weighed the evidence yet, so the denial stands in this draft."
)
NOT_UNDER_REVIEW = "Nothing of the request is in dispute, so no treatment is denied with it."
UNDECIDED = "No reviewer has decided on this request yet, so the denial stands in this draft."
NO_CITATION = "None cited."
TO_BE_CONSULTED = "None yet; to be consulted: "
NO_RANK_CITED = "No guideline ranks before the reviewer's own judgment in this review; the reasons name what was relied on."

_ORDER = {"met": 0, "not met": 1, "undocumented": 2}
_SEVERAL_PARTS = {"forearm-wrist-hand": "forearm, wrist, or hand", "ankle-foot": "ankle or foot"}


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of the request; unknown parts are empty.

    *diagnoses* are those of its region, *days* those from the injury to the request. The clinical
    summary of a letter tells of the care so far.
    """

    phase: Phase | None = None
    body_region: str | None = None
    body_side: str | None = None
    diagnoses: Sequence[str] = ()
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """The recommendation and source of the tested *guideline*; *remark* explains its choice.

    *guideline* is the id of its edition: one citation may be that of several guidelines.
    """

    guideline: str
    recommendation: str
    citation: str
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """The parts of a rationale.

    *remarks* on the evidence come before the findings; *another_answer*, *quotations* of the file,
    *unusable* papers and a *caution* after them. *words* are those of the law.
    """

    findings: Sequence[Finding] = ()
    condition: Condition | None = None
    disputed: str | None = None
    guidance: Guidance | None = None
    remarks: Sequence[str] = ()
    another_answer: str | None = None
    quotations: Sequence[str] = ()
    unusable: Sequence[str] = ()
    caution: str | None = None
    request: str = ""
    words: LawWords = PLAIN


@dataclass(slots=True)
class Told:
    """The parts of a letter so far that need no second telling.

    *sentences* on the condition, and cautions; *rules*, by guideline, with the request that each
    was told for.
    """

    sentences: set[str] = field(default_factory=set)
    rules: dict[str, str] = field(default_factory=dict)


def no_guideline(request: str) -> str:
    """Return the sentence on a *request* that no guideline of the library is about."""
    return f"None of the guidelines consulted addresses the request for {phrase(request)}."


def uncertain_treatment(request: str, treatments: Sequence[str]) -> str:
    """Return the sentence on a *request* of no certain treatment."""
    one = phrase(request)
    if len(treatments) == 1:
        return f"The treatment of the request for {one} is not certain, so no guideline was consulted"
    return (
        f"The request for {one} names more than one treatment ({_named(treatments)}), so no guideline was consulted for it as one"
    )


def uncertain_region(request: str, regions: Sequence[str]) -> str:
    """Return the sentence on a *request* without a certain body region."""
    one = phrase(request)
    if len(regions) > 1:
        return f"The guideline for {one} depends on the body region, and the request names more than one ({_named(regions)})"
    return f"The guideline for {one} depends on the body region, which is not certain from the request"


def _named(identifiers: Sequence[str]) -> str:
    return listed([each.replace("-", " ") for each in identifiers])


def nothing_cited(words: LawWords) -> str:
    """Return the sentence on a denial of which the application names no evidence."""
    return f"The application names no medical evidence that the {words.administrator} cited."


def denial_alone(words: LawWords) -> str:
    """Return the sentence on a request of which only the denial tells."""
    return f"All that the file says about this request comes from the {words.denial}, and nobody decides on that alone."


def rationale(reasons: Reasons, told: Told | None = None) -> str:
    """Return the reasons as one paragraph: condition, rule, application, and another answer.

    An optional criterion is mentioned only if it is met. Reasons of a criterion are told for every
    request of a letter, since a reviewer may rewrite those of another.
    """
    findings = [finding for finding in reasons.findings if finding.required or finding.value == "met"]
    findings.sort(key=lambda finding: _ORDER[finding.value])
    parts = [
        *(condition := _condition(reasons.condition, reasons.words)),
        reasons.disputed,
        *_guidance(reasons, findings, told),
        *reasons.remarks,
        *applied(findings),
        reasons.another_answer,
        *reasons.quotations,
        *reasons.unusable,
        reasons.caution,
    ]
    sentences = dict.fromkeys(sentence(part) for part in parts if part is not None)
    if told is None:
        return " ".join(sentences)
    again = {sentence(each) for each in (*condition, reasons.caution, denial_alone(reasons.words)) if each}
    kept = [each for each in sentences if each not in told.sentences]
    told.sentences.update(again)
    if reasons.guidance is not None:
        told.rules.setdefault(reasons.guidance.guideline, reasons.request)
    return " ".join(kept)


def not_held(request: str, citation: str) -> str:
    """Return the sentence on a guideline that speaks and has to be read elsewhere."""
    return (
        f"A guideline addresses {phrase(request)}, and no outcome is proposed without its requirements. To be consulted: {citation}"
    )


def outranked_sentence(citation: str, *, recommends: bool) -> str:
    """Return the sentence on a recommendation that stands before the guideline in rank."""
    side = "for" if recommends else "against"
    return (
        f"A recommendation {side} the treatment is of a higher rank of evidence than the guideline, and no outcome is proposed"
        f" against it: {citation}"
    )


def closing(request: str, outcome: Outcome | None, *, under_review: bool = True) -> str:
    """Return the final sentence, with the outcome in the words of the statute (LC 4610.6(e)).

    It is kept apart from the reasons.
    """
    request = phrase(request)
    if not under_review:
        return f"The request for {request} is not under review."
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


def _condition(condition: Condition | None, words: LawWords) -> list[str]:
    if condition is None or condition.phase is None:
        return []
    diagnoses = phrases(condition.diagnoses)
    of = _of_the_region(condition.body_region, condition.body_side)
    named = f" ({diagnoses})" if diagnoses else ""
    after = "" if condition.days is None else f", {_after_the(words.beginning, condition.days)}"
    return [f"The condition{of}{named} was {condition.phase} when the treatment was requested{after}"]


def by_analogy(phases: Collection[Phase], phase: Phase, request: str) -> str:
    """Return the sentence on a recommendation for other *phases* than that of the condition."""
    written_for = listed(sorted(phases))
    one = f"{'an' if phase == 'acute' else 'a'} {phase} one"
    return f"This recommendation is made for {written_for} conditions; as none addresses {one}, it is applied to {phrase(request)} by analogy."


def _after_the(beginning: str, days: int) -> str:
    return f"on the day of the {beginning}" if days == 0 else f"{span(days)} after the {beginning}"


def _of_the_region(region: str | None, side: str | None) -> str:
    if region is None:
        return ""
    named = _SEVERAL_PARTS.get(region) or region.replace("-", " ")
    if side == "both":
        return f" of the {named} on both sides"
    return f" of the {named}" if side is None else f" of the {side} {named}"


def _guidance(reasons: Reasons, findings: Sequence[Finding], told: Told | None) -> list[str]:
    guidance = reasons.guidance
    if guidance is None:
        return []
    before = None if told is None else told.rules.get(guidance.guideline)
    if before is not None:
        one, other = phrase(reasons.request), phrase(before)
        same = "the earlier one of the same words" if one == other else f"the one for {other}"
        return [f"The request for {one} falls under the same recommendation as {same}"]
    texts = [rule(guidance.recommendation, [finding.sentence for finding in findings])]
    return texts if guidance.remark is None else [*texts, guidance.remark]
