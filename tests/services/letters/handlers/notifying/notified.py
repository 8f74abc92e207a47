"""A case whose application came, and the event that it is ineligible."""

from datetime import UTC, datetime
from typing import Any

from schemas.message import Event
from schemas.messages.application import Application
from schemas.messages.intake import ApplicationFoundIneligible, ApplicationReceived, Reason
from services.letters.handlers.notifying.inputs import on_application_received, on_noticed
from services.letters.handlers.notifying.kinds import NOTICES
from tests.services.letters.context import Recorder
from tests.services.letters.events import APPLICATION, AT

CASE, SUBMISSION = "CM26-4170023", "1f0c6f2d-55d5-5b0a-9a37-1f0c6f2d3b11"
RECEIVED = ApplicationReceived(
    case_number=CASE,
    submission_id=SUBMISSION,
    channel="api",
    received_at=datetime(2026, 3, 31, 17, 0, tzinfo=UTC),
    application=APPLICATION,
)
INELIGIBLE = ApplicationFoundIneligible(
    case_number=CASE, submission_id=SUBMISSION, reasons=(Reason(code="NO_SIGNATURE", text="The application is not signed."),)
)


def received(application: Application = APPLICATION, **changes: Any) -> Recorder:
    """Return a context that knows the *application*; *changes* are to the recorder."""
    recorder = Recorder(**changes)
    message = RECEIVED.model_copy(update={"application": application})
    assert [] == on_application_received(message, AT, context=recorder.context)
    return recorder


async def tell(recorder: Recorder, event: Event) -> list[Event]:
    """Return the events that follow *event*."""
    return list(await on_noticed(event, AT, kind=NOTICES[type(event)], context=recorder.context))
