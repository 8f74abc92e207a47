"""Until when a dispute may be filed (LC 4610.5(h)(1), 8 CCR 9792.10.1(b)(1))."""

from datetime import date, timedelta


def last_filing_day(served_on: date, window_days: int, allowance_days: int) -> date:
    """Return the last day to file: *window_days* after service plus *allowance_days*.

    The allowance depends on the way of service. All are calendar days. No rule we know carries a
    last day on a weekend or holiday over to the next working day: an application can be faxed or
    sent electronically on any day.
    """
    return served_on + timedelta(days=window_days + allowance_days)


def is_late(received_on: date, last_day: date) -> bool:
    """Return whether *received_on* is after the *last_day*; the day itself is in time."""
    return received_on > last_day
