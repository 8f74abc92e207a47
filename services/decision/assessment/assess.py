"""Assess the items of a case: read, search the evidence, test, compare, propose, write.

Each item takes these steps in this order; an ancillary item is assessed after its parent.
Only the last step, in `translation`, uses the schema of the published assessment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Item
from schemas.messages.assessment import Assessment
from services.decision.assessment.competing_evidence import contradicts_proposal, of_higher_rank, rated, rebuttal, stands_before
from services.decision.assessment.config import Rules
from services.decision.assessment.item_facts import SERIES, ItemFacts, item_facts
from services.decision.assessment.repeats import decided_together
from services.decision.assessment.translation import Basis, Conclusion, CriterionAnswer, to_assessment
from services.decision.assessment.uncertain import why_none
from services.decision.assessment.writing import write
from services.decision.domain.guidelines.evidence_comparison import EvidenceComparison, compare
from services.decision.domain.guidelines.evidence_search import ConsideredGuideline, EvidenceSearch, Question
from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.guidelines.guideline import Phase
from services.decision.domain.reasons.known_part import criterion_sentence
from services.decision.domain.reasons.proposal import (
    Outcome,
    awaiting_sentence,
    cascade_sentence,
    denied_parent,
    not_under_review_sentence,
    proposal,
)
from services.decision.domain.reasons.rationale import (
    NO_RANK,
    Condition,
    Guidance,
    Told,
    by_analogy,
    denial_alone,
    not_held,
)
from services.decision.domain.request.derived_facts import facts_from_dates, phase_of_condition
from services.decision.domain.request.under_review import Requirement, requirements
from terms.law_words import PLAIN, LawWords

_SURGERY = "surgery_approved"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The parts of a case file that bear on every item.

    Diagnoses as phrases, the ids of the papers that are the utilization review
    decision, the employee's date of birth, the facts that people corrected, the names of papers by
    their ids, the days from the injury to the request, and the words of the law.
    """

    diagnoses: Sequence[str] = ()
    ur_documents: Collection[str] = ()
    born_on: date | None = None
    corrections: Sequence[CorrectedFact] = ()
    paper_names: Mapping[str, str] = field(default_factory=dict)
    days_since_injury: int | None = None
    words: LawWords = PLAIN


NO_CASE_FILE = CaseFile()


def assess(
    items: Sequence[Item],
    *,
    requested_on: date,
    injured_on: date | None,
    rules: Rules,
    case_file: CaseFile = NO_CASE_FILE,
) -> tuple[Assessment, ...]:
    """Assess the *items* of a case; return one assessment each, in the order given."""
    phase = None if injured_on is None or injured_on > requested_on else phase_of_condition(injured_on, requested_on)
    days = case_file.days_since_injury if phase is None or injured_on is None else (requested_on - injured_on).days
    case_file = replace(case_file, days_since_injury=days, words=rules.law_on(requested_on).words)
    dated = facts_from_dates(requested_on, injured_on, case_file.born_on)
    concluded: dict[int, Conclusion] = {}
    in_order = sorted(items, key=lambda each: each.number)
    # An ancillary item comes after its parent, whose answer it follows.
    for level in ([each for each in in_order if each.parent is None], [each for each in in_order if each.parent is not None]):
        for item in level:
            facts = _read(item, dated, concluded, rules, case_file)
            question = Question(requested_on, facts.body_region, phase)
            concluded[item.number] = (
                _not_under_review(facts, phase)
                or _with_parent(item, facts, items, concluded, phase)
                or _after_an_open_parent(item, facts, items, concluded, question, rules, case_file)
                or _alone(item, facts, question, rules, case_file)
            )
        concluded.update(decided_together(level, concluded))
    told = Told()
    return tuple(to_assessment(item, found := concluded[item.number], write(item, found, rules.library, told)) for item in items)


# Read: the item's own facts, and those derived from the case.


def _read(
    item: Item,
    dated: Mapping[str, FactValue],
    concluded: Mapping[int, Conclusion],
    rules: Rules,
    case_file: CaseFile,
) -> ItemFacts:
    """Read the facts of *item*; an item that names no body region has its parent's."""
    parent = concluded.get(item.parent or 0)
    follows = {"surgery_approved": True} if parent is not None and _is_approved(parent) else {}
    corrections = [each for each in case_file.corrections if each.item == item.number]
    facts = item_facts(
        item, rules.library, case_file.ur_documents, {**dated, **follows}, corrections, case_file.paper_names, case_file.words
    )
    if parent is None or facts.body_region is not None:
        return facts
    return replace(facts, body_region=parent.facts.body_region, body_side=facts.body_side or parent.facts.body_side)


def _is_approved(parent: Conclusion) -> bool:
    """Return whether a main item is to be approved, or was authorised before the review."""
    return parent.proposal == "overturned" or parent.basis == "duplicate" or parent.facts.disputed.scope == "nothing"


# A request that was authorised, or an ancillary item of a denied one, is not tested.


def _not_under_review(facts: ItemFacts, phase: Phase | None) -> Conclusion | None:
    """Propose nothing for an item of which nothing is in dispute; it is not decided."""
    if facts.disputed.scope != "nothing":
        return None
    unread = replace(facts, usable=replace(facts.usable, problems={}, remarks={}))
    return Conclusion(unread, phase, "requirement", None, remarks=(not_under_review_sentence(facts.disputed.explanation),))


def _with_parent(
    item: Item, facts: ItemFacts, items: Sequence[Item], concluded: Mapping[int, Conclusion], phase: Phase | None
) -> Conclusion | None:
    """Uphold an item whose parent is denied."""
    proposals = {number: each.proposal for number, each in concluded.items() if not _is_approved(each)}
    parent = denied_parent(item.parent, proposals)
    if parent is None:
        return None
    request = next(each.request for each in items if each.number == parent)
    return Conclusion(facts, phase, "parent-denied", "upheld", remarks=(cascade_sentence(item.request, request),))


def _after_an_open_parent(
    item: Item,
    facts: ItemFacts,
    items: Sequence[Item],
    concluded: Mapping[int, Conclusion],
    question: Question,
    rules: Rules,
    case_file: CaseFile,
) -> Conclusion | None:
    """Propose nothing for an item whose parent has no proposal, and tell how it would stand.

    Only a parent that is denied on medical necessity takes its ancillary items with it.
    """
    parent = concluded.get(item.parent or 0)
    if parent is None or parent.proposal is not None or _is_approved(parent) or _SURGERY in facts.values:
        return None
    supposed = replace(facts, usable=replace(facts.usable, values={**facts.values, _SURGERY: True}))
    found = _alone(item, supposed, question, rules, case_file)
    tested = tuple(each for each in found.tested if _SURGERY not in each.criterion.facts)
    request = next(each.request for each in items if each.number == item.parent)
    remarks = (awaiting_sentence(request, found.proposal), *found.remarks)
    return replace(found, facts=facts, proposal=None, tested=tested, remarks=remarks)


# Every other item is tested.


def _alone(item: Item, facts: ItemFacts, question: Question, rules: Rules, case_file: CaseFile) -> Conclusion:
    """Search, test, compare and propose.

    Propose nothing if no guideline applies and every requirement is met.
    """
    countable = facts.treatment in rules.library.countable
    demanded = requirements(facts.disputed, facts.values, countable=countable)
    search = rules.search(facts.treatment, question)
    tested = _test(search.found, facts, rules)
    proposed = _propose(search, demanded, tested)
    cited = [rated(each) for each in item.evidence]
    law = rules.law_on(question.requested_on)
    comparison = compare(cited, facts.words) if cited and law.compares else None
    reason = None if comparison is None else rebuttal(comparison, search, proposed)
    if reason is not None:
        search = rules.search(facts.treatment, question, {"mtus": reason})
        tested = _test(search.found, facts, rules)
        proposed = _propose(search, demanded, tested)
    if comparison is not None and contradicts_proposal(comparison, proposed):
        proposed = None
    higher = None if law.compares else stands_before(cited, search, proposed, law.ranks)
    if higher is not None:
        proposed = None
    if proposed == "overturned" and SERIES in facts.usable.problems:
        proposed = None
    return Conclusion(
        facts,
        question.phase,
        _basis(search, demanded),
        proposed,
        remarks=(*_remarks(item.request, facts, comparison, search, demanded, question), *of_higher_rank(higher)),
        guidance=_guidance(item.request, search.found, question.phase),
        condition=_condition(facts, question, case_file, rules),
        requirements=demanded,
        search=search,
        tested=tested,
        comparison=comparison,
        requested_on=question.requested_on,
    )


def _condition(facts: ItemFacts, question: Question, case_file: CaseFile, rules: Rules) -> Condition:
    days = None if question.phase is None else case_file.days_since_injury
    return Condition(question.phase, facts.body_region, facts.body_side, _diagnoses(facts, case_file, rules), days)


def _diagnoses(facts: ItemFacts, case_file: CaseFile, rules: Rules) -> list[str]:
    """Return the diagnoses of the region and side of the request; a case may have others."""
    found = []
    for each in case_file.diagnoses if facts.body_region is not None else ():
        reading = rules.library.requests.read(each)
        if reading.body_region == facts.body_region and reading.body_side in {None, facts.body_side}:
            found.append(each)
    return found


def _test(found: ConsideredGuideline | None, facts: ItemFacts, rules: Rules) -> tuple[CriterionAnswer, ...]:
    """Test each criterion of the guideline that was found."""
    if found is None:
        return ()
    vocabulary = rules.library.vocabulary
    values = ((each, each.test(facts.values)) for each in found.guideline.criteria)
    return tuple(
        CriterionAnswer(each, value, criterion_sentence(each, value, facts.usable, vocabulary, facts.papers))
        for each, value in values
    )


def _propose(search: EvidenceSearch, demanded: Sequence[Requirement], tested: Sequence[CriterionAnswer]) -> Outcome | None:
    if not search.ranks:
        return None
    if search.found is None:
        return "upheld" if _lacks(demanded) else None
    return proposal([*(each.finding for each in demanded), *(each.finding for each in tested)])


def _lacks(demanded: Sequence[Requirement]) -> bool:
    return any(each.value != "met" for each in demanded)


def _basis(search: EvidenceSearch, demanded: Sequence[Requirement]) -> Basis:
    if search.found is None:
        return "requirement" if search.ranks and _lacks(demanded) else "no-guideline"
    return "by-analogy" if search.found.by_analogy else "guideline"


# Remarks outside the criteria.


def _remarks(
    request: str,
    facts: ItemFacts,
    comparison: EvidenceComparison | None,
    search: EvidenceSearch,
    demanded: Sequence[Requirement],
    question: Question,
) -> tuple[str, ...]:
    """Return the sentences on evidence, which no criterion gives."""
    remarks = [*facts.disagreements, *([] if comparison is None else [comparison.explanation])]
    if facts.ur_alone:
        remarks.append(denial_alone(facts.words))
    if search.consult is not None and not _lacks(demanded):
        remarks.insert(0, not_held(request, search.consult.guideline.citation))
    elif not search.ranks:
        remarks.insert(0, NO_RANK)
    elif search.found is None and not _lacks(demanded):
        remarks.insert(0, why_none(request, facts, search, question))
    return tuple(remarks)


def _guidance(request: str, found: ConsideredGuideline | None, phase: Phase | None) -> Guidance | None:
    if found is None:
        return None
    remark = by_analogy(found.guideline.phases, phase, request) if found.by_analogy and phase is not None else None
    return Guidance(found.guideline.id, found.guideline.recommendation, found.guideline.citation, remark)
