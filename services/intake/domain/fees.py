"""The facts of a review that its fee depends on (8 CCR 9792.10.8)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.domain.formulary import NO_DRUG, Request, formulary_disputes

_AMOUNT_OF_DRUG = re.compile(r"\d\s*(mg|mcg|ml)\b|\b(tablets?|tabs?|capsules?|caps)\b|#\s*\d")


@dataclass(frozen=True, slots=True)
class Charged:
    """The lines of a case so far: their number and their sum, None if a part of it is unknown."""

    lines: int = 0
    cents: int | None = 0


def is_pharmacy_only(requests: Sequence[Request], drugs: tuple[str, ...]) -> bool:
    """Return whether every one of *requests* certainly is for a drug.

    *drugs* are those of the formulary's list, as `formulary_disputes` takes them. A request that is
    not certain is taken for other treatment.
    """
    listed = formulary_disputes(requests, drugs, flagged=False)
    return bool(requests) and all(known or _is_drug(each) for each, known in zip(requests, listed, strict=True))


def _is_drug(request: Request) -> bool:
    """Return whether the statements of a request are those about a drug."""
    words = request.words.casefold()
    if request.is_procedure or NO_DRUG.search(words):
        return False
    return request.status is not None or request.dosed or bool(_AMOUNT_OF_DRUG.search(words))


def still_to_charge(fee_cents: int | None, before: Charged) -> int | None:
    """Return the part of a fee that no earlier line has; negative for a credit.

    The fee is one for each application, so a review that a court orders anew adds the difference.
    None if the fee or an earlier line is not known.
    """
    return None if fee_cents is None or before.cents is None else fee_cents - before.cents
