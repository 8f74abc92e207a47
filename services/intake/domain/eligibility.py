"""Test whether an application can be reviewed (8 CCR 9792.10.3(a)).

Every reason against it is given, not only the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.intake.domain.filing_window import is_late


@dataclass(frozen=True, slots=True)
class Quantities:
    """The requested, authorised and disputed quantities of one item; None where unknown."""

    requested: Decimal | None
    authorised: Decimal | None
    in_dispute: Decimal | None

    @property
    def settled(self) -> bool:
        """Whether nothing of the item is left in dispute."""
        if self.in_dispute is not None:
            return self.in_dispute == 0
        return self.requested is not None and self.authorised is not None and self.authorised >= self.requested


@dataclass(frozen=True, slots=True)
class Coverage:
    """From which injuries, or decisions communicated, the program covers a dispute."""

    injured_from: date
    communicated_from: date


@dataclass(frozen=True, slots=True)
class Filing:
    """The facts that the screen tests.

    *last_filing_day* is None where the program has no window for the day of service; *counted*
    tells how it was counted.
    """

    injured_on: date
    decided_on: date
    served_on: date
    service_method: str
    received_on: date
    last_filing_day: date | None
    signed_by: str | None
    signed_on: date | None
    has_ur_decision: bool
    items: tuple[Quantities, ...]
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason against an application: its code and the facts its sentence tells."""

    code: str
    facts: tuple[tuple[str, date | str], ...] = ()


def reasons_ineligible(filing: Filing, coverage: Coverage) -> tuple[Finding, ...]:
    """Every reason why *filing* cannot be reviewed; none if it can."""
    return (
        *_wrong_program(filing, coverage),
        *_not_validly_signed(filing),
        *_late(filing),
        *_without_ur_decision(filing),
        *_already_authorized(filing),
    )


def _wrong_program(filing: Filing, coverage: Coverage) -> Iterator[Finding]:
    """LC 4610.5(a): earlier injuries are covered only by a late enough decision.

    The day of communication counts; service is communication.
    """
    if filing.injured_on < coverage.injured_from and filing.served_on < coverage.communicated_from:
        yield Finding(
            "WRONG_PROGRAM",
            (
                ("injured_from", coverage.injured_from),
                ("communicated_from", coverage.communicated_from),
                ("injured_on", filing.injured_on),
                ("served_on", filing.served_on),
            ),
        )


def _not_validly_signed(filing: Filing) -> Iterator[Finding]:
    """LC 4610.5(h), (j): an application needs a signature.

    A designee named before the decision has no standing.
    """
    if filing.signed_by is None or filing.signed_on is None:
        yield Finding("NO_SIGNATURE")
    elif filing.signed_by == "designee" and filing.signed_on < filing.decided_on:
        yield Finding(
            "INELIGIBLE_PARTY",
            (("signed_by", filing.signed_by), ("signed_on", filing.signed_on), ("decided_on", filing.decided_on)),
        )


def _late(filing: Filing) -> Iterator[Finding]:
    """LC 4610.5(h)(1)."""
    if filing.last_filing_day is not None and is_late(filing.received_on, filing.last_filing_day):
        yield Finding(
            "LATE",
            (
                ("served_on", filing.served_on),
                ("service_method", filing.service_method),
                ("last_filing_day", filing.last_filing_day),
                ("counted", filing.counted),
                ("received_on", filing.received_on),
            ),
        )


def _without_ur_decision(filing: Filing) -> Iterator[Finding]:
    """8 CCR 9792.10.1(b): since 2014 a missing decision is not asked for again."""
    if not filing.has_ur_decision:
        yield Finding("NO_UR_DECISION")


def _already_authorized(filing: Filing) -> Iterator[Finding]:
    """LC 4610.5(g): nothing is left to review.

    If one item is still disputed, the case goes on for it.
    """
    if all(item.settled for item in filing.items):
        yield Finding("ALREADY_AUTHORIZED")
