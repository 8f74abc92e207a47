"""Names that must not appear: the reviewer's anywhere (LC 4610.6(f)), anybody's in the copy that is published (LC 4610.6(m))."""

import re
import unicodedata
from collections.abc import Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts, all_texts
from services.letters.lint.finding import Finding

RULE = "names"

_TITLES = r"(?:Dr|Mr|Mrs|Ms|Prof|Doctor)\.?"
_DEGREES = r"(?:M\.?D|D\.?O|D\.?C|Ph\.?D|L\.?Ac|DPM|DDS|PsyD)\b"
_NAME = r"[A-Z][\w'\u2019-]+(?: [A-Z]\.)?(?: [A-Z][\w'\u2019-]+){0,2}"
_THE_REVIEWER = re.compile(
    rf"\b(?:[Rr]eviewer|[Rr]eviewed by|[Ss]igned by|[Rr]eviewing physician)(?: is| was|:|,)? (?:{_TITLES} {_NAME}|{_NAME},? {_DEGREES})"
)


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Each text that has the reviewer's name or says who the reviewer is and, in the public copy, any name of the case."""
    published = facts.public_copy or letter.copy_for == "public"
    hidden = [(name, "The reviewer's name") for name in facts.reviewer_names]
    hidden += [(name, "A name that the public copy may not have") for name in facts.redacted_names if published]
    patterns = [(_last_word(name), _pattern(name), said) for name, said in hidden]
    for place, text in all_texts(letter):
        plain = _plain(text)
        folded = plain.casefold()
        for last, pattern, said in (*patterns, ("", _THE_REVIEWER, "Who the reviewer is")):
            if last in folded and (
                found := pattern.search(plain)
            ):  # the word is looked for first, for a search costs a hundred times that
                yield Finding(RULE, "error", place, f"{said} stands here.", found[0])


def _pattern(name: str) -> re.Pattern[str]:
    """Finds *name* in any case and spacing, its last part behind a title or as a name of its own, and "last, first"."""
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
    """The word that is in every way to write *name*."""
    return "".join(_words(name)[-1:]).casefold()


def _words(name: str) -> list[str]:
    """The words of *name* without titles and degrees."""
    return [word for word in re.findall(r"[^\W_]+", _plain(name)) if not re.fullmatch(rf"{_TITLES}|{_DEGREES}", word)]


def _plain(text: str) -> str:
    """*text* without accents, so that a name is found however it is spelt; of the same length."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", character)[0] for character in text)
