"""What an item's closing decides is its outcome: necessary where the denial is overturned, not necessary where it is upheld."""

from collections.abc import Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding
from services.letters.prose.sentences import decision_of

RULE = "outcome"


def check(letter: Letter, _facts: CaseFacts) -> Iterator[Finding]:
    """Each closing against the outcome printed in the item's heading."""
    for index, item in enumerate(letter.items):
        said = decision_of(item.closing)
        if said is None:
            told = "The closing does not say whether the treatment is medically necessary."
            yield Finding(RULE, "warning", f"/items/{index}/closing", told, item.closing)
        elif said != item.outcome:
            told = f"The heading says {item.outcome}, and the closing says the opposite."
            yield Finding(RULE, "error", f"/items/{index}/closing", told, item.closing)
