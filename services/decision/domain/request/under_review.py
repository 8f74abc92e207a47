"""The requirements on a request beside the guidelines: a dispute, and a quantity.

The part in dispute is found by `terms.disputed_part`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.guidelines.guideline import Value
from services.decision.domain.reasons.proposal import Finding
from terms.disputed_part import DisputedPart

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
    """Return the requirements on a request of which something is in dispute.

    A *countable* treatment needs a quantity, because its approval would otherwise have no limit.
    """
    still_open = Requirement("not-yet-authorised", "in dispute > 0", "met", disputed.explanation)
    return (still_open, _quantity_is_stated(values)) if countable else (still_open,)


def _quantity_is_stated(values: Mapping[str, FactValue]) -> Requirement:
    stated = values.get(_QUANTITY, "days_supplied" in values or None)
    if stated is True:
        return Requirement("quantity-stated", _QUANTITY, "met", "The request says how much is asked for.", _QUANTITY)
    if stated is False:
        text = "The request does not say how much is asked for, and an approval without a limit is not supported."
        return Requirement("quantity-stated", _QUANTITY, "not met", text, _QUANTITY)
    text = "The file does not show how much is asked for, and an approval without a limit is not supported."
    return Requirement("quantity-stated", _QUANTITY, "undocumented", text, _QUANTITY)
