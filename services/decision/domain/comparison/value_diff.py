"""Compare two values of plain data, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""Plain data of JSON."""

NOTHING: tuple[Plain, ...] = (None, False, [], {})
"""Values that mean that nothing is given."""

ABSENT = "(absent)"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place with its recorded and its derived value."""

    place: str
    recorded: Plain
    derived: Plain


def differences(recorded: Plain, derived: Plain, place: str = "") -> Iterator[Difference]:
    """Yield every place where *derived* differs from *recorded*, in order."""
    if isinstance(recorded, dict) and isinstance(derived, dict) and recorded and derived:
        for name in [*recorded, *(name for name in derived if name not in recorded)]:
            inner = f"{place}.{name}" if place else name
            yield from differences(recorded.get(name, ABSENT), derived.get(name, ABSENT), inner)
    elif isinstance(recorded, list) and isinstance(derived, list) and recorded and derived:
        for index in range(max(len(recorded), len(derived))):
            one = recorded[index] if index < len(recorded) else ABSENT
            other = derived[index] if index < len(derived) else ABSENT
            yield from differences(one, other, f"{place}[{index}]")
    elif recorded != derived or isinstance(recorded, bool) != isinstance(derived, bool):
        yield Difference(place, recorded, derived)
