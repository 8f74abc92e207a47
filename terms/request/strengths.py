"""The strengths of the drugs of a request, as written."""

from collections.abc import Sequence
from itertools import zip_longest

from terms.request.drugs import Product
from terms.request.grammar import Part
from terms.request.phrases import Mention
from terms.request.words import NAMES, UNIT_NAMES

_PIECES = frozenset(
    (NAMES["NUMBER"], NAMES["SLASH"], NAMES["HYPHEN"], NAMES["STRENGTH"], NAMES["MASS"], NAMES["HOUR"], NAMES["PERCENT"])
)


def doses_of(parts: Sequence[Part], drugs: Sequence[Mention[Product]]) -> tuple[str, ...]:
    """Return each strength with its unit; "5-10 mg" of one ingredient is a range, so none."""
    if not drugs:
        return ()
    several = any(len(drug.meaning.ingredients) > 1 for drug in drugs) or len(drugs) > 1
    strengths = (part for part in parts if part.name == "strength" and (several or not part.of("HYPHEN")))
    return tuple(_written(part) for part in strengths)


def percent_of(parts: Sequence[Part], drugs: Sequence[Mention[Product]]) -> dict[str, float]:
    """Return the strength in percent of each ingredient that stands by itself before it."""
    found = {}
    for drug, following in zip_longest(drugs, drugs[1:]):
        end = None if following is None else following.start
        behind = [
            part.tokens[0].value
            for part in parts
            if part.name == "strength" and part.of("PERCENT") and part.place >= drug.end and (end is None or part.place < end)
        ]
        if len(behind) == 1 and behind[0] is not None and len(drug.meaning.ingredients) == 1:
            found[drug.meaning.ingredients[0]] = float(behind[0])
    return found


def _written(part: Part) -> str:
    """Return "10/325 mg" or "5 %": numbers in their shortest form, units by one name."""
    pieces = []
    for token in part.tokens:
        if token.kind == NAMES["NUMBER"] and token.value is not None:
            pieces.append(f"{token.value.normalize():f}")
        elif token.kind in {NAMES["SLASH"], NAMES["HYPHEN"]}:
            pieces.append("/")
        elif token.kind in _PIECES or token.kind == NAMES["UNIT"]:
            name = UNIT_NAMES.get(token.key, token.key)
            pieces.append(name if pieces[-1:] == ["/"] else f" {name}")
    return "".join(pieces)
