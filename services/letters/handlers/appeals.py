"""A petition against the end of a case: the case is kept while it is pending."""

from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from services.letters.context import Context


def on_appeal(message: CaseAppealed | CaseAffirmed, _at: datetime, *, context: Context) -> Sequence[Event]:
    """Mark the case as appealed, or no longer; one without a file here has nothing to keep."""
    if (case_file := context.case_files.get(message.case_number)) is not None:
        update = {"appealed": isinstance(message, CaseAppealed)}
        context.case_files[message.case_number] = case_file.model_copy(update=update)
    return []
