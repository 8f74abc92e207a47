"""Where and how a party is served: a change during the case or after it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.case import OfACase
from schemas.form.values import Place
from schemas.message import Command, Event, Name, Text
from schemas.messages.application import PartyKind, ServiceMethod
from schemas.personal import CLINICAL, DIRECT, PLAIN
from schemas.topics import LETTERS_COMMANDS, LETTERS_EVENTS

Changed = Annotated[Literal["address", "method", "place"], PLAIN]
"""A field of a party's service."""


class ChangeAddress(OfACase, Command):
    """Serve a party at another address or in another way from now on.

    A field without a value stays. The *place* of a new address is not known unless it is given.
    """

    type = "imr.letters.change-address"
    topic = LETTERS_COMMANDS

    party: Annotated[PartyKind, PLAIN]
    address: Annotated[Text, DIRECT] | None
    method: ServiceMethod | None
    place: Place | None
    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, CLINICAL]

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        """Refuse a command that names nothing to change."""
        if self.address is None and self.method is None and self.place is None:
            raise ValueError("nothing to change is named: an address, a method or a place")
        return self


class PartyAddressChanged(OfACase, Event):
    """The next letters and notices go to a party by these: *changed* names the fields.

    The address itself is with the command and in letters' state only.
    """

    type = "imr.letters.party-address-changed"
    topic = LETTERS_EVENTS
    may_be_ignored = True

    party: Annotated[PartyKind, PLAIN]
    changed: Annotated[tuple[Changed, ...], Field(min_length=1)]
    method: ServiceMethod | None
    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, CLINICAL]


class PartyAddressUnchanged(OfACase, Event):
    """A command asked to serve a party as it is served already; nothing changed."""

    type = "imr.letters.party-address-unchanged"
    topic = LETTERS_EVENTS
    may_be_ignored = True

    party: Annotated[PartyKind, PLAIN]
    actor: Annotated[Name, DIRECT]
