"""Who reviewed, as far as a letter says: the organisation, and the reviewer's licences and specialties."""

import re

from services.letters.composition.layout import Layout
from services.letters.letter import Reviewer
from services.letters.parse.errors import LetterMalformed, LetterTruncated
from services.letters.parse.lines import joined
from services.letters.parse.sections import Section

_ENTITY = r"(?:,? (?:Inc|LLC|Ltd|L\.P|P\.C)\.?)?"


def reviewer(section: Section, layout: Layout) -> Reviewer:
    """The credentials, as written and as lists; raises LetterMalformed or LetterTruncated."""
    licensed, certified = layout.words.labels["licensure"], layout.words.labels["specialties"]
    text = joined(section.lines)
    for label in (licensed, certified):
        if f"{label}:" not in text:
            raise LetterTruncated(section.last_line, f"there is no {label} among the credentials")
    licensure, _, specialties = text.partition(f"{certified}:")
    licensure_text, specialties_text = licensure.partition(f"{licensed}:")[2].strip(), specialties.strip()
    for label, value in ((licensed, licensure_text), (certified, specialties_text)):
        if not _listed(value):
            raise LetterMalformed(section.heading.number, f"{label}: nothing stands behind it")
    return Reviewer(
        licensure=_listed(licensure_text),
        licensure_text=licensure_text,
        specialties=_listed(specialties_text),
        specialties_text=specialties_text,
    )


def _listed(text: str) -> tuple[str, ...]:
    """What *text* lists, with or without a space after the comma."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def organization(short: str, how_made: Section) -> str:
    """The organisation's full name, which begins with *short*, as the paragraph on how the letter was made has it; else *short*."""
    named = re.search(rf"(?<!\w){re.escape(short)}(?!\w)(?: [A-Z][\w&'-]*)*{_ENTITY}", joined(how_made.lines))
    return named[0] if named else short
