"""Whether an application came in time (LC 4610.5(h)(1), 8 CCR 9792.10.1(b)(1)).

The last day is that of the jurisdiction's clock `filing`: thirty days after service of the
decision, ten for a drug of the formulary, the days that mail adds, and the carrying over of a last
day on a weekend or holiday. Service ends the window and does not open it: an application that
comes before the decision was served is in time.
"""

from datetime import date

FILING = "filing"
"""The clock of the window."""

FILING_AFTER_LIABILITY = "filing-after-liability"
"""The clock of the window after a dispute about liability (LC 4610.5(h)(2))."""


def track(*, formulary_drug: bool) -> str:
    """Return the variant of the clock: disputes about formulary drugs have a shorter window."""
    return "formulary" if formulary_drug else "standard"


def is_late(received_on: date, last_day: date) -> bool:
    """Return whether *received_on* is after the *last_day*; the day itself is in time."""
    return received_on > last_day
