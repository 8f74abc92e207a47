"""What a request asks for, read from its words where the application names no treatment, body region or number of visits.

Only what is plain is taken: two treatments, two regions or two numbers in one text are as good as none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_VISITS = re.compile(r"\b(\d{1,3})\s+(?:(?:more|additional|further)\s+)?(?:visits?|sessions?)\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A treatment or body region by the names it goes by, and the words that say something else is meant."""

    id: str
    names: Sequence[str]
    unless: Sequence[str] = ()


def recognise(text: str, terms: Mapping[str, re.Pattern[str]]) -> str | None:
    """The id of the one term that *text* names; None if it names none or several."""
    words = normal(text)
    found = {identifier for identifier, pattern in terms.items() if pattern.search(words)}
    return found.pop() if len(found) == 1 else None


def patterns(terms: Sequence[Term]) -> dict[str, re.Pattern[str]]:
    """A pattern for each of *terms*, by id: any of its names as whole words, and none of the words that exclude it."""
    return {
        term.id: re.compile(
            (rf"^(?!.*\b(?:{_any_of(term.unless)})\b)" if term.unless else "^") + rf".*\b(?:{_any_of([term.id, *term.names])})\b"
        )
        for term in terms
    }


def visits_requested(text: str) -> int | None:
    """The number of visits in the words of a request: "Chiropractic, 6 visits"."""
    found = _VISITS.findall(normal(text))
    return int(found[0]) if len(found) == 1 else None


def normal(text: str) -> str:
    """*text* in small letters, with single spaces where spaces, line ends, hyphens or underscores were."""
    return re.sub(r"[\s_-]+", " ", text.casefold()).strip()


def _any_of(names: Sequence[str]) -> str:
    return "|".join(re.escape(normal(name)) for name in names)
