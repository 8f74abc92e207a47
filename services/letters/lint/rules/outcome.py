"""Rule: the closing states the outcome that the heading prints.

A denial is overturned if the treatment is medically necessary, and upheld if it is not.
"""

from collections.abc import Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding
from services.letters.prose.sentences import decision_of

RULE = "outcome"


def check(letter: Letter, _facts: CaseFacts) -> Iterator[Finding]:
    """Compare the decision in each closing with the outcome in the heading."""
    for index, item in enumerate(letter.items):
        said = decision_of(item.closing)
        if said is None:
            told = "The closing does not say whether the treatment is medically necessary."
            yield Finding(RULE, "warning", f"/items/{index}/closing", told, item.closing)
        elif said != item.outcome:
            told = f"The heading says {item.outcome}, but the closing says the opposite."
            yield Finding(RULE, "error", f"/items/{index}/closing", told, item.closing)
