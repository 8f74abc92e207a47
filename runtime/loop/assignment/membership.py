"""The static membership of a worker with a slot in its service's consumer group."""

import hashlib
from collections.abc import Iterable

_DIGITS = 8


def instance_id(group: str, slot: str | None, topics: Iterable[str]) -> str | None:
    """Return the id under which a worker in *slot* is a static member, None without a slot.

    A restart under the same id gets the assignment it had, without a rebalance (KIP-345). That
    assignment is wrong for a version that reads other topics: a new topic would have no reader,
    and a topic that is no longer read ends the client. So the id has a digest of the *topics*, and
    another set of them joins as another member.
    """
    if not slot:
        return None
    digest = hashlib.sha256("\n".join(sorted(topics)).encode()).hexdigest()
    return f"{group}-{slot}-{digest[:_DIGITS]}"
