"""The life of one service of one letter on one party, and what may happen to it when.

intended → attempted → served, sent, failed or unsure; what was sent or is unsure can be confirmed; what was served or sent can come back.
A party is served again under another id, so that nothing said of the first service is said of the second.
"""

from typing import Literal

Status = Literal["intended", "attempted", "sent", "served", "failed", "unsure", "returned"]

_CONFIRMED_FROM: frozenset[Status] = frozenset({"attempted", "sent", "unsure"})
_RETURNED_FROM: frozenset[Status] = frozenset({"attempted", "sent", "served", "unsure"})
_OPEN: frozenset[Status] = frozenset({"intended", "attempted"})
_FOR_A_PERSON: frozenset[Status] = frozenset({"sent", "failed", "unsure", "returned"})


def may_be_confirmed(status: Status) -> bool:
    """Whether somebody's word can prove the service: it was, or may have been, sent, and is not proven yet."""
    return status in _CONFIRMED_FROM


def may_come_back(status: Status) -> bool:
    """Whether the letter can have come back: it was, or may have been, sent."""
    return status in _RETURNED_FROM


def may_be_settled(status: Status) -> bool:
    """Whether the word of the delivery channel still counts; a person's word that came before it stands."""
    return status in _OPEN


def waits_for_a_person(status: Status) -> bool:
    """Whether nothing more happens by itself."""
    return status in _FOR_A_PERSON
