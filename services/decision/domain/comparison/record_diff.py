"""Where two records differ, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""Plain data, as JSON has it."""

NOTHING: tuple[Plain, ...] = (None, False, [], {})
"""What stands where a record says nothing."""

ABSENT = "(absent)"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place, what was recorded there, and what was derived."""

    place: str
    recorded: Plain
    derived: Plain


def differences(recorded: Plain, derived: Plain, place: str = "") -> Iterator[Difference]:
    """Every place at which *derived* is not what was *recorded*, in their order; the same records have none."""
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
