"""Test whether an application can be reviewed (8 CCR 9792.10.3(a)), item by item.

Every reason against it is given, not only the first. A reason speaks of one item, or of the whole
application; the verdict on an item does not depend on other items.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.intake.domain.filing_window import is_late

FIRST_DAY_OF_ALL = date.min


@dataclass(frozen=True, slots=True)
class Coverage:
    """From which injuries, or decisions communicated, the program covers a dispute.

    Without *injured_from* the injury does not matter.
    """

    injured_from: date | None
    communicated_from: date


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day to file about an item, and how it was counted.

    *ground* is the reason if it was missed: its window may have started with the end of a dispute
    about liability, or with the form. *started_on* is that day.
    """

    on: date
    counted: str = ""
    ground: str = "LATE"
    started_on: date = FIRST_DAY_OF_ALL


@dataclass(frozen=True, slots=True)
class FiledItem:
    """One item of a filing; *last_day* is None where no window runs for it."""

    number: int
    disputed: bool = True
    emergency_care: bool | None = None
    last_day: LastDay | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, when, and their right to sign.

    *represented*: there is proof that the attorney represents the employee. *standing*: another
    person says why they may file.
    """

    by: str
    on: date
    represented: bool = True
    designated_on: date | None = None
    standing: bool = True


@dataclass(frozen=True, slots=True)
class Stated:
    """A ground that a field of the application states, of one item or of all."""

    ground: str
    item: int | None = None
    defers: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """The facts that the screen tests.

    *injured_on* is the day of injury, the last one of a cumulative injury. *liability_open*: a
    dispute about more than necessity is not resolved, and the claims administrator does not agree
    to a review meanwhile.
    """

    injured_on: date
    decided_on: date
    served_on: date
    service_method: str
    received_on: date
    signed: Signed | None
    has_ur_decision: bool
    items: tuple[FiledItem, ...]
    liability_open: bool = False
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason against an application: its ground and the facts that its sentence tells.

    *item* is the number of the item it speaks of; None is the whole application.
    """

    ground: str
    facts: tuple[tuple[str, date | str], ...] = ()
    item: int | None = None
    defers: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Eligible with the items of those numbers, deferred, or ineligible."""

    outcome: Literal["eligible", "deferred", "ineligible"]
    under_review: tuple[int, ...]


def findings(filing: Filing, coverage: Coverage) -> tuple[Finding, ...]:
    """Every reason against *filing*; none if all of it can be reviewed."""
    return (
        *_wrong_program(filing, coverage),
        *_not_validly_signed(filing),
        *_late(filing, coverage),
        *_without_ur_decision(filing),
        *(Finding(each.ground, (), each.item, each.defers) for each in filing.stated),
        *_liability_deferred(filing),
        *_already_authorized(filing),
    )


def verdict(items: tuple[int, ...], found: tuple[Finding, ...]) -> Verdict:
    """Return the verdict on the *items* of a filing by the reasons *found*.

    It goes on for the items that no reason speaks of. If there are none, but some for which it is
    only too early, the case is deferred and never closed (8 CCR 9792.10.3(d)).
    """
    closed = {each.item for each in found if not each.defers}
    deferred = {each.item for each in found if each.defers}
    left = () if None in closed else tuple(number for number in items if number not in closed)
    ready = () if None in deferred else tuple(number for number in left if number not in deferred)
    if ready:
        return Verdict("eligible", ready)
    return Verdict("deferred" if left else "ineligible", ())


def _covers(filing: Filing, coverage: Coverage) -> bool:
    """LC 4610.5(a): earlier injuries are covered only by a late enough decision.

    The day of communication counts; service is communication.
    """
    by_injury = coverage.injured_from is not None and filing.injured_on >= coverage.injured_from
    return by_injury or filing.served_on >= coverage.communicated_from


def _wrong_program(filing: Filing, coverage: Coverage) -> Iterator[Finding]:
    if not _covers(filing, coverage):
        yield Finding(
            "WRONG_PROGRAM",
            (
                *((("injured_from", coverage.injured_from),) if coverage.injured_from is not None else ()),
                ("communicated_from", coverage.communicated_from),
                ("injured_on", filing.injured_on),
                ("served_on", filing.served_on),
            ),
        )


def _not_validly_signed(filing: Filing) -> Iterator[Finding]:
    """LC 4610.5(h), (j): the employee signs, or a person who may sign for the employee.

    The form comes with the decision, so that a signature before it disputes another one.
    """
    signed = filing.signed
    if signed is None:
        yield Finding("NO_SIGNATURE")
        return
    designated_on = signed.designated_on or signed.on
    if signed.by == "designee" and designated_on < filing.decided_on:
        facts = (("signed_by", signed.by), ("designated_on", designated_on), ("decided_on", filing.decided_on))
        yield Finding("DESIGNATED_TOO_EARLY", facts)
    elif signed.on < filing.decided_on:
        yield Finding("SIGNED_TOO_EARLY", (("signed_on", signed.on), ("decided_on", filing.decided_on)))
    if signed.by == "attorney" and not signed.represented:
        yield Finding("NO_PROOF_OF_REPRESENTATION")
    if signed.by == "other" and not signed.standing:
        yield Finding("NO_STANDING")
    if signed.by == "emergency-provider":
        yield from (Finding("NO_EMERGENCY_CARE", (), item.number) for item in filing.items if item.emergency_care is not True)


def _late(filing: Filing, coverage: Coverage) -> Iterator[Finding]:
    """LC 4610.5(h)(1) to (3).

    Outside the program, and while liability is disputed, there is no window to miss.
    """
    if not _covers(filing, coverage) or filing.liability_open:
        return
    for item in filing.items:
        last = item.last_day
        if last is not None and is_late(filing.received_on, last.on):
            facts: tuple[tuple[str, date | str], ...] = (
                ("served_on", filing.served_on),
                ("service_method", filing.service_method),
                ("last_filing_day", last.on),
                ("counted", last.counted),
                ("received_on", filing.received_on),
            )
            started = () if last.started_on == FIRST_DAY_OF_ALL else (("started_on", last.started_on),)
            yield Finding(last.ground, (*facts, *started), item.number)


def _without_ur_decision(filing: Filing) -> Iterator[Finding]:
    """8 CCR 9792.10.1(b): since 2014 a missing decision is not asked for again."""
    if not filing.has_ur_decision:
        yield Finding("NO_UR_DECISION")


def _liability_deferred(filing: Filing) -> Iterator[Finding]:
    """LC 4610.5(h)(2), 8 CCR 9792.10.3(d): it waits, and is not closed."""
    if filing.liability_open:
        yield Finding("LIABILITY_DEFERRED", defers=True)


def _already_authorized(filing: Filing) -> Iterator[Finding]:
    """LC 4610.5(c)(1), (g): an item that is not in dispute is not reviewed."""
    yield from (Finding("ALREADY_AUTHORIZED", (), item.number) for item in filing.items if not item.disputed)
