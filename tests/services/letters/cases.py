"""A case up to its signed determination."""

from collections.abc import Sequence
from typing import Any

from schemas.messages.letters import HeldFinding
from services.letters.handlers.issuing.inputs import on_case_ready_for_review, on_determination_signed, on_reviewer_assigned
from tests.services.letters.context import Recorder
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED

CASE = "CM26-4170023"
PARTIES = ("worker", "claims-administrator", "employer", "provider", "agency")
"""The parties served in the sample's case, which has no attorney."""


async def signed(findings: Sequence[HeldFinding] = (), **changes: Any) -> Recorder:
    """Return a context whose case was signed: its letter is held for *findings*, else issued.

    *changes* are changes to the determination.
    """
    recorder = Recorder(findings=tuple(findings))
    await on_case_ready_for_review(READY, AT, context=recorder.context)
    await on_reviewer_assigned(ASSIGNED, AT, context=recorder.context)
    await on_determination_signed(SIGNED.model_copy(update=changes), AT, context=recorder.context)
    return recorder


def service_id(party: str, number: int = 1, letter_version: int = 1) -> str:
    """Return the id of a service on *party* in the sample's case."""
    return f"{CASE}.{letter_version}.{party}.{number}"
