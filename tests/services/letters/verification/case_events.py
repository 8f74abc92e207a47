"""The events of one invented case, from application to letter, as read from the stream."""

import hashlib
from datetime import timedelta

from runtime.outside.follow import Seen
from schemas.message import Message
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.intake import ApplicationReceived, CaseReadyForReview
from schemas.messages.letters import LetterFile, LetterIssued
from schemas.messages.triage import ReviewerAssigned
from schemas.wire.codec import read
from schemas.wire.envelope import Envelope
from tests.examples import ROOT
from tests.services.letters.events import APPLICATION, ASSIGNED, AT, READY, SIGNED
from tests.services.letters.sample import LETTER
from tests.services.letters.verification.pdf_files import PDF

NUMBER = "CM26-4170023"
"""The case number of the sample letter."""


def _example(kind: type[Message]) -> Message:
    return read(kind, kind.version, (ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_bytes())


RECEIVED = _example(ApplicationReceived).model_copy(update={"case_number": NUMBER, "application": APPLICATION})
ASSESSED = _example(CaseAssessed).model_copy(
    update={"case_number": NUMBER, "assessment_id": SIGNED.assessment_id, "reviewer_id": ASSIGNED.reviewer_id}
)
ISSUED = LetterIssued(
    case_number=NUMBER,
    determination_version=SIGNED.determination_version,
    corrects=False,
    letter_version=1,
    layout=str(LETTER.layout),
    draft=False,
    decided_on=SIGNED.decided_on,
    files=(
        LetterFile(recipient="public", format="pdf", sha256="d" * 64, size=1),
        LetterFile(recipient="worker", format="pdf", sha256=hashlib.sha256(PDF).hexdigest(), size=len(PDF)),
    ),
    release=None,
    reissue_reason=None,
    warnings=(),
)
"""The worker's copy is the sample's PDF."""

CASE: tuple[Message, ...] = (RECEIVED, READY, ASSIGNED, ASSESSED, SIGNED, ISSUED)


def seen(*messages: Message, minutes: dict[type[Message], int] | None = None) -> list[Seen]:
    """Return *messages* as read, a minute apart, each caused by the one before.

    *minutes* gives other times, counted from the first message.
    """
    found: list[Seen] = []
    for place, message in enumerate(messages):
        time = AT + timedelta(minutes=(minutes or {}).get(type(message), place))
        cause = found[-1].envelope.id if found else None
        envelope = Envelope(f"id-{place}", "/imr/test", message.type, 1, time, NUMBER, "id-0", cause)
        found.append(Seen(envelope, message, "topic", 0, place))
    return found


KINDS: tuple[type[Message], ...] = (ApplicationReceived, CaseReadyForReview, ReviewerAssigned, CaseAssessed, DeterminationSigned)
"""The kinds of events that a letter needs."""
