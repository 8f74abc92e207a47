"""Write the reasons of the conclusions of a case, as one letter would carry them."""

from collections.abc import Collection, Mapping, Sequence

from schemas.messages.application import Item
from services.decision.assessment.corrected_facts import quotations
from services.decision.assessment.item_facts import ItemFacts
from services.decision.assessment.translation import Conclusion, CriterionAnswer
from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.reasons.other_amount import other_amount
from services.decision.domain.reasons.proposal import Finding
from services.decision.domain.reasons.rationale import Reasons, Told, rationale
from services.decision.domain.wording import phrase
from services.decision.library.library import Library
from terms.disputed_part import ALL_IN_DISPUTE


def write(item: Item, conclusion: Conclusion, library: Library, told: Told) -> str:
    """Return the rationale of *item*; *told* are the parts that the letter has told.

    A denial adds the caution that its treatment needs. An item that is not under review is in no
    letter, and leaves nothing told.
    """
    facts = conclusion.facts
    read = {name for each in conclusion.tested for name in each.criterion.facts}
    missing = read - facts.values.keys() - facts.usable.misread
    nothing = facts.disputed.scope == "nothing"
    denied = conclusion.proposal != "overturned" and not nothing
    reasons = Reasons(
        request=item.request,
        words=facts.words,
        condition=conclusion.condition,
        disputed=None if nothing or facts.disputed.explanation == ALL_IN_DISPUTE else facts.disputed.explanation,
        guidance=conclusion.guidance,
        remarks=conclusion.remarks,
        findings=_with_papers(conclusion),
        another_answer=_another_answer(item.request, conclusion, library),
        quotations=[*quotations(facts.given, _quoted(conclusion, read), facts.papers)],
        unusable=[text for name, text in facts.usable.problems.items() if name in missing],
        caution=library.when_denied.get(facts.treatment or "") if denied else None,
    )
    return rationale(reasons, None if nothing else told)


def _with_papers(conclusion: Conclusion) -> Sequence[Finding]:
    """Return the findings; each that the file decides has the papers of its facts."""
    lacking = [each.finding for each in conclusion.requirements if each.value != "met"]
    return [*lacking, *(each.finding._replace(papers=_papers_of(each, conclusion.facts)) for each in conclusion.tested)]


def _papers_of(tested: CriterionAnswer, facts: ItemFacts) -> tuple[str, ...]:
    papers = facts.papers
    if tested.value == "undocumented" or papers.keys().isdisjoint(tested.criterion.facts):
        return ()
    return tuple(dict.fromkeys(papers[name] for name in _deciding(tested, facts.values) if name in papers))


def _quoted(conclusion: Conclusion, read: Collection[str]) -> list[str]:
    """Return the facts that may be quoted: those that decide, and corrected ones.

    Where no fact that was read has words of the file, none is sought.
    """
    facts = conclusion.facts
    if all(each.quotation is None for name in read for each in facts.given.get(name, ())[:1]):
        return []
    names = [each.fact for each in facts.corrections if each.fact in read]
    names += [name for each in conclusion.tested for name in _deciding(each, facts.values)]
    return [name for name in dict.fromkeys(names) if name in facts.values and name in facts.papers]


def _deciding(tested: CriterionAnswer, values: Mapping[str, FactValue]) -> list[str]:
    """Return the facts that the sentence tells, and those that the value needs."""
    criterion, told = tested.criterion, _told(tested, values)
    needed = {name: values[name] for name in criterion.facts if name in values}
    for name in sorted(needed, key=lambda each: each in told):
        fewer = {other: value for other, value in needed.items() if other != name}
        if criterion.test(fewer) == tested.value:
            needed = fewer
    return [name for name in criterion.facts if name in needed or (name in told and name in values)]


def _told(tested: CriterionAnswer, values: Mapping[str, FactValue]) -> set[str]:
    """Return the facts of the wording that the values allow first."""
    for wording in tested.criterion.sentences[tested.value]:
        if all(name in values for name in wording.placeholders) and (wording.when is None or wording.when(values) == "met"):
            return {*wording.placeholders, *wording.reads}
    return set()


def _another_answer(request: str, conclusion: Conclusion, library: Library) -> str | None:
    """Return the facts or the amount that would change a denial, if there are such."""
    if conclusion.proposal != "upheld" or not conclusion.tested:
        return None
    lacking = [each for each in conclusion.findings if each.required and each.value != "met"]
    if all(each.value == "undocumented" for each in lacking):
        shown = "this" if len(lacking) == 1 else "all of this"
        return f"Records that show {shown} would change the answer on {phrase(request)}."
    if any(each.value != "met" for each in conclusion.requirements):
        return None
    return other_amount([each.criterion for each in conclusion.tested], conclusion.facts.values, library.vocabulary)
