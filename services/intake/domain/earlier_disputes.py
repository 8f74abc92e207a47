"""Recognise treatments under review in cases that were filed before evidence was kept.

Their state has one digest of a request and none of a name; the first of them kept the items under
each key of a dispute, and longer keys. The digest loses a point that no digit
precedes: with a number beside the quantity, a match is for a person to judge.
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
class DigestedItem:
    """The facts that tell one item of a decision from another; None where they are unknown."""

    request_digest: str
    treatment: str | None
    body_region: str | None
    body_side: str | None
    requested: Decimal | None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item under review: its case, and the worker's date of birth if known."""

    item: DigestedItem
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


def case_reviewing(
    item: DigestedItem, born_on: date | None, by_name: Iterable[KnownItem], by_claim: Iterable[KnownItem]
) -> tuple[str, tuple[str, ...]] | None:
    """Return the case in which *item* is under review, and the fields that agree, if any.

    *by_name* and *by_claim* are the items known under each key.
    """
    fields: dict[str, list[str]] = {}
    for field, known in (("name", by_name), ("claim_number", by_claim)):
        for other in known:
            if _agree(born_on, other.born_on) and _same_item(item, other.item):
                agreed = fields.setdefault(other.case_number, ["born_on"] if born_on and other.born_on else [])
                agreed.insert(0, field)
    return next(((case, tuple(dict.fromkeys(agreed))) for case, agreed in fields.items()), None)


def is_certain(agreed: tuple[str, ...], numbers: tuple[str, ...]) -> bool:
    """Return whether a match is certain: no number but the quantity, and the worker is known."""
    return not numbers and "name" in agreed and len(agreed) > 1


def request_digest(request: str) -> str:
    """Return the digest of a request, 128 bits; requests that read alike have the same."""
    return _digest("request", normalised_text(request))[:_REQUEST_DIGITS]


def short_key(key: str) -> str:
    """Return the first 128 bits of a key of `dispute_keys`, as 22 characters."""
    return urlsafe_b64encode(bytes.fromhex(key)[:16]).decode().rstrip("=")


def _same_item(one: DigestedItem, other: DigestedItem) -> bool:
    """Whether the requests read alike and nothing that both say differs."""
    return (
        one.request_digest[:_REQUEST_DIGITS] == other.request_digest[:_REQUEST_DIGITS]  # the first version kept twice as many
        and _agree(one.treatment, other.treatment)
        and _agree(one.body_region, other.body_region)
        and _agree(one.body_side, other.body_side)
        and _agree(one.requested, other.requested)
    )


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
