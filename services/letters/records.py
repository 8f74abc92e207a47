"""What letters keeps of a case until it can write, and what it needs to write again if the case is decided anew."""

from schemas.application import Day, Identifier
from schemas.decision import DeterminationSigned
from schemas.message import Name, Part
from schemas.triage import ReviewerId
from services.letters.letter import ReviewedDocument


class FileFacts(Part):
    """The facts of the file that a letter prints; no person's name is among them."""

    jurisdiction: Identifier
    priority: str
    injured_on: Day
    denied_on: Day
    received_on: Day
    assigned_on: Day
    documents: tuple[ReviewedDocument, ...]


class Credentials(Part):
    """What a letter says of a reviewer; never the name (LC 4610.6(f))."""

    reviewer_id: ReviewerId
    licensure: tuple[Name, ...]
    specialties: tuple[Name, ...]


class CaseFile(Part):
    """One case: the facts, everybody who was assigned, determinations that wait for either, and the versions that were issued."""

    facts: FileFacts | None = None
    credentials: tuple[Credentials, ...] = ()
    waiting: tuple[DeterminationSigned, ...] = ()
    issued: tuple[int, ...] = ()
