"""Take submissions in once."""

from datetime import datetime

from schemas.message import Message
from schemas.messages.intake import (
    ScreenApplication,
    Submission,
    SubmissionRefused,
    SubmitApplication,
)
from services.intake.state import Accepted, Tables


def on_submit_application(message: SubmitApplication, _at: datetime, *, tables: Tables) -> list[Message]:
    """Send a new submission on to its lot; refuse another body under the same key."""
    accepted = tables.submissions.get(message.submission_id)
    if accepted is None:
        tables.submissions[message.submission_id] = Accepted(body_digest=message.body_digest)
        return [ScreenApplication.model_validate({name: getattr(message, name) for name in Submission.model_fields})]
    if accepted.body_digest == message.body_digest:
        return []
    return [
        SubmissionRefused(
            submission_id=message.submission_id, body_digest=message.body_digest, accepted_digest=accepted.body_digest
        )
    ]
