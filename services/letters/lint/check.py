"""Runs every rule over a letter."""

from collections.abc import Callable, Iterator

from services.letters.letter import Letter
from services.letters.lint import denial_date, injury_date, outcome, placeholders
from services.letters.lint.facts import NOTHING_KNOWN, CaseFacts
from services.letters.lint.finding import Finding

RULES: dict[str, Callable[[Letter, CaseFacts], Iterator[Finding]]] = {
    injury_date.RULE: injury_date.check,
    denial_date.RULE: denial_date.check,
    outcome.RULE: outcome.check,
    placeholders.RULE: placeholders.check,
}
"""The rules by their ids, in the order of the report."""


def lint(letter: Letter, facts: CaseFacts = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Everything that is wrong with *letter* as far as *facts* and the letter itself tell; empty for a sound letter."""
    return tuple(dict.fromkeys(finding for check in RULES.values() for finding in check(letter, facts)))
