"""The next step of a case in each state: who takes it, by which clock, with which command.

A case that waits without a next step is how a case is forgotten, so every state has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.intake.domain.lifecycle.states import Act, State

DUPLICATE_UNSETTLED = "duplicate-unsettled"
APPEAL = "appeal"
"""Clocks that are no acts on a case: a case goes on, or the time to petition ends."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step: *who* takes it, as the subject of *does*, and the *commands* that record it.

    *clock* is the one of the jurisdiction by which it is due; None where no law gives a time.
    """

    who: str
    does: str
    commands: tuple[str, ...]
    clock: Act | str | None = None

    @property
    def told(self) -> str:
        """The step in words."""
        return f"{self.who} {self.does}"


_A_PETITION = NextStep("a party", "may petition against this end of the case", ("imr case appeal",), APPEAL)

NEXT_STEPS: Mapping[State, NextStep] = {
    "received": NextStep(
        "staff",
        "say whether items are duplicates",
        ("imr case duplicate confirm", "imr case duplicate reject"),
        DUPLICATE_UNSETTLED,
    ),
    "facts-pending": NextStep("a party", "tells the facts on which the eligibility rests", ("imr case amend",), "answer-due"),
    "ineligible": _A_PETITION,
    "deferred": NextStep("a party", "tells that the dispute about liability has ended", ("imr case resolve",)),
    "waiting": NextStep("the claims administrator", "sends its medical records", ("imr case records",), "records-due"),
    "overdue": NextStep(
        "the worker or the requesting physician",
        "sends papers on which a review can rest, or the claims administrator its late ones",
        ("imr case records",),
    ),
    "ready": NextStep("the reviewer", "decides and signs", ("imr decision sign",), "determination-due"),
    "limited": NextStep("the reviewer", "decides and signs, on the papers on file", ("imr decision sign",), "determination-due"),
    "information-pending": NextStep("a party", "answers the reviewer's request", ("imr case answer",), "further-records-due"),
    "determined": _A_PETITION,
    "implemented": _A_PETITION,
    "terminated": _A_PETITION,
    "appealed": NextStep("the appeals board", "decides on the petition", ("imr case affirm", "imr case remand")),
    "consolidated": NextStep("staff", "follow the case that goes on, which has its determination", ("imr case show",)),
    "remanded": NextStep("the new reviewer", "decides and signs", ("imr decision sign",), "determination-due"),
}
"""The step of each state; of a case that is received, if an item may be a duplicate."""
