"""The grammar of amounts: how often, how long, how many, how strong.

Its parts are written in classes of words (`words.NAMES`); a small name stands for its
definition. At each place the first rule that fits takes its words, so the order is part of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from terms.request.tokens import Token
from terms.request.words import NAMES

_DEFINED: Mapping[str, str] = {
    "amount": "NUMBER ((HYPHEN|TO|OR) NUMBER)?",
    "filling": "(TERM|MORE|FILLER|OF)*",
    "each": "(SLASH|PER|EVERY)",
    "period": "(DAY|WEEK|MONTH|YEAR)",
    "rate": "(TIMES? each* period|TIMES? (DAILY|WEEKLY|MONTHLY|BIWEEKLY))",
    "a_day": "(OFTEN|(amount TIMES|ONCE) (each* DAY|DAILY)|DAILY|EVERY amount? HOUR|each DAY)",
    "goes_on": "(TIMES|SLASH|PER|EVERY|HYPHEN|TO|OR|UNIT|MASS|STRENGTH|PERCENT|LEVELS|MINUTE|HOUR|filling VISIT|rate|period)",
}
"""The parts of rules that are no reading by themselves."""

_RULES: Mapping[str, str] = {
    "date": "DATE",
    "code": "CODE",
    "level": "LEVEL",
    "age": "NUMBER YEAR OLD",
    "series": "(NO|HEDGE|UNSURE|UNKNOWN|OR)? (OF|FOR|PER)* SERIES (OF? (NUMBER (HYPHEN|TO|OR))? NUMBER)?",
    "hedged": "HEDGE+ OF? TO? amount filling (VISIT|WEEK|MONTH|DAY|UNIT)? | NUMBER OF NUMBER filling VISIT? | UNSURE filling (VISIT|WEEK|UNIT|MONTH|DAY|TIMES)?",
    "decided": "amount filling VISIT? filling DECIDED | DECIDED FILLER* (COUNT|TIMES)* amount",
    "then": "THEN",
    "no_quantity": "NO PER? COUNT | COUNT NO FILLER?",
    "hours_a_day": "amount HOUR (each|TIMES)* (DAY|DAILY)",
    "hours_a_week": "amount HOUR (each|TIMES)* (WEEK|WEEKLY)",
    "dosing": "ROUTE* (amount|NUMBER SLASH NUMBER) (UNIT|ROUTE) (ROUTE|TERM|FILLER)* a_day (ROUTE|NEEDED|FILLER|OFTEN)* | amount UNIT (ROUTE|NEEDED)+",
    "sig": "a_day (?= FILLER* (ROUTE|NEEDED)) | OFTEN | NEEDED | EVERY amount HOUR",
    "days_and_weeks": "TIMES? NUMBER DAY TIMES NUMBER WEEK",
    "days_a_week": "amount DAY (each|TIMES)+ WEEK | amount DAY WEEKLY",
    "frequency": (
        "amount (filling VISIT)? (TIMES each* period|each+ period|TIMES? (DAILY|WEEKLY|MONTHLY))"
        " | ONCE (filling VISIT)? (each* period|DAILY|WEEKLY|MONTHLY)"
        " | EVERY (OTHER|amount)? period | WEEKLY | MONTHLY | DAILY | TIMES? BIWEEKLY"
    ),
    "unclear_pair": "amount TIMES amount (TIMES amount)* (TIMES|VISIT|MONTH|DAY|YEAR|HOUR|UNIT) | amount TIMES amount (TIMES amount)+",
    "pair": "amount TIMES amount WEEK?",
    "supply": "amount (DAY|WEEK|MONTH) SUPPLY | SUPPLY (OF|FOR)* amount (DAY|WEEK|MONTH) | NUMBER SUPPLY",
    "refills": "TIMES? (NUMBER|NO) REFILL | REFILL TIMES? NUMBER?",
    "strength": (
        "NUMBER STRENGTH SLASH NUMBER? (STRENGTH|MASS|HOUR|UNIT) | NUMBER ((SLASH|HYPHEN) NUMBER)* STRENGTH (SLASH (MASS|HOUR))?"
        " | NUMBER PERCENT"
    ),
    "visits": ("(COUNT|TIMES)* OF? amount filling VISIT (?! rate) | VISIT BREAK? (COUNT|TIMES)* OF? amount (?! goes_on)"),
    "duration": "((?<= WEEK|DAY|MONTH|WEEKLY|DAILY) SLASH)? (FOR|TIMES)* (PER|FILLER|MORE)* amount MORE* period (?! each|TIMES? WEEK)",
    "levels": "amount LEVELS",
    "minutes": "amount MINUTE",
    "hours": "amount HOUR",
    "mass": "COUNT? NUMBER MASS",
    "package": "(COUNT|TIMES)* amount filling UNIT (OF NUMBER UNIT?)? | UNIT OF NUMBER UNIT?",
    "count": "(COUNT|TIMES)+ OF? amount (?! goes_on) | amount COUNT (?! NUMBER)",
    "dispensed": "COUNT+ OF? amount (?= (FILLER|TIMES)+ ((NUMBER|NO) REFILL|NUMBER (DAY|MONTH)))",
    "times": "NUMBER TIMES (?= BREAK|END)",
    "rental": "RENT",
    "purchase": "BUY",
    "several": "amount (?= MORE* TERM)",
    "combination": "NUMBER ((SLASH|HYPHEN|TO|OR) NUMBER)+",
    "trailing": "NUMBER (?= BREAK|END)",
    "number": "NUMBER",
}
"""Each rule by the name of its reading, in the order of their precedence."""


@dataclass(frozen=True, slots=True)
class Part:
    """A reading by its rule's *name*, with its *tokens*; *place* is that of the first one."""

    name: str
    tokens: tuple[Token, ...]
    place: int

    def of(self, *names: str) -> tuple[Token, ...]:
        """Return the tokens of the classes *names*, in order."""
        letters = {NAMES[name] for name in names}
        return tuple(token for token in self.tokens if token.kind in letters)


def parts_of(tokens: Sequence[Token], classes: str) -> Iterator[Part]:
    """Yield the readings of *tokens*, whose classes are *classes*, from left to right."""
    for found in _GRAMMAR.finditer(classes):
        start, end = found.span()
        yield Part(found.lastgroup or "", tuple(tokens[start:end]), start)


def is_phased(named: Mapping[str, Sequence[Part]]) -> bool:
    """Return whether one amount follows another: by "then", or by a pair of its own."""
    places = [part.place for name in _AMOUNTS for part in named.get(name, [])]
    if any(min(places, default=part.place) < part.place < max(places, default=part.place) for part in named.get("then", [])):
        return True
    several = {name for name in ("pair", "frequency", "duration") if len(named.get(name, [])) > 1}
    return "pair" in several or several >= {"frequency", "duration"}


_AMOUNTS = ("visits", "count", "times", "pair", "frequency", "duration", "dosing", "package", "supply")


def _compiled() -> re.Pattern[str]:
    """Return the rules as one pattern over the letters of classes.

    No reading begins in the middle of a range or fraction.
    """

    def letters(rule: str) -> str:
        return (
            re.sub(r"[a-z_]{2,}|[A-Z]{2,}", lambda word: _meaning(word[0]), rule)
            .replace("(", "(?:")
            .replace("(?:?", "(?")
            .replace(" ", "")
        )

    def _meaning(word: str) -> str:
        if word == "END":
            return "$"
        return NAMES[word] if word in NAMES else f"(?:{letters(_DEFINED[word])})"

    rules = "|".join(f"(?P<{name}>{letters(rule)})" for name, rule in _RULES.items())
    return re.compile(
        f"(?<![{NAMES['HYPHEN']}{NAMES['SLASH']}])(?:{rules})|(?P<slashed>(?:{NAMES['SLASH']}|{NAMES['HYPHEN']}){NAMES['NUMBER']})"
    )


_GRAMMAR = _compiled()
