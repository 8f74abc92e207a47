"""Test a release: it accepts every finding by its id, so that none is overlooked."""

from collections.abc import Iterable


def not_accepted(held: Iterable[str], accepted: Iterable[str]) -> list[str]:
    """Return the findings that hold a letter and are not accepted, in order."""
    known = set(accepted)
    return [each for each in held if each not in known]


def not_found(held: Iterable[str], accepted: Iterable[str]) -> list[str]:
    """Return accepted ids that are no finding of this letter, in order."""
    known = set(held)
    return [each for each in accepted if each not in known]
