"""What every request must satisfy, whatever its treatment: that something of it is in dispute, and that it says how much."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.guidelines.guideline import Value
from services.decision.domain.request.under_review import Disputed

_QUANTITY = "quantity_stated"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement as it came out, with the rule in short, its sentence, and the fact it reads."""

    id: str
    rule: str
    value: Value
    sentence: str
    fact: str | None = None


def requirements(disputed: Disputed, values: Mapping[str, FactValue], *, countable: bool) -> tuple[Requirement, ...]:
    """The requirements on a request; a quantity is one where the treatment is *countable*: without it approval would have no end."""
    still_open = _something_is_in_dispute(disputed)
    return (still_open, _quantity_is_stated(values)) if countable and still_open.value == "met" else (still_open,)


def _something_is_in_dispute(disputed: Disputed) -> Requirement:
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
