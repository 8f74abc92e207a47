"""Messages that intake's tests begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.messages.application import Document
from schemas.messages.intake import ReceiveRecords, ScreenApplication, Submission
from tests.examples import CASE_NUMBER, application, submission

AT = datetime(2015, 4, 17, 18, 0, tzinfo=UTC)
RECORD = Document(id="late-note", kind="medical-record", title="Progress note", sent_by="claims-administrator")
WHO: dict[str, Any] = {"sent_by": "claims-administrator", "actor": "Example Clerk", "reason": "came by mail"}
LETTER = Document(id="cover-letter", kind="other", title="Cover letter", sent_by="claims-administrator")


def screening(key: str = "example-1", received_at: datetime | None = None, **changes: Any) -> ScreenApplication:
    """The command that screens the example application with *changes*."""
    submitted = submission(key, **changes)
    fields = {name: getattr(submitted, name) for name in Submission.model_fields}
    return ScreenApplication(**{**fields, "received_at": received_at or submitted.received_at})


def without(*kinds: str) -> tuple[Document, ...]:
    """The example's documents without those of *kinds*."""
    return tuple(document for document in application().documents if document.kind not in kinds)


def no_records() -> dict[str, Any]:
    """Changes that leave the example without medical records."""
    return {
        "documents": without("medical-record"),
        "items": tuple(item.model_copy(update={"facts": ()}) for item in application().items),
    }


def records(case_number: str = CASE_NUMBER, received_at: datetime = AT + timedelta(days=5), **changes: Any) -> ReceiveRecords:
    """A medical record for a case, with *changes*."""
    return ReceiveRecords(
        **{"case_number": case_number, "documents": (RECORD,), "facts": {}, "received_at": received_at, **WHO, **changes}
    )
