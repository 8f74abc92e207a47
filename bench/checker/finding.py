"""Findings of the checker."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "lost", "twice", "causeless", "illegal", "over capacity", "state differs", "parked wrongly", "not parked", "misplaced"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken promise: its kind, and a sentence with the place."""

    kind: Kind
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"
