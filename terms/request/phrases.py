"""Find the names of a vocabulary in a request, the longest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from terms.request.tokens import Token, tokenise

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mention(Generic[T]):
    """A name that was found: its meaning, and the tokens from *start* to before *end*."""

    meaning: T
    start: int
    end: int


class Phrases(Generic[T]):
    """Names of one or more words, each with its meaning; spelling does not count."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        by_first: dict[str, dict[tuple[str, ...], T]] = defaultdict(dict)
        for name, meaning in names:
            keys = tuple(token.key for token in tokenise(name))
            if keys:
                by_first[keys[0]].setdefault(keys, meaning)
        self._by_first = {first: sorted(phrases.items(), key=lambda each: -len(each[0])) for first, phrases in by_first.items()}

    def find(self, keys: Sequence[str]) -> Iterator[Mention[T]]:
        """Yield the names among *keys*, from left to right; no two share a word."""
        place, by_first = 0, self._by_first
        while place < len(keys):
            for phrase, meaning in by_first.get(keys[place], ()):
                if len(phrase) == 1 or tuple(keys[place : place + len(phrase)]) == phrase:
                    yield Mention(meaning, place, place + len(phrase))
                    place += len(phrase) - 1
                    break
            place += 1


def words_between(tokens: Sequence[Token], start: int, end: int, text: str) -> str:
    """Return the words of *text* from token *start* to before token *end*."""
    return text[tokens[start].start : tokens[end - 1].end]
