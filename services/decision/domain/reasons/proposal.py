"""Propose an outcome: overturn if every required criterion is met, otherwise uphold.

Without a guideline there is no proposal.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from services.decision.domain.guidelines.guideline import Value
from services.decision.domain.wording import phrase
from terms.law_words import LawWords

Outcome = Literal["upheld", "overturned"]
"""Upheld: the denial stands and the treatment is not approved. Overturned: it is approved."""

REPEATS = "This request is for the same treatment as another of this case"
"""The beginning of each sentence on a request that repeats another."""


class Finding(NamedTuple):
    """The result of one criterion, with its sentence and the papers that it rests on."""

    required: bool
    value: Value
    sentence: str
    papers: tuple[str, ...] = ()


def proposal(findings: Sequence[Finding]) -> Outcome:
    """Return the outcome for *findings*; an undocumented criterion is not met."""
    return "overturned" if all(finding.value == "met" for finding in findings if finding.required) else "upheld"


def sentences(findings: Sequence[Finding], value: Value) -> tuple[str, ...]:
    """Return the sentences of required *findings* that have this *value*."""
    return tuple(finding.sentence for finding in findings if finding.required and finding.value == value)


def denied_parent(parent: int | None, outcomes: Mapping[int, Outcome | None]) -> int | None:
    """Return *parent* if it is denied, else None.

    An ancillary item is denied with its parent, because it has no use without it.
    """
    return parent if parent is not None and outcomes.get(parent) == "upheld" else None


def cascade_sentence(request: str, parent_request: str) -> str:
    """Return the sentence that denies an ancillary item with its parent, without a citation."""
    return f"The request for {phrase(request)} goes with another, {phrase(parent_request)}, which is not approved, and has no purpose without it."


def awaiting_sentence(parent_request: str, supposed: Outcome | None) -> str:
    """Return the sentence on an item that follows one without a proposal.

    *supposed* is the outcome that would follow if the other is approved.
    """
    waiting = f"This request goes with another, {phrase(parent_request)}, which awaits the reviewer's decision, and waits with it."
    if supposed is None:
        return waiting
    stands = "meets the requirements" if supposed == "overturned" else "does not meet every requirement"
    return f"{waiting} If that one is approved, this one {stands} beside it."


def not_under_review_sentence(explanation: str) -> str:
    """Return the sentence on an item of which nothing is in dispute (LC 4610.5(c)(1))."""
    return f"{explanation.removesuffix('.')}, so it is not under review."


def repeat_sentence(request: str) -> str:
    """Return the sentence on a request that asks for the treatment of an earlier one."""
    return f"{REPEATS}, {phrase(request)}, and is decided with it, as one treatment."


def unlike_sentence(request: str) -> str:
    """Return the sentence on a request whose treatment another asks for on other facts."""
    return (
        f"{REPEATS}, {phrase(request)}. "
        "The facts and evidence given with the two do not lead to one answer, so no outcome is proposed for either."
    )


def authorised_sentence(request: str, words: LawWords) -> str:
    """Return the sentence on a request for a treatment that another item of the case obtained."""
    return f"{REPEATS}, {phrase(request)}, which the {words.administrator} has authorised, so no outcome is proposed."
