"""Find impossible dates: mistakes to correct before the application is judged by them."""

from datetime import date

RECEIPT = "the day of receipt"
_IS_BEFORE = " is before "


class ImpossibleDates(ValueError):
    """An application whose dates contradict one another; *contradictions* names the fields."""

    def __init__(self, contradictions: tuple[str, ...]) -> None:
        super().__init__("; ".join(contradictions))
        self.contradictions = contradictions


def contradictions(
    *, injured_on: date, requested_on: date, decided_on: date, served_on: date, signed_on: date | None, received_on: date
) -> tuple[str, ...]:
    """Return the dates that come before one that must precede them, each with its two fields.

    The application may come before the decision was served: a party can know of it earlier.
    """
    in_order = (
        ("utilization_review.requested_on", requested_on, "injured_on", injured_on),
        ("utilization_review.decided_on", decided_on, "utilization_review.requested_on", requested_on),
        ("utilization_review.denial_served_on", served_on, "utilization_review.decided_on", decided_on),
        (RECEIPT, received_on, "utilization_review.decided_on", decided_on),
        (RECEIPT, received_on, "signature.signed_on", signed_on or received_on),
    )
    return tuple(f"{later}{_IS_BEFORE}{earlier}" for later, second, earlier, first in in_order if second < first)


def fields_of(contradiction: str) -> frozenset[str]:
    """Return the two fields that contradict each other; the day of receipt is one of them."""
    later, _, earlier = contradiction.partition(_IS_BEFORE)
    return frozenset((later, earlier))


def field_of(contradiction: str) -> str:
    """Return the field of the application that a contradiction is about."""
    later, _, earlier = contradiction.partition(_IS_BEFORE)
    return earlier if later == RECEIPT else later
