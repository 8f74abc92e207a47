"""The reviewers' licences and specialties, and the name of the review organization."""

import re

from services.letters.composition.layout import Layout
from services.letters.letter import Reviewer
from services.letters.parse.errors import LetterMalformed, LetterTruncated
from services.letters.parse.sections import Section
from services.letters.parse.text.lines import joined

_ENTITY = r"(?:,? (?:Inc|LLC|Ltd|L\.P|P\.C)\.?)?"


def reviewers(section: Section, layout: Layout) -> tuple[Reviewer, ...]:
    """Read the credentials of each reviewer, both as printed and as lists.

    Those of a panel stand in the order of its numbers. Raises LetterTruncated if a label is
    missing, LetterMalformed if a label has no value or a number is passed over.
    """
    text = joined(section.lines)
    number, licensed = re.escape(layout.words.labels["panel_reviewer"]), re.escape(layout.words.labels["licensure"])
    before, *members = re.split(rf"(?<!\w){number} (?=\d+, {licensed}:)", text)
    if not members:
        return (_reviewer(before, section, layout),)
    for expected, member in enumerate(members, start=1):
        if (printed := member.partition(",")[0]) != str(expected):
            raise LetterMalformed(
                section.heading.number, f"the credentials of reviewer {printed} stand where {expected} is expected"
            )
    return tuple(_reviewer(re.sub(rf"{number} \d+, ", "", member), section, layout) for member in members)


def _reviewer(text: str, section: Section, layout: Layout) -> Reviewer:
    licensed, certified = layout.words.labels["licensure"], layout.words.labels["specialties"]
    for label in (licensed, certified):
        if f"{label}:" not in text:
            raise LetterTruncated(section.last_line, f"the credentials section has no {label}")
    licensure, _, specialties = text.partition(f"{certified}:")
    licensure_text, specialties_text = licensure.partition(f"{licensed}:")[2].strip(), specialties.strip()
    for label, value in ((licensed, licensure_text), (certified, specialties_text)):
        if not _listed(value):
            raise LetterMalformed(section.heading.number, f"{label}: the value is missing")
    return Reviewer(
        licensure=_listed(licensure_text),
        licensure_text=licensure_text,
        specialties=_listed(specialties_text),
        specialties_text=specialties_text,
    )


def _listed(text: str) -> tuple[str, ...]:
    """Split *text* at its commas, which may lack the space after them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def organization(short: str, how_made: Section) -> str:
    """Return the organization's full name from the paragraph on how the letter was made.

    The full name begins with *short*; if the paragraph has none, return *short*.
    """
    named = re.search(rf"(?<!\w){re.escape(short)}(?!\w)(?: [A-Z][\w&'-]*)*{_ENTITY}", joined(how_made.lines))
    return named[0] if named else short
