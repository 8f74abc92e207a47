"""How long a party may appeal: thirty days from proven service on that party (LC 4610.6(h); 8 CCR 10575), each party by its own service."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class AppealWindow:
    """The window's length in *days*, what a method of service adds to it, and who has an appeal at all."""

    days: int
    allowance_days: int
    parties: frozenset[str]


def appeal_until(party: str, served_on: date, window: AppealWindow) -> date | None:
    """The last day on which *party* may appeal; None where it has no appeal. The day of service does not count."""
    if party not in window.parties:
        return None
    return served_on + timedelta(days=window.days + window.allowance_days)
