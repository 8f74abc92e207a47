"""Run every rule on a letter."""

from collections.abc import Callable, Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import NOTHING_KNOWN, CaseFacts
from services.letters.lint.finding import Finding
from services.letters.lint.rules import (
    body_part,
    citation,
    dates,
    edition,
    names,
    outcome,
    placeholders,
    quantity,
    treatment,
)

Rule = Callable[[Letter, CaseFacts], Iterator[Finding]]

RULES: dict[str, Rule] = {
    dates.INJURY: dates.check_injury,
    dates.DENIAL: dates.check_denial,
    body_part.RULE: body_part.check,
    treatment.RULE: treatment.check,
    outcome.RULE: outcome.check,
    edition.RULE: edition.check,
    citation.RULE: citation.check,
    quantity.RULE: quantity.check,
    names.RULE: names.check,
    placeholders.RULE: placeholders.check,
}
"""The rules by id, in the order of the report."""


def lint(letter: Letter, facts: CaseFacts = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Return the findings of all rules on *letter*; empty for a sound letter."""
    return tuple(dict.fromkeys(finding for check in RULES.values() for finding in check(letter, facts)))
