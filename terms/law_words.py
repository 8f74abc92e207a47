"""The words of a law for person, payer and denial, in sentences that rules write."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LawWords:
    """The words of a law, as they stand within a sentence.

    *person* is the one whose treatment is reviewed, *administrator* the party that denied it,
    *denier* the one that decided before, *denial* that decision, and *beginning* that of the
    condition. Without a law they are plain.
    """

    person: str = "patient"
    administrator: str = "payer"
    denier: str = "the earlier review"
    denial: str = "earlier decision"
    beginning: str = "onset"


PLAIN = LawWords()


def begins(words: str) -> str:
    """Return *words* as the beginning of a sentence."""
    return words[:1].upper() + words[1:]
