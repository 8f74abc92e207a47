"""Determine the part of a request that is under review (8 CCR 9792.10.1).

If utilization review approved a smaller amount of the same treatment, only the rest is under
review. If it approved something else, another service or setting, the whole request is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.guidelines.guideline import Value
from services.decision.domain.reasons.proposal import Finding

ALL_IN_DISPUTE = "The whole request is in dispute."

Scope = Literal["whole", "remainder", "nothing"]


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of an item in one *unit*.

    *authorised_as* is an approval of something else, not of a smaller amount.
    """

    requested: Decimal | None = None
    authorised: Decimal | None = None
    in_dispute: Decimal | None = None
    unit: str | None = None
    authorised_as: str | None = None


@dataclass(frozen=True, slots=True)
class DisputedPart:
    """The part of a request under review; *amount* is None if unknown or contradictory."""

    scope: Scope
    amount: Decimal | None
    explanation: str


def disputed_part(quantities: Quantities) -> DisputedPart:
    """Return the part of the request under review."""
    if quantities.authorised_as is not None:
        return _whole(
            quantities, f"Utilization review approved {quantities.authorised_as}, which is no smaller amount of the same."
        )
    if not quantities.authorised:
        return _without_approval(quantities)
    if quantities.requested is None:
        approved = _amount(quantities.authorised, quantities)
        return _whole(
            quantities, f"Utilization review approved {approved} of a request without a quantity, so nothing can be set off."
        )
    if quantities.authorised >= quantities.requested:
        return DisputedPart("nothing", Decimal(0), "Utilization review approved all that was requested.")
    return _remainder(quantities, quantities.requested - quantities.authorised)


def _without_approval(quantities: Quantities) -> DisputedPart:
    requested, in_dispute = quantities.requested, quantities.in_dispute
    if requested is None or in_dispute is None or requested == in_dispute:
        return _whole(quantities, ALL_IN_DISPUTE)
    if in_dispute > requested:
        return _contradiction(quantities, "whole", f"only {_amount(requested, quantities)} were requested")
    share = f"{_amount(in_dispute, quantities)} of the {_number(requested)} requested"
    return DisputedPart("remainder", in_dispute, f"{_capital(share)} are in dispute.")


def _whole(quantities: Quantities, explanation: str) -> DisputedPart:
    if quantities.authorised_as is not None or quantities.in_dispute is None:
        return DisputedPart("whole", quantities.requested, _ending(explanation))
    return DisputedPart("whole", quantities.in_dispute, _ending(explanation))


def _remainder(quantities: Quantities, rest: Decimal) -> DisputedPart:
    approved = _amount(quantities.authorised or Decimal(0), quantities)
    if quantities.in_dispute not in (None, rest):
        return _contradiction(
            quantities,
            "remainder",
            f"{approved} of {_number(quantities.requested or rest)} were approved, which leaves {_number(rest)}",
        )
    explanation = f"Utilization review approved {approved} of the {_number(quantities.requested or rest)} requested; the remaining {_number(rest)} are in dispute."
    return DisputedPart("remainder", rest, explanation)


def _contradiction(quantities: Quantities, scope: Scope, but: str) -> DisputedPart:
    said = _amount(quantities.in_dispute or Decimal(0), quantities)
    problem = f"The application says that {said} are in dispute, but {but}; the number counts as undocumented."
    return DisputedPart(scope, None, problem)


def _ending(explanation: str) -> str:
    return explanation if explanation == ALL_IN_DISPUTE else f"{explanation} {ALL_IN_DISPUTE}"


def _amount(number: Decimal, quantities: Quantities) -> str:
    return _number(number) if quantities.unit is None else f"{_number(number)} {quantities.unit}"


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_QUANTITY = "quantity_stated"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The result of a requirement: its rule, its sentence, and the fact that it reads."""

    id: str
    rule: str
    value: Value
    sentence: str
    fact: str | None = None

    @property
    def finding(self) -> Finding:
        """The value and sentence as a finding; a requirement is always required."""
        return Finding(required=True, value=self.value, sentence=self.sentence)


def requirements(disputed: DisputedPart, values: Mapping[str, FactValue], *, countable: bool) -> tuple[Requirement, ...]:
    """Return the requirements on a request.

    A *countable* treatment needs a quantity, because its approval would otherwise have no limit.
    """
    still_open = _something_is_in_dispute(disputed)
    return (still_open, _quantity_is_stated(values)) if countable and still_open.value == "met" else (still_open,)


def _something_is_in_dispute(disputed: DisputedPart) -> Requirement:
    rule = "in dispute > 0"
    if disputed.scope == "nothing":
        return Requirement(
            "not-yet-authorised",
            rule,
            "not met",
            f"{disputed.explanation} Approving it again would only duplicate what is authorised.",
        )
    return Requirement("not-yet-authorised", rule, "met", disputed.explanation)


def _quantity_is_stated(values: Mapping[str, FactValue]) -> Requirement:
    stated = values.get(_QUANTITY, "days_supplied" in values or None)
    if stated is True:
        return Requirement("quantity-stated", _QUANTITY, "met", "The request says how much is asked for.", _QUANTITY)
    if stated is False:
        text = "The request does not say how much is asked for, and an approval without a limit is not supported."
        return Requirement("quantity-stated", _QUANTITY, "not met", text, _QUANTITY)
    text = "The file does not show how much is asked for, and an approval without a limit is not supported."
    return Requirement("quantity-stated", _QUANTITY, "undocumented", text, _QUANTITY)
