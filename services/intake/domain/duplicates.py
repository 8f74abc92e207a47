"""Find treatments that are under review already (8 CCR 9792.10.3(a)(2)).

They agree in worker, injury, utilization review decision and item. One worker may rightly have
several cases of one injury, so worker and injury alone prove nothing. Two applications that may or
may not mean the same are not taken for one: a second review costs a fee, a lost one costs the
worker the treatment.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from terms.names import normalised_name
from terms.text import fold, normalised_text

_REQUEST_DIGITS = 32


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """The facts that tell one item of a decision from another; None where they are unknown.

    Only a digest of the request is kept: items are known as long as a second application may come,
    which is longer than their words are needed.
    """

    request_digest: str
    treatment: str | None
    body_region: str | None
    body_side: str | None
    requested: Decimal | None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item under review: its case, and the worker's date of birth if known."""

    item: DisputedItem
    born_on: date | None
    case_number: str


def dispute_keys(
    *, employee: str, claims_administrator: str, claim_number: str, injured_on: date, decided_on: date
) -> tuple[str, ...]:
    """Return the keys of a worker's items of one injury and decision.

    By name and by claim number.

    The number stands in for a misspelt name. It counts only with its administrator and a digit
    other than zero, since "unknown" and "000" are no numbers. Keys are digests, so that no key
    names a worker.
    """
    name = normalised_name(employee)
    number = "".join(character for character in fold(claim_number) if character.isalnum())
    keys = []
    if name:
        keys.append(_digest("name", name, injured_on, decided_on))
    if any(character.isdigit() and character != "0" for character in number):
        keys.append(_digest("claim", normalised_text(claims_administrator), number, injured_on, decided_on))
    return tuple(keys)


def case_reviewing(item: DisputedItem, born_on: date | None, known: Iterable[KnownItem]) -> str | None:
    """Return the number of the *known* case in which *item* is under review, if any."""
    for other in known:
        if _agree(born_on, other.born_on) and _same_item(item, other.item):
            return other.case_number
    return None


def request_digest(request: str) -> str:
    """Return the digest of a request, 128 bits; requests that read alike have the same."""
    return _digest("request", normalised_text(request))[:_REQUEST_DIGITS]


def short_key(key: str) -> str:
    """Return the first 128 bits of a key of `dispute_keys`, as 22 characters."""
    return urlsafe_b64encode(bytes.fromhex(key)[:16]).decode().rstrip("=")


def _same_item(one: DisputedItem, other: DisputedItem) -> bool:
    """Whether the requests read alike and nothing that both say differs."""
    return (
        one.request_digest[:_REQUEST_DIGITS] == other.request_digest[:_REQUEST_DIGITS]  # an earlier version kept twice as many
        and _agree(one.treatment, other.treatment)
        and _agree(one.body_region, other.body_region)
        and _agree(one.body_side, other.body_side)
        and _agree(one.requested, other.requested)
    )


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
