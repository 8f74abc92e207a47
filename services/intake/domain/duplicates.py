"""Find treatments that are under review already (8 CCR 9792.10.3(a)(2)).

They agree in worker, injury, utilization review decision and item. One worker may rightly have
several cases of one injury, so worker and injury alone prove nothing. A match is certain only if
nothing differs and nothing that tells two disputes apart is missing on one side. An uncertain one
goes to a person: a second review costs a fee, a lost one costs the worker the treatment.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

DAYS_APART_MAX = 2
"""By how many days two papers may date one decision: the day it was made, or sent."""

Verdict = Literal["same", "unsure", "other"]


class Worker(NamedTuple):
    """The facts that tell one worker from others; names and claim number as digests.

    *words* are those of the name, *initials* and *suffix* apart from them. A tuple, as the two
    classes below, because state keeps it without the names of its fields: a new field comes last.
    """

    words: tuple[str, ...]
    initials: tuple[str, ...] = ()
    suffix: str | None = None
    claim: str | None = None
    born_on: date | None = None


class DisputedItem(NamedTuple):
    """The facts that tell one item of a decision from others; None where unknown.

    *words* are digests of the request's words in their order. *kinds* are the kinds of treatment
    that they name, empty for a drug, whose name alone tells it from another.
    """

    number: int
    words: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    quantity: Decimal | None = None
    unit: str | None = None
    treatment: str | None = None
    kinds: tuple[str, ...] = ()
    body_region: str | None = None
    body_side: str | None = None


class Filing(NamedTuple):
    """An application, as far as it is compared with others of the same day of injury."""

    worker: Worker
    requested_on: date
    decided_on: date
    items: tuple[DisputedItem, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two things are the same, the fields that agree, and those that leave it open."""

    verdict: Verdict
    agreed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


_OTHER = Comparison("other")


def compare(filing: Filing, item: DisputedItem, known: Filing, known_item: DisputedItem) -> Comparison:
    """Return whether *item* of *filing* is *known_item* of *known*; the order does not matter."""
    parts = (
        compare_workers(filing.worker, known.worker),
        compare_decisions(filing, known),
        compare_items(item, known_item),
    )
    if any(part.verdict == "other" for part in parts):
        return _OTHER
    agreed = tuple(field for part in parts for field in part.agreed)
    return _judged(("injured_on", *agreed), tuple(field for part in parts for field in part.open))


def compare_workers(one: Worker, other: Worker) -> Comparison:
    """Return whether two papers of one day of injury name the same worker.

    A name that is the same needs the claim number or the date of birth beside it, because two of
    one name may be hurt on one day. One claim number may stand on the papers of several workers.
    """
    name = _compare_names(one, other)
    same_claim = one.claim is not None and one.claim == other.claim
    born = _known_alike(one.born_on, other.born_on)
    agreed = [field for field, holds in (("claim_number", same_claim), ("born_on", born is True)) if holds]
    if name.verdict == "other":
        return Comparison("unsure", tuple(agreed), ("name",)) if same_claim and born is True else _OTHER
    if name.open == ("name",) and (not same_claim or born is False):
        return _OTHER
    if born is False:
        return Comparison("unsure", (*name.agreed, *agreed), (*name.open, "born_on")) if same_claim else _OTHER
    settled = born is True or (name.verdict == "same" and same_claim)
    doubts = () if settled and name.open != ("name",) else (name.open or ("claim_number",))
    return _judged((*name.agreed, *agreed), doubts)


def compare_decisions(one: Filing, other: Filing) -> Comparison:
    """Return whether two papers are about one decision.

    Papers of one decision may date it a day or two apart; the day of the request settles it.
    """
    apart = abs((one.decided_on - other.decided_on).days)
    same_request = one.requested_on == other.requested_on
    agreed = ("requested_on",) if same_request else ()
    if apart == 0:
        return Comparison("same", ("decided_on", *agreed))
    if apart > DAYS_APART_MAX:
        return _OTHER
    return Comparison("same", agreed) if same_request else Comparison("unsure", (), ("decided_on",))


def compare_items(one: DisputedItem, other: DisputedItem) -> Comparison:
    """Return whether two requests ask for the same; another number is always another request."""
    facts = {
        "quantity": (one.quantity, other.quantity),
        "body_region": (one.body_region, other.body_region),
        "body_side": (one.body_side, other.body_side),
        "treatment": (one.treatment, other.treatment),
    }
    alike = {field: _known_alike(*values) for field, values in facts.items()}
    if one.numbers != other.numbers or False in alike.values():
        return _OTHER
    agreed = tuple(field for field, same in alike.items() if same)
    half_known = tuple(field for field, (a, b) in facts.items() if field != "treatment" and (a is None) != (b is None))
    if _known_alike(one.unit, other.unit) is False:
        half_known = (*half_known, "unit")
    if one.words == other.words and one.words:
        return _judged(("request", *agreed), half_known)
    return Comparison("unsure", agreed, ("request", *half_known)) if _may_mean_the_same(one, other) else _OTHER


def same_treatment(one: DisputedItem, other: DisputedItem) -> bool:
    """Return whether two items are of one treatment and part of the body, in any quantity."""
    if False in (_known_alike(one.body_region, other.body_region), _known_alike(one.body_side, other.body_side)):
        return False
    if (named := _known_alike(one.treatment, other.treatment)) is not None:
        return named
    return (bool(one.words) and set(one.words) == set(other.words)) or bool(one.kinds and one.kinds == other.kinds)


def _may_mean_the_same(one: DisputedItem, other: DisputedItem) -> bool:
    """Whether words that differ may say the same: one says more, or both name one treatment."""
    if not one.words or not other.words:
        return False
    if set(one.words) <= set(other.words) or set(other.words) <= set(one.words):
        return True
    named = one.kinds and one.kinds == other.kinds
    return bool(named) and one.quantity is not None and one.quantity == other.quantity


def _compare_names(one: Worker, other: Worker) -> Comparison:
    """Return whether two names are the same.

    An initial or a suffix that one paper leaves out is open; other words in part leave the whole
    name open.
    """
    contradicted = _contradict(set(one.initials), set(other.initials)) or _known_alike(one.suffix, other.suffix) is False
    if one.words and one.words == other.words and not contradicted:
        left_out = (one.initials, one.suffix) != (other.initials, other.suffix)
        return Comparison("unsure", ("name",), ("initial_or_suffix",)) if left_out else Comparison("same", ("name",))
    if set(one.words) & set(other.words):
        return Comparison("unsure", (), ("name",))
    return _OTHER


def _contradict(one: set[str], other: set[str]) -> bool:
    return not (one <= other or other <= one)


def _known_alike(one: object, other: object) -> bool | None:
    """Whether two values are equal; None if one is unknown."""
    return None if one is None or other is None else one == other


def _judged(agreed: tuple[str, ...], doubts: tuple[str, ...]) -> Comparison:
    return Comparison("unsure" if doubts else "same", agreed, doubts)
