"""Items that are denied because they belong to a denied surgery.

Such a denial needs no guideline of its own: the MTUS has none for a sling, for example.
"""

import re

from services.letters.letter import Letter, LetterItem
from services.letters.lint.facts import CaseFacts

_SURGERY = re.compile(r"\b(?:surg\w+|operati\w+|procedure|ancillary|parent)\b", re.IGNORECASE)


def falls_with_a_surgery(letter: Letter, item: LetterItem, facts: CaseFacts) -> bool:
    """Return whether *item* is upheld because the item it is ancillary to is upheld.

    The facts of the case decide, or else the words of the rationale.
    """
    if item.outcome != "upheld":
        return False
    parent = facts.item(item.number).parent
    if parent is not None:
        return any(other.number == parent and other.outcome == "upheld" for other in letter.items)
    said = f"{item.rationale} {item.closing}"
    return bool(_SURGERY.search(said)) and any(other.outcome == "upheld" and other.number < item.number for other in letter.items)
