"""Check a signature and make the decisions from it.

The reviewer decides every item and gives a reason for each change of the proposal. The
determination is the medical reviewer's own (LC 139.5, LC 4610.6; 8 CCR 9792.10.6(b)); the rules
only prepare it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.reasons.proposal import Outcome, cascade_sentence, denied_parent
from services.decision.domain.reasons.rationale import NO_CITATION, closing
from services.decision.domain.reasons.sources import citation
from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.wording import listed


@dataclass(frozen=True, slots=True)
class DraftedItem:
    """An item as the rules drafted it."""

    item: int
    parent: int | None
    request: str
    proposal: Outcome | None
    untested: bool
    reviewer_guideline: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A reviewer's choice on an item; without an outcome, the drafted one is kept."""

    item: int
    outcome: Outcome | None = None
    reason: str | None = None
    rationale: str | None = None


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """A decision on an item as the letter gives it."""

    item: int
    outcome: Outcome
    reason_for_change: str | None
    reviewer_guideline: str
    rationale: str
    closing: str


def reason_refused(drafts: Sequence[DraftedItem], choices: Sequence[Choice], *, keep_the_rest: bool) -> Refusal | None:
    """Return why the *choices* do not decide every item; None if they do."""
    by_item = {draft.item: draft for draft in drafts}
    if len({each.item for each in choices}) < len(choices):
        return Refusal("item-twice", "An item is named twice.")
    unknown = sorted(each.item for each in choices if each.item not in by_item)
    if unknown:
        return _told([_Fault("unknown-item", number, "{items} {are} not under review in this case.") for number in unknown])
    chosen = {each.item: each for each in choices}
    outcomes = {draft.item: _outcome(draft, chosen.get(draft.item)) for draft in drafts}
    faults = (_fault_of_item(draft, chosen.get(draft.item), outcomes, keep_the_rest=keep_the_rest) for draft in drafts)
    return _told([fault for fault in faults if fault is not None])


def decide(drafts: Sequence[DraftedItem], choices: Sequence[Choice]) -> tuple[DecidedItem, ...]:
    """Return the decisions on all items; the signature must not be refused."""
    chosen = {each.item: each for each in choices}
    outcomes = {draft.item: _outcome(draft, chosen.get(draft.item)) for draft in drafts}
    requests = {draft.item: draft.request for draft in drafts}
    return tuple(_decided(draft, chosen.get(draft.item), outcomes, requests) for draft in drafts)


def _outcome(draft: DraftedItem, choice: Choice | None) -> Outcome | None:
    return draft.proposal if choice is None or choice.outcome is None else choice.outcome


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault of the choice on an item; *text* is a sentence about it, and about others alike."""

    code: str
    item: int
    text: str


def _told(faults: Sequence[_Fault]) -> Refusal | None:
    """Return the refusal that tells all *faults*, those alike in one sentence, or None."""
    alike: dict[str, list[int]] = {}
    for fault in faults:
        alike.setdefault(fault.text, []).append(fault.item)
    sentences = (_sentence(text, numbers) for text, numbers in alike.items())
    return Refusal(faults[0].code, " ".join(sentences)) if faults else None


def _sentence(text: str, numbers: Sequence[int]) -> str:
    """Return *text* about the items of those *numbers*, in the singular or the plural."""
    forms = {"are": ("is", "are"), "were": ("was", "were"), "them": ("it", "them"), "they": ("it", "they"), "s": ("s", "")}
    plural = len(numbers) > 1
    told = {name: form[plural] for name, form in forms.items()}
    items = f"item{'s' if plural else ''} {listed([str(number) for number in numbers])}"
    sentence = text.format(items=items, **told)
    return sentence[0].upper() + sentence[1:]


def _fault_of_item(
    draft: DraftedItem, choice: Choice | None, outcomes: Mapping[int, Outcome | None], *, keep_the_rest: bool
) -> _Fault | None:
    number, parent = draft.item, draft.parent
    if choice is None and not keep_the_rest:
        return _Fault("item-open", number, "{items} {are} not decided; name {them}, or keep the rest as assessed.")
    if denied_parent(parent, outcomes) is None:
        return _fault_of_own_decision(draft, choice, outcomes[number])
    if choice is not None and choice.outcome == "overturned":
        text = f"{{items}} belong{{s}} to item {parent}, whose denial is upheld; {{they}} cannot be approved."
        return _Fault("ancillary-of-denied", number, text)
    return None


def _fault_of_own_decision(draft: DraftedItem, choice: Choice | None, outcome: Outcome | None) -> _Fault | None:
    """Return why an item is not decided: left open, or changed without a reason."""
    number = draft.item
    if outcome is None:
        return _Fault("item-open", number, "the draft proposes no outcome for {items}; the reviewer must decide {them}.")
    if draft.untested and (choice is None or choice.outcome is None):
        text = f"{{items}} {{were}} not assessed, because item {draft.parent} was denied; decide {{them}} too."
        return _Fault("item-open", number, text)
    if draft.proposal is None and not (choice and (choice.reason or choice.rationale)):
        return _Fault("reason-missing", number, "the draft proposes no outcome for {items}; give a reason for yours.")
    if draft.proposal is not None and outcome != draft.proposal and not (choice and choice.reason):
        return _Fault("reason-missing", number, "your outcome of {items} differs from the assessment; give a reason.")
    return None


def _decided(
    draft: DraftedItem, choice: Choice | None, outcomes: Mapping[int, Outcome | None], requests: Mapping[int, str]
) -> DecidedItem:
    parent = denied_parent(draft.parent, outcomes)
    outcome = outcomes[draft.item] if parent is None else "upheld"
    if outcome is None:
        raise ValueError(f"item {draft.item} is open: call reason_refused first")
    reason = choice.reason if choice else None
    written = choice.rationale if choice else None
    if outcome == draft.proposal:
        line = draft.reviewer_guideline if written is None else citation(draft.reviewer_guideline, written)
        return DecidedItem(draft.item, outcome, None, line, written or draft.rationale, closing(draft.request, outcome))
    # A draft that argues for the other outcome must not stand in the letter: the reviewer's reason takes its place.
    because = reason or (written or draft.rationale if parent is None else cascade_sentence(draft.request, requests[parent]))
    line = citation(draft.reviewer_guideline if parent is None else NO_CITATION, written or because)
    return DecidedItem(draft.item, outcome, because, line, written or because, closing(draft.request, outcome))


CaseOutcome = Literal["uphold", "overturn", "partial overturn"]


def case_outcome(outcomes: Iterable[Outcome]) -> CaseOutcome:
    """Return uphold or overturn if all *outcomes* agree, otherwise partial overturn."""
    found = set(outcomes)
    if found == {"upheld"}:
        return "uphold"
    return "overturn" if found == {"overturned"} else "partial overturn"


@dataclass(frozen=True, slots=True)
class Policy:
    """The jurisdiction's sign-off policy.

    It says when a second person signs, how many may review a case, and how an even split is
    decided.
    """

    second_signature: Literal["never", "changed", "always"]
    reviewers_max: int
    even_split: Outcome


def needs_second_signature(policy: Policy, changes: Sequence[bool]) -> bool:
    """Return whether a second signature is needed; *changes* tells which items were changed."""
    return policy.second_signature == "always" or (policy.second_signature == "changed" and any(changes))


def reason_not_second(second: str, involved: Collection[str]) -> Refusal | None:
    """Return why this person cannot give the *second* signature.

    It must come from someone who has not reviewed the case.
    """
    if second in involved:
        return Refusal("same-person", "The second signature must come from someone who has not reviewed this case.")
    return None
