"""Determine the disputed part of a request, which is under review (8 CCR 9792.10.1).

If utilization review approved a smaller amount of the same treatment, only the rest is under
review. If it approved something else, another service or setting, or a rental for a purchase, the
whole request is. Of a request that was authorised, and of one that is not disputed, nothing is
(LC 4610.5(c)(1)). Intake, decision and letters have this rule in common.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from terms.law_words import PLAIN, LawWords, begins

ALL_IN_DISPUTE = "The whole request is in dispute."

Scope = Literal["whole", "remainder", "nothing"]

_UNITS = {
    spelling: (one, many)
    for one, many in (
        *(
            (each, f"{each}s")
            for each in (
                "visit",
                "session",
                "treatment",
                "injection",
                "level",
                "test",
                "tablet",
                "capsule",
                "pill",
                "tube",
                "bottle",
                "unit",
                "refill",
                "hour",
                "day",
                "week",
                "month",
            )
        ),
        ("patch", "patches"),
        ("box", "boxes"),
        ("study", "studies"),
    )
    for spelling in (one, many)
}
"""The singular and plural of units that are words; others are kept as written."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of an item in one *unit*.

    *authorised_as* is an approval of something else, not of a smaller amount. *wholly_authorised*:
    the decision says of the item that it is authorised.
    """

    requested: Decimal | None = None
    authorised: Decimal | None = None
    in_dispute: Decimal | None = None
    unit: str | None = None
    authorised_as: str | None = None
    wholly_authorised: bool = False


@dataclass(frozen=True, slots=True)
class DisputedPart:
    """The part of a request under review; *amount* is None if unknown or contradictory."""

    scope: Scope
    amount: Decimal | None
    explanation: str


def disputed_part(quantities: Quantities, words: LawWords = PLAIN) -> DisputedPart:
    """Return the part of the request under review, explained in the *words* of the law."""
    by = begins(words.denier)
    undisputed = _undisputed(quantities, by)
    if undisputed is not None:
        return DisputedPart("nothing", Decimal(0), undisputed)
    if quantities.authorised_as is not None:
        return _whole(quantities, f"{by} approved {quantities.authorised_as}, which is no smaller amount of the same.")
    if not quantities.authorised:
        return _without_approval(quantities)
    return _with_approval(quantities, quantities.authorised, by)


def _undisputed(quantities: Quantities, by: str) -> str | None:
    """Return why nothing is in dispute; None if something is."""
    if quantities.in_dispute == 0:
        return "Nothing of the request is in dispute."
    if quantities.in_dispute is not None:
        return None
    if quantities.wholly_authorised:
        return f"{by} authorised the request."
    requested, authorised = quantities.requested, quantities.authorised
    if quantities.authorised_as is None and requested and authorised is not None and authorised >= requested:
        return f"{by} approved all that was requested."
    return None


def _with_approval(quantities: Quantities, authorised: Decimal, by: str) -> DisputedPart:
    approved = _amount(authorised, quantities)
    if quantities.requested is None:
        return _whole(quantities, f"{by} approved {approved} of a request without a quantity, so nothing can be set off.")
    if authorised >= quantities.requested:
        return _contradiction(quantities, "whole", f"{approved} of {_number(quantities.requested)} {_were(authorised)} approved")
    return _remainder(quantities, quantities.requested - authorised, by)


def _without_approval(quantities: Quantities) -> DisputedPart:
    requested, in_dispute = quantities.requested, quantities.in_dispute
    if requested is None or in_dispute is None or requested == in_dispute:
        return _whole(quantities, ALL_IN_DISPUTE)
    if in_dispute > requested:
        return _contradiction(quantities, "whole", f"only {_amount(requested, quantities)} {_were(requested)} requested")
    share = f"{_amount(in_dispute, quantities)} of the {_number(requested)} requested"
    return DisputedPart("remainder", in_dispute, f"{begins(share)} {_are(in_dispute)} in dispute.")


def _whole(quantities: Quantities, explanation: str) -> DisputedPart:
    if quantities.authorised_as is not None or quantities.in_dispute is None:
        return DisputedPart("whole", quantities.requested, _ending(explanation))
    return DisputedPart("whole", quantities.in_dispute, _ending(explanation))


def _remainder(quantities: Quantities, rest: Decimal, by: str) -> DisputedPart:
    authorised = quantities.authorised or Decimal(0)
    approved = _amount(authorised, quantities)
    if quantities.in_dispute not in (None, rest):
        return _contradiction(
            quantities,
            "remainder",
            f"{approved} of {_number(quantities.requested or rest)} {_were(authorised)} approved, which leaves {_number(rest)}",
        )
    explanation = f"{by} approved {approved} of the {_number(quantities.requested or rest)} requested; the remaining {_number(rest)} {_are(rest)} in dispute."
    return DisputedPart("remainder", rest, explanation)


def _contradiction(quantities: Quantities, scope: Scope, but: str) -> DisputedPart:
    said = _amount(quantities.in_dispute or Decimal(0), quantities)
    verb = _are(quantities.in_dispute or Decimal(0))
    problem = f"The application says that {said} {verb} in dispute, but {but}; the number was not used."
    return DisputedPart(scope, None, problem)


def _ending(explanation: str) -> str:
    return explanation if explanation == ALL_IN_DISPUTE else f"{explanation} {ALL_IN_DISPUTE}"


def _amount(number: Decimal, quantities: Quantities) -> str:
    return _number(number) if quantities.unit is None else f"{_number(number)} {_unit(number, quantities.unit)}"


def _unit(number: Decimal, unit: str) -> str:
    """Return *unit* in the singular for 1, else in the plural, as in "hours a week"."""
    first, *rest = unit.split(" ")
    forms = _UNITS.get(first.casefold())
    return unit if forms is None else " ".join([forms[number != 1], *rest])


def _are(number: Decimal) -> str:
    return "is" if number == 1 else "are"


def _were(number: Decimal) -> str:
    return "was" if number == 1 else "were"


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"


RENTAL_OR_PURCHASE = {"rental": "a rental", "purchase": "a purchase"}


def authorised_instead(asked: str | None, authorised: str | None, said: str | None) -> str | None:
    """Return the words for an authorisation of something else; None if there is none.

    *said* are the application's own words for it. Otherwise a rental granted for a purchase, or a
    purchase for a rental, is no smaller amount of the same.
    """
    if said is not None or authorised is None or asked is None or asked == authorised:
        return said
    return f"{RENTAL_OR_PURCHASE[authorised]} instead of {RENTAL_OR_PURCHASE[asked]}"
