"""What a rule found: where, how bad, in a sentence, with the letter's own words."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
"""An error contradicts the case or the letter itself; a warning needs a look, for prose may have its reasons."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. *place* is a JSON pointer into the letter, *evidence* the words of the letter that show it."""

    rule: str
    severity: Severity
    place: str
    sentence: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.rule} at {self.place}: {self.sentence} “{self.evidence}”"
