"""Whether a treatment is under review already (8 CCR 9792.10.3(a)(2)): same worker, injury, utilization review decision and item.

One worker may rightly have several cases of one injury, so worker and injury alone prove nothing. Where two applications leave open
whether they mean the same, they do not: a second review costs a fee, a lost one costs the worker the treatment.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_APOSTROPHES = re.compile("['\u2019`]")
_NO_WORD = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.]|_")


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """What tells one item of a decision from another; None where nobody says.

    Of the request only a digest is kept: items are known for as long as there may be a second application, which is longer than their
    words are needed.
    """

    request_digest: str
    treatment: str | None
    body_region: str | None
    body_side: str | None
    requested: Decimal | None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item under review: of a worker born on *born_on*, if known, in the case *case_number*."""

    item: DisputedItem
    born_on: date | None
    case_number: str


def dispute_keys(
    *, employee: str, claims_administrator: str, claim_number: str, injured_on: date, decided_on: date
) -> tuple[str, ...]:
    """Under which keys the items of one worker, injury and decision are kept: by name and, if it is one, by claim number.

    The number stands in for a name that was misspelt. It counts only with its administrator and a digit other than zero, since
    "unknown" and "000" are no numbers. Keys are digests: what names a worker is nobody's key.
    """
    name = normalised_name(employee)
    number = "".join(character for character in _plain(claim_number) if character.isalnum())
    keys = []
    if name:
        keys.append(_digest("name", name, injured_on, decided_on))
    if any(character.isdigit() and character != "0" for character in number):
        keys.append(_digest("claim", normalised_text(claims_administrator), number, injured_on, decided_on))
    return tuple(keys)


def case_reviewing(item: DisputedItem, born_on: date | None, known: Iterable[KnownItem]) -> str | None:
    """The number of the case among *known* in which *item* of a worker born on *born_on* is under review; None if there is none."""
    for other in known:
        if _agree(born_on, other.born_on) and _same_item(item, other.item):
            return other.case_number
    return None


def request_digest(request: str) -> str:
    """What a request is known by, however it is written: requests that read alike have the same."""
    return _digest("request", normalised_text(request))


def normalised_name(name: str) -> str:
    """*name* without case, accents, punctuation and order: "Éxample, Pat" and "pat example" are one."""
    return " ".join(sorted(normalised_text(name).split()))


def normalised_text(text: str) -> str:
    """*text* without case, accents and punctuation but the decimal point; its words stay in order.

    For "6 visits in 2 weeks" is not "2 visits in 6 weeks".
    """
    return " ".join(_NO_WORD.sub(" ", _APOSTROPHES.sub("", _plain(text))).split())


def _same_item(one: DisputedItem, other: DisputedItem) -> bool:
    """Whether the requests read alike and nothing that both say differs."""
    return (
        one.request_digest == other.request_digest
        and _agree(one.treatment, other.treatment)
        and _agree(one.body_region, other.body_region)
        and _agree(one.body_side, other.body_side)
        and _agree(one.requested, other.requested)
    )


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _plain(text: str) -> str:
    """*text* without accents and case."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
