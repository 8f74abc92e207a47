"""Nothing in a letter waits to be filled in."""

import re
from collections.abc import Iterator

from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts, all_texts
from services.letters.lint.finding import Finding

RULE = "placeholder"

_ASKED_FOR = r"(?:insert|enter|fill|choose|select|add|your|name|date|number|quantity|body part|treatment|request)"
_UNFINISHED = re.compile(
    r"\{{1,3}[^{}]{0,300}\}{1,3}"  # the places of templates
    r"|\$\{?[A-Za-z_]\w*\}?"
    r"|<{1,2}[A-Za-z][A-Za-z _-]*>{1,2}|\u00ab[^\u00bb]*\u00bb"
    rf"|\[\s*(?:{_ASKED_FOR}\b[^\]]*|x+|\.+|_+|\?+|)\s*\]"  # what people leave themselves
    r"|_{3,}|\.{5,}|\?{3,}"
    r"|\b(?:TODO|TBD|TBC|FIXME|XX{2,}|lorem ipsum)\b"
    r"|\bawaits the reviewer's decision\b",  # a draft's closing before anybody decided
    re.IGNORECASE,
)


def check(letter: Letter, _facts: CaseFacts) -> Iterator[Finding]:
    """Each place that still waits for its words."""
    for place, text in all_texts(letter):
        for found in _UNFINISHED.finditer(text):
            yield Finding(RULE, "error", place, "This was never filled in.", found[0])
