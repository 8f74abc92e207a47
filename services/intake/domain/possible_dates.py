"""Find impossible dates: mistakes to correct before the application is judged by them."""

from datetime import date


class ImpossibleDates(ValueError):
    """An application whose dates contradict one another; *contradictions* names the fields."""

    def __init__(self, contradictions: tuple[str, ...]) -> None:
        super().__init__("; ".join(contradictions))
        self.contradictions = contradictions


def contradictions(
    *, injured_on: date, requested_on: date, decided_on: date, served_on: date, signed_on: date | None, received_on: date
) -> tuple[str, ...]:
    """Return the dates that come before one that must precede them, each with its two fields."""
    in_order = (
        ("utilization_review.requested_on", requested_on, "injured_on", injured_on),
        ("utilization_review.decided_on", decided_on, "utilization_review.requested_on", requested_on),
        ("utilization_review.denial_served_on", served_on, "utilization_review.decided_on", decided_on),
        ("the day of receipt", received_on, "utilization_review.denial_served_on", served_on),
        ("the day of receipt", received_on, "signature.signed_on", signed_on or received_on),
    )
    return tuple(f"{later} is before {earlier}" for later, second, earlier, first in in_order if second < first)
