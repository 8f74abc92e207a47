"""What a check found wrong."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "lost", "twice", "causeless", "illegal", "over capacity", "state differs", "parked wrongly", "not parked", "misplaced"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which promise it breaks, and exactly where."""

    kind: Kind
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"
