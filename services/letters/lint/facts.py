"""What lint may know of a case beyond its letter. What is not known is not compared."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A disputed treatment as the application has it: its side, what it is ancillary to, and its three quantities in *unit*."""

    number: int
    body_side: Literal["left", "right", "both"] | None = None
    parent: int | None = None
    requested: Decimal | None = None
    authorised: Decimal | None = None
    in_dispute: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The case as intake knows it, and whose names may not appear: *reviewer_names* never, *redacted_names* not in the public copy."""

    injured_on: date | None = None
    denied_on: date | None = None
    requested_on: date | None = None
    items: tuple[ItemFacts, ...] = ()
    reviewer_names: tuple[str, ...] = ()
    redacted_names: tuple[str, ...] = ()
    public_copy: bool = False

    def item(self, number: int) -> ItemFacts:
        """The facts of item *number*; nothing known of it where there are none."""
        return next((item for item in self.items if item.number == number), ItemFacts(number))


NOTHING_KNOWN = CaseFacts()
"""For a letter alone, such as one of the past."""
