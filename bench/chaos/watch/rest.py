"""The work that is left to the services of a run: messages to read, effects to perform."""

from bench.chaos.plan import PARTITIONS
from bench.checker.facts import SERVICES
from bench.checker.reading.reading import count_unread, read_changelogs

_EFFECTS = "effects/"


def left_to_do(bootstrap: str) -> dict[str, int]:
    """Return the number of unread messages and open effects of each service that has some.

    Zero is confirmed by a second look, because one service reads the output of another, and an
    effect that is done publishes events.
    """
    for _ in range(2):
        left = {service: count_unread(bootstrap, f"imr-{service}", PARTITIONS).total() for service in SERVICES}
        if not any(left.values()):  # changelogs are long: read once all messages are
            left = _open_effects(bootstrap)
        if any(left.values()):
            return {service: number for service, number in left.items() if number}
    return {}


def _open_effects(bootstrap: str) -> dict[str, int]:
    """Return the number of effects that are intended or attempted, by service."""
    held = read_changelogs(bootstrap, PARTITIONS)
    left = dict.fromkeys(SERVICES, 0)
    for (service, _), records in held.items():
        left[service] += sum(key.startswith(_EFFECTS) for key in records)
    return left
