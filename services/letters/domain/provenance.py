"""Trace a letter event by event from its issue back to the application.

An event rests on the message that caused it and on those whose content it carries on. A person's
command has no cause; commands are kept for a limited time, so a missing one breaks no chain where
content leads on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A message in the chain.

    The message that *caused* it, and those it *continues* by content.
    """

    id: str
    type: str
    caused_by: str | None
    continues: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """The messages a letter rests on, the letter first, and the *missing* ids."""

    links: tuple[Link, ...]
    missing: tuple[str, ...]

    def reaches(self, message_type: str) -> bool:
        """Return whether the chain has a message of *message_type*."""
        return any(link.type == message_type for link in self.links)


def chain(known: Mapping[str, Link], start: str) -> Chain:
    """Return all that the message *start* rests on, among the *known* messages by id."""
    found: dict[str, Link] = {}
    missing: list[str] = []
    open_ids = [start]
    while open_ids:
        identifier = open_ids.pop(0)
        link = known.get(identifier)
        if link is None:
            missing.append(identifier)
        elif identifier not in found:
            found[identifier] = link
            open_ids += [*([link.caused_by] if link.caused_by else []), *link.continues]
    return Chain(tuple(found.values()), tuple(dict.fromkeys(missing)))


def out_of_order(found: Sequence[Link], instants: Mapping[str, float], clocks_apart_max: float) -> list[Link]:
    """Return the links that are older than a message they rest on.

    Differences up to *clocks_apart_max* seconds are allowed for two machines' clocks.
    """
    ids = {link.id for link in found}
    return [
        link
        for link in found
        if any(
            instants[link.id] + clocks_apart_max < instants[one]
            for one in (link.caused_by, *link.continues)
            if one is not None and one in ids
        )
    ]
