"""A stream that knows the case and answers commands about it."""

from schemas.message import Message
from schemas.messages.intake import DeterminationOverdue
from tests.cli.stream import FakeStream
from tests.examples import RECEIVED_AT
from tests.services.letters.verification.case_events import NUMBER

RECORDS = ["case", "records", NUMBER, "--sent-by", "employee", "--reason", "x", "--document", "note-1=medical-record:A note"]


def answering(stream: FakeStream, *answers: Message) -> None:
    """Let the case exist, and its next commands get *answers*."""
    stream.say(DeterminationOverdue(case_number=NUMBER, determination_due_at=RECEIVED_AT))
    stream.answer = lambda _command: answers
