"""Commands to letters and its events: held and issued letters, and service on each party."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Command, Event, Name, Part, Text, Upcaster
from schemas.messages.application import Day, Identifier, PartyKind, ServiceMethod
from schemas.messages.intake import Instant
from schemas.personal import CLINICAL, DIRECT, PLAIN, QUASI
from schemas.topics import AUDIT_EVENTS, LETTERS_COMMANDS, LETTERS_EVENTS

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), PLAIN]

Recipient = Annotated[PartyKind | Literal["public"], PLAIN]
"""For whom a copy is: a party, or the public, without anybody's identifiers."""

SERVICE_ID = r"^CM[0-9]{2}-[0-9]{7}(\.[a-z0-9-]+){3}$"
ServiceId = Annotated[str, Field(pattern=SERVICE_ID), QUASI]
"""The id of one service of one letter on one party, also its idempotency key.

It holds the case, the letter, the party and a running number. The letter is the version of a
determination's, as in `CM26-4170023.1.worker.1`, or the id of a notice, as in
`CM26-4170023.ineligibility.worker.1`.
"""

NoticeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,99}$"), PLAIN]
"""The id of a notice in its case: its kind, and for a later one of its kind a number.

For example `ineligibility` and `records-overdue-2`.
"""

Version = Annotated[int, Field(ge=1), PLAIN]


class LetterFile(Part):
    """One rendering of the copy for one recipient, kept under its SHA-256."""

    recipient: Recipient
    format: Annotated[Literal["pdf", "html", "text", "json"], PLAIN]
    sha256: Sha256
    size: Annotated[int, Field(ge=1), PLAIN]


class HeldFinding(Part):
    """A finding in a letter: its id, its rule, its place (a JSON pointer) and a sentence.

    It quotes nothing.
    """

    id: Annotated[Identifier, PLAIN]
    rule: Annotated[Identifier, PLAIN]
    severity: Annotated[Literal["error", "warning"], PLAIN]
    place: Annotated[str, Field(pattern=r"^(/[A-Za-z0-9_-]+)*$"), PLAIN]
    text: Annotated[Text, CLINICAL]


class Release(Part):
    """Who let a letter go although checks had found something, why, and which findings."""

    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, CLINICAL]
    findings: tuple[Annotated[Identifier, PLAIN], ...]


class OfServiceOnParty(OfACase):
    """The shared fields of messages about one service of one letter on one party."""

    service_id: ServiceId
    party: Annotated[PartyKind, PLAIN]
    method: ServiceMethod


def _of_the_determination(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew no notices: every letter was that of the determination."""
    return {**data, "notice": None}


class ReleaseLetter(OfACase, Command):
    """Issue a held letter as it is: that of the determination, or the *notice* of this id.

    *findings* accepts findings by id; unless all are accepted the command is refused.
    """

    type = "imr.letters.release-letter"
    version = 2
    topic = LETTERS_COMMANDS
    upcasters: ClassVar[Mapping[int, Upcaster]] = {1: _of_the_determination}

    notice: NoticeId | None
    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, CLINICAL]
    findings: Annotated[tuple[Annotated[Identifier, PLAIN], ...], Field(min_length=1, max_length=1_000)]


class ReissueLetter(OfACase, Command):
    """Serve a letter again: that of the determination, or the *notice* of this id.

    The same bytes, or with *new_version* the determination printed again. A notice has no cover and
    is printed again in any case, with the day and the address; *new_version* takes today's layout.

    It is served on the *parties* named, on all if none is, by *method* and at *address* if given.
    """

    type = "imr.letters.reissue-letter"
    version = 2
    topic = LETTERS_COMMANDS
    upcasters: ClassVar[Mapping[int, Upcaster]] = {1: _of_the_determination}

    notice: NoticeId | None
    actor: Annotated[Name, DIRECT]
    reason: Annotated[Text, CLINICAL]
    new_version: Annotated[bool, PLAIN]
    parties: tuple[Annotated[PartyKind, PLAIN], ...]
    method: ServiceMethod | None
    address: Annotated[Text, DIRECT] | None


class ConfirmService(OfACase, Command):
    """A party was served, by the *proof* of the carrier, the provider or a person."""

    type = "imr.letters.confirm-service"
    topic = LETTERS_COMMANDS

    service_id: ServiceId
    actor: Annotated[Name, DIRECT]
    served_on: Annotated[Day, QUASI]
    proof: Annotated[Text, DIRECT]


class ReportReturnedMail(OfACase, Command):
    """The letter came back: the party was not served, even if that was presumed."""

    type = "imr.letters.report-returned-mail"
    topic = LETTERS_COMMANDS

    service_id: ServiceId
    actor: Annotated[Name, DIRECT]
    returned_on: Annotated[Day, QUASI]
    reason: Annotated[Text, DIRECT]


class LetterHeld(OfACase, Event):
    """The letter is held for its findings until staff release it or the case is decided again."""

    type = "imr.letters.letter-held"
    topic = LETTERS_EVENTS

    determination_version: Version
    findings: Annotated[tuple[HeldFinding, ...], Field(min_length=1)]


class LetterReleased(OfACase, Event):
    """A letter was released in spite of findings: by this actor, for this reason."""

    type = "imr.letters.letter-released"
    topic = AUDIT_EVENTS

    determination_version: Version
    release: Release


class LetterRequestRefused(OfACase, Event):
    """A command about a letter that is refused, with the reason.

    For example, no letter is held, a finding is not named, or no service has this id.
    """

    type = "imr.letters.letter-request-refused"
    topic = LETTERS_EVENTS

    request: Annotated[Identifier, PLAIN]
    code: Annotated[Identifier, PLAIN]
    text: Annotated[Text, PLAIN]


def _copies(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had one letter, which was everybody's, and knew neither holds nor reissues."""
    files = [{"recipient": "worker", **file} for file in data["files"]]
    return {**data, "letter_version": data["determination_version"], "files": files, "release": None, "reissue_reason": None}


def _without_warnings(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 held a letter for a warning too, so one that was issued had none."""
    return {**data, "warnings": []}


def _without_corrects(data: dict[str, Any]) -> dict[str, Any]:
    """Version 3 did not say whether its determination corrects another."""
    return {**data, "corrects": None}


class LetterIssued(OfACase, Event):
    """The letter exists and is stored, with a copy for each recipient.

    A *draft* is marked as such on every page and decides nothing. *letter_version* counts the
    letters of the case: a corrected determination and a letter printed again each make another.
    *corrects*: the determination corrects an earlier one; None if an earlier version issued it.
    *warnings* of the checks do not hold a letter.
    """

    type = "imr.letters.letter-issued"
    version = 4
    topic = LETTERS_EVENTS
    upcasters: ClassVar[Mapping[int, Upcaster]] = {1: _copies, 2: _without_warnings, 3: _without_corrects}

    determination_version: Version
    corrects: Annotated[bool, PLAIN] | None
    letter_version: Version
    layout: Annotated[Name, PLAIN]
    draft: Annotated[bool, PLAIN]
    decided_on: Annotated[Day, QUASI]
    files: Annotated[tuple[LetterFile, ...], Field(min_length=1)]
    release: Release | None
    reissue_reason: Annotated[Text, CLINICAL] | None
    warnings: tuple[HeldFinding, ...]


def _without_cover(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 sent the copy alone."""
    return {**data, "cover_sha256": None}


def _of_a_version(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 served determinations only."""
    return {**data, "notice": None}


class ServiceIntended(OfServiceOnParty, Event):
    """The letter is to be served on a party.

    This copy, under this cover letter, by this method. It is of *letter_version* of the
    determination's letter, or of a *notice*, which has no cover.

    *reason* is given when it is served again.
    """

    type = "imr.letters.service-intended"
    version = 3
    topic = LETTERS_EVENTS
    upcasters: ClassVar[Mapping[int, Upcaster]] = {1: _without_cover, 2: _of_a_version}

    letter_version: Version | None
    notice: NoticeId | None
    sha256: Sha256
    cover_sha256: Sha256 | None
    reason: Annotated[Text, CLINICAL] | None


class ServiceAttempted(OfServiceOnParty, Event):
    """Recorded before sending; from this point the letter may have been sent."""

    type = "imr.letters.service-attempted"
    topic = LETTERS_EVENTS

    attempt: Annotated[int, Field(ge=1), PLAIN]


class LetterSent(OfServiceOnParty, Event):
    """The letter was sent by a method that needs a person to confirm the service."""

    type = "imr.letters.letter-sent"
    topic = LETTERS_EVENTS

    sent_at: Instant
    proof: Annotated[Text, DIRECT]


class LetterServed(OfServiceOnParty, Event):
    """The party was served, by this proof.

    *appeal_until* is its last day to appeal (LC 4610.6(h); 8 CCR 10575(a)), None where it has no
    appeal.
    """

    type = "imr.letters.letter-served"
    topic = LETTERS_EVENTS

    served_on: Annotated[Day, QUASI]
    proof: Annotated[Text, DIRECT]
    confirmed_by: Annotated[Name, DIRECT] | None
    appeal_until: Annotated[Day, QUASI] | None


NO_ADDRESS = "no address of this party is known"
"""The reason of a ServiceFailed about a party without an address."""


class ServiceFailed(OfServiceOnParty, Event):
    """Nothing was sent: the channel refused, or no address is known, which staff can give."""

    type = "imr.letters.service-failed"
    topic = LETTERS_EVENTS

    reason: Annotated[Text, DIRECT]


class ServiceUnsure(OfServiceOnParty, Event):
    """It is unknown whether the letter was sent.

    A person finds out, then confirms the service or serves again.
    """

    type = "imr.letters.service-unsure"
    topic = LETTERS_EVENTS

    reason: Annotated[Text, PLAIN]


class LetterReturned(OfServiceOnParty, Event):
    """The letter came back: the party's service is open again, and no time runs against it."""

    type = "imr.letters.letter-returned"
    topic = LETTERS_EVENTS

    returned_on: Annotated[Day, QUASI]
    reason: Annotated[Text, DIRECT]
