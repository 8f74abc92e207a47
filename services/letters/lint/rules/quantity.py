"""Rule: the quantities in heading, case, rationale and closing agree."""

import re
from collections.abc import Iterator
from decimal import Decimal

from services.letters.letter import Letter, LetterItem
from services.letters.lint.facts import CaseFacts
from services.letters.lint.finding import Finding

RULE = "quantity"

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS[1:])})"
_UNITS = r"visits?|sessions?|treatments?|tablets?|tabs?|capsules?|units?|weeks?|months?|days?|hours?|mg|mcg|ml"
_COUNTED = re.compile(
    rf"#\s?(?P<count>\d+)|\b(?P<number>{_NUMBER})[ -]?(?:(?:more|additional|further|physical|therapy|manual|acupuncture) ){{0,3}}(?P<unit>{_UNITS})\b",
    re.IGNORECASE,
)
_REMAINDER = re.compile(
    r"(?P<requested>.*?)\s+was the original request\.\s*(?P<authorised>.*?)\s+was authori[sz]ed\b.*?\boriginal request,\s*(?P<in_dispute>.*)",
    re.DOTALL,
)
_ASKED = re.compile(rf"\brequest(?:ed)? (?:is |was )?for (?P<quantity>{_NUMBER} [^.;]{{0,40}})", re.IGNORECASE)
Quantity = tuple[str, Decimal]


def check(letter: Letter, facts: CaseFacts) -> Iterator[Finding]:
    """Compare each item's quantities with one another and with the application's."""
    for index, item in enumerate(letter.items):
        yield from _remainder(item, f"/items/{index}/request")
        yield from _case(item, facts, f"/items/{index}/request")
        yield from _repeated(item, item.closing, f"/items/{index}/closing")
        for asked in _ASKED.finditer(item.rationale):
            yield from _repeated(item, asked["quantity"], f"/items/{index}/rationale")


def _remainder(item: LetterItem, place: str) -> Iterator[Finding]:
    """Check a heading that says how much was authorised.

    The quantity in dispute must be the requested one less the authorised one.
    """
    told = _REMAINDER.fullmatch(item.request)
    if told is None:
        return
    parts = [_numbers(told[name]) for name in ("requested", "authorised", "in_dispute")]
    if len({len(part) for part in parts}) > 1:
        return  # the approval was of another kind: there is nothing to subtract
    for requested, authorised, in_dispute in zip(*parts, strict=True):
        if len({requested, authorised, in_dispute}) > 1 and requested != authorised + in_dispute:
            said = f"Of {requested} requested, {authorised} were authorised; the heading says {in_dispute} are left, not {requested - authorised}."
            yield Finding(RULE, "error", place, said, item.request)


def _case(item: LetterItem, facts: CaseFacts, place: str) -> Iterator[Finding]:
    """Find a heading without the quantity that the application requests or has in dispute."""
    known = facts.item(item.number)
    right = {quantity for quantity in (known.requested, known.in_dispute) if quantity is not None}
    numbers = set(_numbers(item.request))
    if right and numbers and not right & numbers:
        told = " or ".join(f"{quantity:f}" for quantity in sorted(right))
        yield Finding(
            RULE,
            "error",
            place,
            f"The quantity in the application is {told} {known.unit or ''}".rstrip() + ", but the heading has another.",
            item.request,
        )


def _repeated(item: LetterItem, text: str, place: str) -> Iterator[Finding]:
    """Find quantities in *text* that differ from the heading's in the same unit."""
    asked = _quantities(item.request)
    for unit, number in sorted(_quantities(text) - asked):
        same_unit = {other for other_unit, other in asked if other_unit == unit}
        if same_unit and number not in same_unit:
            said = f"The heading has {', '.join(f'{other:f}' for other in sorted(same_unit))} {unit}, but this text has {number:f}."
            yield Finding(RULE, "error", place, said, text)


def _quantities(text: str) -> set[Quantity]:
    """Return the quantities in *text*: the unit in the singular, and the number."""
    return {
        ("pieces" if found["count"] else found["unit"].lower().rstrip("s"), _decimal(found["count"] or found["number"]))
        for found in _COUNTED.finditer(text)
    }


def _numbers(text: str) -> list[Decimal]:
    """Return the numbers in *text*, in figures or in words up to twenty, in order."""
    return [_decimal(number) for number in re.findall(rf"(?<![\w.]){_NUMBER}(?![\d.]*\d)", text, re.IGNORECASE)]


def _decimal(number: str) -> Decimal:
    return Decimal(_WORDS.index(number.lower())) if number.lower() in _WORDS else Decimal(number)
