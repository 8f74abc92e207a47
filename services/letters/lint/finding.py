"""The result of a rule: severity, place, a sentence, and the words that show the fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from schemas.messages.letters import HeldFinding

Severity = Literal["error", "warning"]
"""An error contradicts the case or the letter itself; a warning may have a good reason."""

HOLDS: Mapping[Severity, bool] = {"error": True, "warning": False}
"""Whether a finding holds the letter. `imr letter lint` fails for the same findings."""

GLYPHS = "glyphs"
"""The rule about characters that no font has; it needs the fonts, so it is not in RULES."""

NO_GLYPHS = "No font has some of the characters, so the PDF prints them as their Unicode numbers."


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; *place* is a JSON pointer into the letter, *evidence* quotes the letter."""

    rule: str
    severity: Severity
    place: str
    sentence: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.rule} at {self.place}: {self.sentence} “{self.evidence}”"


def with_ids(found: Sequence[Finding]) -> tuple[HeldFinding, ...]:
    """Return each finding with an id (`injury-date.2`), for events.

    The words that it quotes stay out: they may be a person's name.
    """
    rules = [each.rule for each in found]
    return tuple(
        HeldFinding(
            id=f"{each.rule}.{rules[: place + 1].count(each.rule)}",
            rule=each.rule,
            severity=each.severity,
            place=each.place,
            text=each.sentence,
        )
        for place, each in enumerate(found)
    )
