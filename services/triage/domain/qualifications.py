"""Test whether a reviewer may review any case at all (LC 139.5(d)(4)).

Years of practice and hours a week are those that the letters attest.
"""

from datetime import date

from services.triage.domain.reviewer import Requirements, Reviewer


def reason_unqualified(reviewer: Reviewer, requirements: Requirements, on: date) -> str | None:
    """The first requirement that *reviewer* does not meet on a day; None if all are met."""
    experienced_on = _years_later(reviewer.practising_since, requirements.practice_years_min)
    shortfalls = (
        ("not-active", not reviewer.active),
        ("degree", reviewer.degree not in requirements.degrees),
        ("discipline", requirements.discipline_bars and reviewer.disciplined),
        ("licence", not valid_licences(reviewer, requirements, on)),
        ("practice-years", on <= experienced_on),  # letters attest more than the number, so the anniversary itself is too early
        ("practice-hours", reviewer.weekly_practice_hours < requirements.weekly_practice_hours_min),
    )
    return next((reason for reason, falls_short in shortfalls if falls_short), None)


def valid_licences(reviewer: Reviewer, requirements: Requirements, on: date) -> tuple[str, ...]:
    """Return the states of the licences of *reviewer* that are valid on a day.

    Any state will do, and a licence is valid on its last day.
    """
    return tuple(
        licence.state
        for licence in reviewer.licences
        if licence.expires_on >= on and (licence.unrestricted or not requirements.unrestricted_licence)
    )


def _years_later(day: date, years: int) -> date:
    """The anniversary; of 29 February in a common year, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
