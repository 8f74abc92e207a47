"""Rule: no placeholder is left in the letter."""

import re
from collections.abc import Iterable, Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts, all_texts
from services.letters.lint.finding import Finding

RULE = "placeholder"

_ASKED_FOR = r"(?:insert|enter|fill|choose|select|add|your|name|date|number|quantity|body part|treatment|request)"
_UNFINISHED = re.compile(
    r"\{{1,3}[^{}]{0,300}\}{1,3}"  # placeholders of templates
    r"|\$\{?[A-Za-z_]\w*\}?"
    r"|<{1,2}[A-Za-z][A-Za-z _-]*>{1,2}|\u00ab[^\u00bb]*\u00bb"
    rf"|\[\s*(?:{_ASKED_FOR}\b[^\]]*|x+|\.+|_+|\?+|)\s*\]"  # notes that authors leave for themselves
    r"|_{3,}|\.{5,}|\?{3,}"
    r"|\b(?:TODO|TBD|TBC|FIXME|XX{2,}|lorem ipsum)\b"
    r"|\bawaits the reviewer's decision\b",  # the closing of a draft without a decision
    re.IGNORECASE,
)


def check(letter: Letter, _facts: CaseFacts) -> Iterator[Finding]:
    """Find places that have not been filled in."""
    yield from in_texts(all_texts(letter))


def in_texts(texts: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Find places that have not been filled in, in *texts* with their places."""
    for place, text in texts:
        for found in _UNFINISHED.finditer(text):
            yield Finding(RULE, "error", place, "This placeholder has not been filled in.", found[0])
