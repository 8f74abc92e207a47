"""Whether an item falls with a denied surgery: then its denial needs no guideline of its own (MTUS cites none for a sling)."""

import re

from services.letters.letter import Letter, LetterItem
from services.letters.lint.facts import CaseFacts

_SURGERY = re.compile(r"\b(?:surg\w+|operati\w+|procedure|ancillary|parent)\b", re.IGNORECASE)


def falls_with_a_surgery(letter: Letter, item: LetterItem, facts: CaseFacts) -> bool:
    """Whether *item* is upheld because the item it is ancillary to is: by the case's facts, or else by what its reasons say."""
    if item.outcome != "upheld":
        return False
    parent = facts.item(item.number).parent
    if parent is not None:
        return any(other.number == parent and other.outcome == "upheld" for other in letter.items)
    said = f"{item.rationale} {item.closing}"
    return bool(_SURGERY.search(said)) and any(other.outcome == "upheld" and other.number < item.number for other in letter.items)
