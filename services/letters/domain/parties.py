"""Choose the parties to serve: those of the jurisdiction's list that the case has.

Sources: LC 4610.6(f); 8 CCR 9792.10.6(e).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

ServedKind = Literal["worker", "attorney", "claims-administrator", "employer", "provider", "agency"]
Method = Literal["mail", "electronic", "fax", "hand"]
Place = Literal["california", "another-state", "abroad"]
"""Where an address is, as far as the time to appeal depends on it."""


@dataclass(frozen=True)
class Party:
    """A party as the case knows it, with its method, address and place of service if given."""

    kind: ServedKind
    name: str
    organization: str | None
    method: Method | None
    address: str | None
    place: Place | None = None


@dataclass(frozen=True)
class PartyToServe:
    """One party to be served, by one method."""

    party: Party
    method: Method

    @property
    def can_be_served(self) -> bool:
        """Whether its letter can go: to an address, or into its hands."""
        return self.party.address is not None or self.method == "hand"


def to_serve(known: Mapping[ServedKind, Party], served: Iterable[ServedKind], otherwise: Method) -> list[PartyToServe]:
    """Return the parties of *served* that the case has, in that order, each with its method.

    The method is the party's own, else *otherwise*.
    """
    parties = [known[kind] for kind in served if kind in known]
    return [PartyToServe(party, party.method or otherwise) for party in parties]
