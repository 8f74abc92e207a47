"""Tell whether a request is a dispute about the drug formulary (LC 4610.5(h)(1)(A)).

Such a dispute has its own time to file and to decide. Only certain ones are derived: from the
application's own statement, then from a drug of the list in the words of the request. A request
that is not certain is not taken for one, since that would shorten the time to file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

LISTED = frozenset({"exempt", "non-exempt", "special-fill", "perioperative-fill"})
"""The statuses of drugs on the list; `unlisted` is not one (8 CCR 9792.27.1, 9792.27.15)."""

NO_DRUG = re.compile(
    r"\b(compound\w*|tests?|testing|screens?|screening|toxicology|injections?|blocks?|infusions?|pumps?|evaluations?|"
    r"consult\w*|visits?|referral|program|detox\w*|surgery|therapy)\b"
)
"""Words of care that is no drug, or not one alone."""
_AMOUNT = re.compile(r"\d\s*(mg|mcg|ml|%)|\b(tablets?|tabs?|capsules?|caps|patch(es)?|refills?)\b|#\s*\d")


@dataclass(frozen=True, slots=True)
class Request:
    """The statements of an item about its drug.

    *words* are its request and treatment; *is_procedure* has a code of services or dental ones.
    """

    words: str
    status: str | None = None
    dosed: bool = False
    is_procedure: bool = False


def formulary_disputes(requests: Sequence[Request], drugs: tuple[str, ...], *, flagged: bool) -> tuple[bool, ...]:
    """Return, for each of the *requests*, whether it is a dispute about the formulary.

    *flagged*: the application says that the decision is about such a drug, and not which. It counts
    for requests that nothing is known of, if no other one explains it.
    """
    certain = tuple(_is_formulary(each, drugs) for each in requests)
    explained = any(certain)
    return tuple(flagged and not explained if each is None else each for each in certain)


def is_open(request: Request, drugs: tuple[str, ...]) -> bool:
    """Return whether *request* names a drug of the list, and may still be about another thing."""
    return bool(drugs) and _is_formulary(request, drugs) is None and bool(_pattern(drugs).search(request.words.casefold()))


def _is_formulary(request: Request, drugs: tuple[str, ...]) -> bool | None:
    """Return whether *request* certainly is such a dispute, or certainly none; else None."""
    if request.status is not None:
        return request.status in LISTED
    words = request.words.casefold()
    if request.is_procedure or (NO_DRUG.search(words) and not _AMOUNT.search(words)):
        return False
    if NO_DRUG.search(words) or not drugs or not _pattern(drugs).search(words):
        return None
    return True if request.dosed or _AMOUNT.search(words) or _is_name(words, drugs) else None


def _is_name(words: str, drugs: tuple[str, ...]) -> bool:
    """Return whether the request is the name of a drug and nothing else."""
    return " ".join(dict.fromkeys(re.findall(r"[a-z-]+", words))) in drugs


@lru_cache(maxsize=16)
def _pattern(drugs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(map(re.escape, drugs))})\b")
