"""The last day to appeal of a party, by the rules of the jurisdiction."""

from datetime import date

from jurisdictions.clock_rules import STANDARD, Served
from jurisdictions.model import Jurisdiction
from services.letters.domain.appeal_window import APPEAL, appeal_until, way_counted
from services.letters.domain.parties import Method, Place


def last_day_to_appeal(party: str, method: Method, place: Place | None, served_on: date, jurisdiction: Jurisdiction) -> date | None:
    """Return the last day on which *party* may appeal, None where it has no appeal.

    It was served at *place* by *method*; a place that is not known is taken as California.
    """
    if APPEAL not in jurisdiction.clocks:
        return None
    rules = jurisdiction.serving(served_on)
    served = Served(by=way_counted(method), from_place=rules.mailed_from, to_place=place)
    return appeal_until(party, rules.appeal_parties, jurisdiction.due(APPEAL, served_on, served=served).on)


def days_to_appeal(served_on: date, jurisdiction: Jurisdiction) -> int | None:
    """Return the days to appeal, before those for the way of service and the carrying over.

    None where the law gives no time to appeal.
    """
    if APPEAL not in jurisdiction.clocks:
        return None
    return jurisdiction.version(APPEAL, served_on).span(STANDARD).length
