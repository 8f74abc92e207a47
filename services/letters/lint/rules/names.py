"""Rule: the letter discloses no reviewer, and its public copy no person of the case.

Labor Code 4610.6(f) protects the reviewer's name, 4610.6(m) the names in the published copy.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from schemas.messages.letters import HeldFinding
from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts, all_texts
from services.letters.lint.finding import Finding

RULE = "names"

_REVIEWERS_NAME = "The text contains the reviewer's name, which must not be disclosed."

_NOT_THE_REVIEWERS_WORDS = re.compile(
    r"/(?:review_organization|recipients/.*|documents_reviewed/.*|not_decided/.*"
    r"|items/\d+/(?:request|claims_administrator_guideline))"
)
"""Places with words of the file or a party, where another person has that name."""

_TITLES = r"(?:Dr|Mr|Mrs|Ms|Prof|Doctor)\.?"
_DEGREES = r"(?:M\.?D|D\.?O|D\.?C|Ph\.?D|L\.?Ac|DPM|DDS|PsyD)\b"
_NAME = r"[A-Z][\w'\u2019-]+(?: [A-Z]\.)?(?: [A-Z][\w'\u2019-]+){0,2}"
_THE_REVIEWER = re.compile(
    rf"\b(?:[Rr]eviewer|[Rr]eviewed by|[Ss]igned by|[Rr]eviewing physician)(?: is| was|:|,)? (?:{_TITLES} {_NAME}|{_NAME},? {_DEGREES})"
)


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Find the reviewer's name and, in the public copy, the other names of the case."""
    published = facts.public_copy or letter.copy_for == "public"
    hidden = [(name, _REVIEWERS_NAME) for name in facts.reviewer_names]
    hidden += [
        (name, "The text contains a name, which the public copy must not disclose.") for name in facts.redacted_names if published
    ]
    yield from in_texts(all_texts(letter), hidden)


def disclosing_reviewer(found: Iterable[HeldFinding]) -> list[str]:
    """Return the ids of findings that no release accepts: the reviewer's name in own words.

    The review organization keeps the names of its reviewers confidential in every communication
    outside it (Labor Code 4610.6(f)).
    """
    return [
        each.id
        for each in found
        if each.rule == RULE and each.text == _REVIEWERS_NAME and not _NOT_THE_REVIEWERS_WORDS.fullmatch(each.place)
    ]


def in_texts(texts: Iterable[tuple[str, str]], hidden: Sequence[tuple[str, str]] = ()) -> Iterator[Finding]:
    """Find the introduction of a reviewer, and each *hidden* name, in *texts*."""
    patterns = [(_last_word(name), _pattern(name), said) for name, said in hidden]
    for place, text in texts:
        plain = _plain(text)
        folded = plain.casefold()
        for last, pattern, said in (*patterns, ("", _THE_REVIEWER, "The text names its reviewer, who must not be disclosed.")):
            # find the word first: a search with the pattern costs a hundred times as much
            if last in folded and (found := pattern.search(plain)):
                yield Finding(RULE, "error", place, said, found[0])


def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern for *name* in any case and spacing.

    It also matches "last, first", the last name after a title, and the first and last name alone.
    """
    words = _words(name)
    if not words:
        return re.compile(r"(?!)")
    row = r"[\W_]{1,4}".join(map(re.escape, words))
    patterns = [rf"(?i:(?<!\w){row}(?!\w))"]
    if len(words) > 1:
        first, last = re.escape(words[0]), re.escape(words[-1])
        patterns += [
            rf"(?i:(?<!\w){last},? {first}(?!\w))",
            rf"(?i:{_TITLES}) (?i:{last})(?!\w)",
            rf"(?i:(?<!\w){first}(?: \w\.?)? {last}(?!\w))",
        ]
    return re.compile("|".join(patterns))


def _last_word(name: str) -> str:
    """Return the word that every spelling of *name* contains."""
    return "".join(_words(name)[-1:]).casefold()


def _words(name: str) -> list[str]:
    """Return the words of *name* without titles and degrees."""
    return [word for word in re.findall(r"[^\W_]+", _plain(name)) if not re.fullmatch(rf"{_TITLES}|{_DEGREES}", word)]


def _plain(text: str) -> str:
    """Remove the accents from *text*, so that every spelling of a name is found.

    The result has the length of *text*.
    """
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", character)[0] for character in text)
