"""Events of notices: letters that tell parties of an event other than the determination."""

from typing import Annotated

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Text
from schemas.messages.application import Day, Identifier
from schemas.messages.letters import HeldFinding, LetterFile, NoticeId, Release, Version
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import AUDIT_EVENTS, LETTERS_EVENTS


class NoticeIssued(OfACase, Event):
    """A notice exists and is stored, with a copy addressed to each party.

    *kind* is that of the jurisdiction's list `letter_notices`. *letter_version* counts the prints
    of this notice: one that is served again is printed again, for the parties served again.
    """

    type = "imr.letters.notice-issued"
    topic = LETTERS_EVENTS
    may_be_ignored = True

    notice: NoticeId
    kind: Annotated[Identifier, PLAIN]
    letter_version: Version
    layout: Annotated[Name, PLAIN]
    dated_on: Annotated[Day, QUASI]
    files: Annotated[tuple[LetterFile, ...], Field(min_length=1)]
    release: Release | None
    reissue_reason: Annotated[Text, CLINICAL] | None


class NoticeHeld(OfACase, Event):
    """A notice is held for its findings until staff release it; the case goes on."""

    type = "imr.letters.notice-held"
    topic = LETTERS_EVENTS
    may_be_ignored = True

    notice: NoticeId
    kind: Annotated[Identifier, PLAIN]
    findings: Annotated[tuple[HeldFinding, ...], Field(min_length=1)]


class NoticeReleased(OfACase, Event):
    """A notice was released in spite of findings: by this actor, for this reason."""

    type = "imr.letters.notice-released"
    topic = AUDIT_EVENTS
    may_be_ignored = True

    notice: NoticeId
    release: Release
