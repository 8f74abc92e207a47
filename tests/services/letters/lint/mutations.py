"""Put a single error into a sound letter."""

from typing import Any

from services.letters.letter import Letter
from services.letters.lint.facts import NOTHING_KNOWN, CaseFacts
from services.letters.lint.finding import Finding
from services.letters.lint.run import RULES
from tests.services.letters.sample import LETTER


def with_item(number: int = 1, **changes: Any) -> Letter:
    """Return the sample with *changes* to item *number*."""
    items = tuple(item.model_copy(update=changes) if item.number == number else item for item in LETTER.items)
    return LETTER.model_copy(update={"items": items})


def with_header(**changes: Any) -> Letter:
    """Return the sample with *changes* to the letter itself."""
    return LETTER.model_copy(update=changes)


def with_sentence(place: str, sentence: str) -> Letter:
    """Return the sample with *sentence* added to the summary, or to the first rationale."""
    if place == "summary":
        return with_header(clinical_summary=f"{LETTER.clinical_summary} {sentence}")
    return with_item(rationale=f"{LETTER.items[0].rationale} {sentence}")


def found_by(rule: str, letter: Letter, facts: CaseFacts = NOTHING_KNOWN) -> list[Finding]:
    """Return the findings of *rule*."""
    return list(RULES[rule](letter, facts))
