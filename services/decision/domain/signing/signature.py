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
        return Refusal("unknown-item", f"The case has no item {unknown[0]}.")
    chosen = {each.item: each for each in choices}
    outcomes = {draft.item: _outcome(draft, chosen.get(draft.item)) for draft in drafts}
    for draft in drafts:
        refusal = _refusal_of_item(draft, chosen.get(draft.item), outcomes, keep_the_rest=keep_the_rest)
        if refusal is not None:
            return refusal
    return None


def decide(drafts: Sequence[DraftedItem], choices: Sequence[Choice]) -> tuple[DecidedItem, ...]:
    """Return the decisions on all items; the signature must not be refused."""
    chosen = {each.item: each for each in choices}
    outcomes = {draft.item: _outcome(draft, chosen.get(draft.item)) for draft in drafts}
    requests = {draft.item: draft.request for draft in drafts}
    return tuple(_decided(draft, chosen.get(draft.item), outcomes, requests) for draft in drafts)


def _outcome(draft: DraftedItem, choice: Choice | None) -> Outcome | None:
    return draft.proposal if choice is None or choice.outcome is None else choice.outcome


def _refusal_of_item(
    draft: DraftedItem, choice: Choice | None, outcomes: Mapping[int, Outcome | None], *, keep_the_rest: bool
) -> Refusal | None:
    number = draft.item
    if choice is None and not keep_the_rest:
        return Refusal("item-open", f"Item {number} is not decided; name it, or keep the rest as assessed.")
    if denied_parent(draft.parent, outcomes) is None:
        return _refusal_of_own_decision(draft, choice, outcomes[number])
    if choice is not None and choice.outcome == "overturned":
        return Refusal(
            "ancillary-of-denied", f"Item {number} belongs to item {draft.parent}, whose denial is upheld; it cannot be approved."
        )
    return None


def _refusal_of_own_decision(draft: DraftedItem, choice: Choice | None, outcome: Outcome | None) -> Refusal | None:
    """Return why an item is not decided: left open, or changed without a reason."""
    number = draft.item
    if outcome is None:
        return Refusal("item-open", f"The draft proposes no outcome for item {number}; the reviewer must decide it.")
    if draft.untested and (choice is None or choice.outcome is None):
        return Refusal("item-open", f"Item {number} was not assessed, because item {draft.parent} was denied; decide it too.")
    if draft.proposal is None and not (choice and (choice.reason or choice.rationale)):
        return Refusal("reason-missing", f"The draft proposes no outcome for item {number}; give a reason for yours.")
    if draft.proposal is not None and outcome != draft.proposal and not (choice and choice.reason):
        return Refusal("reason-missing", f"The outcome of item {number} differs from the assessment; give a reason.")
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
