"""Until when a dispute may be filed (LC 4610.5(h)(1), 8 CCR 9792.10.1(b)(1))."""

from datetime import date, timedelta


def last_filing_day(served_on: date, window_days: int, allowance_days: int) -> date:
    """The last day to file: *window_days* after service, and *allowance_days* for the way the decision was served.

    All are calendar days. No rule we know carries a last day on a weekend or holiday over to the next working day: an application can
    be faxed or sent electronically on any day.
    """
    return served_on + timedelta(days=window_days + allowance_days)


def is_late(received_on: date, last_day: date) -> bool:
    """Whether an application received on *received_on* missed its *last_day*; the day itself is in time."""
    return received_on > last_day
