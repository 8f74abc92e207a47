"""Who is served with a determination: every party of the jurisdiction's list that the case has (LC 4610.6(f); 8 CCR 9792.10.6(e))."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["worker", "attorney", "claims-administrator", "employer", "provider", "agency"]
Method = Literal["mail", "electronic", "fax", "hand"]


@dataclass(frozen=True)
class Party:
    """A party as the case knows it: its name, its organisation, and where and how it asks to be served, if it said."""

    kind: Kind
    name: str
    organization: str | None
    method: Method | None
    address: str | None


@dataclass(frozen=True)
class Serving:
    """One party to be served, by one method."""

    party: Party
    method: Method


def to_serve(known: Mapping[Kind, Party], served: Iterable[Kind], otherwise: Method) -> list[Serving]:
    """The parties among *served*, in that order, that the case has; by the method they asked for, else by *otherwise*."""
    parties = [known[kind] for kind in served if kind in known]
    return [Serving(party, party.method or otherwise) for party in parties]
