"""An application in the terms by which duplicates are found: digests and codes, no names."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import date
from decimal import Decimal

from schemas.messages.application import Application, Item
from services.intake.domain.duplicates import DisputedItem, Filing, Worker
from terms.mentions import kinds_in, regions_in
from terms.names import name_keys, person_name
from terms.recognition import side
from terms.requests import read_request, unit_of
from terms.text import fold

_DIGITS = 12
_WORD_DIGITS = 8


def filing_of(application: Application) -> Filing:
    """Return *application* as it is compared with others of the same day of injury."""
    review = application.utilization_review
    return Filing(
        worker=_worker(application),
        requested_on=review.requested_on,
        decided_on=review.decided_on,
        items=tuple(disputed(item) for item in application.items),
    )


def index_keys(application: Application) -> tuple[str, ...]:
    """Return the keys under which it is found: its worker's name and claim number.

    Both are of one day of injury. A name without letters, and a number without a digit other than
    zero such as "unknown" or "000", are none.
    """
    worker, injured_on = _worker(application), application.injured_on
    keys = []
    if worker.words:
        keys.append(_key("name", *sorted(worker.words), injured_on))
    if worker.claim:
        keys.append(_key("claim", worker.claim, injured_on))
    return tuple(keys)


def disputed(item: Item) -> DisputedItem:
    """Return the facts that tell *item* from others, from its fields or else its words."""
    read, requested = read_request(item.request), item.quantity.requested
    return DisputedItem(
        number=item.number,
        words=tuple(_digest("word", word)[:_WORD_DIGITS] for word in read.words),
        numbers=read.numbers,
        quantity=read.quantity if requested is None else Decimal(requested).normalize(),
        unit=unit_of(item.quantity.unit) if item.quantity.unit else read.counted,
        treatment=item.treatment,
        kinds=kinds_in(item.request),
        body_region=_region(item),
        body_side=item.body_side or side(item.request),
    )


def _region(item: Item) -> str | None:
    """Return the one region that the field names or, if it names none we know, the words do."""
    field = fold(item.body_region or "").replace("-", " ")
    for found in (regions_in(field), regions_in(item.request)):
        if len(found) == 1:
            return next(iter(found))
    return field or None


def _worker(application: Application) -> Worker:
    name, injured_on = person_name(application.employee.name), application.injured_on
    return Worker(
        words=tuple(_digest("name", word, injured_on) for word in name.words),
        initials=tuple(_digest("initial", each, injured_on) for each in name.initials),
        suffix=name.suffix,
        claim=_claim(application.claims_administrator.organization, application.claims_administrator.claim_number, injured_on),
        born_on=application.employee.born_on,
    )


def _claim(organization: str, claim_number: str, injured_on: date) -> str | None:
    number = "".join(character for character in fold(claim_number) if character.isalnum())
    if not any(character.isdigit() and character != "0" for character in number):
        return None
    return _digest("claim", name_keys(organization)[0], number, injured_on)


def _digest(*parts: object) -> str:
    return _sha256(parts).hex()[:_DIGITS]


def _key(*parts: object) -> str:
    """Return 128 bits as 22 characters."""
    return urlsafe_b64encode(_sha256(parts)[:16]).decode().rstrip("=")


def _sha256(parts: tuple[object, ...]) -> bytes:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).digest()
