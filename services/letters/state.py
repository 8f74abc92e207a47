"""The state of letters: data to issue and reissue a letter, and service on each party."""

from typing import Annotated

from pydantic import Field

from runtime.state.homes import Homes, by_case, by_key
from schemas.form.values import Place
from schemas.message import Name, Part, Text
from schemas.messages.application import Day, Identifier, PartyKind, ServiceMethod
from schemas.messages.decision import DeterminationSigned
from schemas.messages.letters import HeldFinding, LetterFile, NoticeId, Sha256, Version
from schemas.messages.triage import ReviewerId
from schemas.personal import DIRECT, PLAIN, QUASI
from services.letters.copies.known_names import KnownName
from services.letters.domain.service_status import Status
from services.letters.letter import FirstDay, JoinedCase, NotDecidedItem, ReviewedDocument
from services.letters.lint.facts import ItemFacts


class CaseFileFacts(Part):
    """The facts of the case file that a letter prints or is checked against, without names."""

    jurisdiction: Identifier
    priority: str
    injured_on: Day
    denied_on: Day
    received_on: Day
    assigned_on: Day
    documents: tuple[ReviewedDocument, ...]
    requested_on: Day | None = None
    items: tuple[ItemFacts, ...] = ()
    injured_from_on: FirstDay = None
    not_decided: Annotated[tuple[NotDecidedItem, ...], Field(exclude_if=lambda items: not items)] = ()
    joined: Annotated[tuple[JoinedCase, ...], Field(exclude_if=lambda cases: not cases)] = ()


class Credentials(Part):
    """A reviewer's credentials as printed; never the name (LC 4610.6(f))."""

    reviewer_id: ReviewerId
    licensure: tuple[Name, ...]
    specialties: tuple[Name, ...]


class Held(Part):
    """A determination whose letter is held, and the findings."""

    determination: DeterminationSigned
    findings: tuple[HeldFinding, ...]


class IssuedLetter(Part):
    """An issued letter, with the data to serve it again and to print it anew.

    *corrects* is that of its event; None if an earlier version issued it.
    """

    letter_version: Version
    determination_version: Version
    corrects: Annotated[bool | None, Field(exclude_if=lambda corrects: corrects is None)] = None
    layout: Name
    draft: bool
    decided_on: Day
    files: tuple[LetterFile, ...]

    def pdf(self, recipient: str) -> str | None:
        """Return the SHA-256 of the copy served on *recipient*."""
        return next((file.sha256 for file in self.files if (file.recipient, file.format) == (recipient, "pdf")), None)


Appealed = Annotated[bool, Field(exclude_if=lambda appealed: not appealed)]
"""Whether a petition against the end of a case is pending."""


class CaseState(Part):
    """One case: facts, credentials, waiting determinations, the held letter and issued ones.

    *remainder* is set while the case can close: the SHA-256 of its Remainder in the letter store.
    An *appealed* case is not dropped. *set_aside* is the newest determination of a former review
    that a court set aside, 0 if there is none.
    """

    facts: CaseFileFacts | None = None
    credentials: tuple[Credentials, ...] = ()
    waiting: tuple[DeterminationSigned, ...] = ()
    issued: tuple[int, ...] = ()
    held: Held | None = None
    letters: tuple[IssuedLetter, ...] = ()
    remainder: Sha256 | None = None
    appealed: Appealed = False
    set_aside: Annotated[int | None, Field(exclude_if=lambda version: version is None)] = None

    @property
    def newest(self) -> int:
        """The newest determination that was issued or is held."""
        return max((*self.issued, *([self.held.determination.determination_version] if self.held else ())), default=0)

    @property
    def is_determined(self) -> bool:
        """Whether a determination that holds was issued or is held."""
        return self.newest > (self.set_aside or 0)

    @property
    def jurisdiction(self) -> str:
        """The jurisdiction of the case; a case with a letter has facts."""
        assert self.facts is not None, "a letter is assembled from facts"
        return self.facts.jurisdiction


class KnownParty(Part):
    """A party of the application; *changed_on* is when staff changed how it is served."""

    kind: Annotated[PartyKind, PLAIN]
    name: Annotated[Name, DIRECT]
    organization: Annotated[Name, QUASI] | None
    method: ServiceMethod | None
    address: Annotated[Text, DIRECT] | None
    place: Place | None = None
    changed_on: Annotated[Day | None, Field(exclude_if=lambda day: day is None)] = None


class CaseParties(Part):
    """The parties to serve and the names to redact, kept apart.

    Only here are names in the state.
    """

    parties: tuple[KnownParty, ...]
    names: tuple[KnownName, ...]


class ServiceOnParty(Part):
    """One service of one letter on one party.

    The letter is *letter_version* of the determination's, or a *notice*. It may be one against
    which there is no *appeal*. *place* is where its address is, if that is known.
    """

    case_number: Name
    letter_version: Version | None
    party: Annotated[PartyKind, PLAIN]
    method: ServiceMethod
    sha256: Sha256
    jurisdiction: Identifier
    status: Annotated[Status, PLAIN]
    notice: NoticeId | None = None
    appeal: bool = True
    place: Place | None = None


class NoticeFacts(Part):
    """The facts of an application that notices print, kept until the case ends.

    *items* are the numbers of the *requests*, none where an earlier version kept them.
    """

    jurisdiction: Identifier
    priority: str
    injured_on: Day
    denied_on: Day
    received_on: Day
    requested_on: Day | None = None
    requests: tuple[Name, ...] = ()
    items: Annotated[tuple[int, ...], Field(exclude_if=lambda items: not items)] = ()
    injured_from_on: FirstDay = None

    @property
    def by_item(self) -> dict[int, str]:
        """The requests by the numbers of their items."""
        return dict(zip(self.items, self.requests, strict=True)) if self.items else {}


SetAside = Annotated[bool, Field(exclude_if=lambda is_set_aside: not is_set_aside)]
"""Whether a court set aside the end of the case that a notice tells of."""


class IssuedNotice(Part):
    """An issued notice, with the data to recognise its event and to serve it again.

    *files* are the data of the newest copy for each party, *cause* tells events of one kind apart.
    """

    notice: NoticeId
    kind: Identifier
    cause: str
    letter_version: Version
    dated_on: Day
    jurisdiction: Identifier
    appeal: bool
    files: tuple[LetterFile, ...]
    set_aside: SetAside = False


class HeldNotice(Part):
    """A notice that is held for findings.

    *content* is its data without an addressee, JSON; None where its facts are not known. A notice
    of an application without a case has *parties* and a *jurisdiction* of its own.
    """

    notice: NoticeId
    kind: Identifier
    cause: str
    content: str | None
    findings: tuple[HeldFinding, ...]
    parties: CaseParties | None = None
    jurisdiction: Identifier | None = None
    set_aside: SetAside = False


class CaseNotices(Part):
    """The notices of one case: facts to write one, those issued and those held.

    The case *ended* if a notice said so; one that is determined ends in its letter.
    """

    facts: NoticeFacts | None = None
    issued: tuple[IssuedNotice, ...] = ()
    held: tuple[HeldNotice, ...] = ()
    ended: bool = False

    @property
    def waiting(self) -> tuple[HeldNotice, ...]:
        """The held notices that can be released: their end was not set aside."""
        return tuple(each for each in self.held if not each.set_aside)

    @property
    def told(self) -> list[tuple[str, str]]:
        """The kind and the cause of each notice, issued or held."""
        return [*((each.kind, each.cause) for each in self.issued), *((each.kind, each.cause) for each in self.held)]


class Remainder(Part):
    """The data of a closed case in the letter store, for another letter or a proof of service.

    *services* are by the end of their ids (`1.worker.1`), without their status. A case that ended
    without a determination has an empty file and no parties.
    """

    case_number: Name
    file: CaseState
    parties: CaseParties
    services: dict[str, ServiceOnParty]
    notices: CaseNotices = CaseNotices()


class ClosedCase(Part):
    """The mark of a closed case: the hash of its Remainder, and the status of each service."""

    remainder: Sha256
    appealed: Appealed = False
    services: dict[Annotated[str, PLAIN], Annotated[Status, PLAIN]]


NEW_CASE = CaseState()
NO_PARTIES = CaseParties(parties=(), names=())
NO_NOTICES = CaseNotices()

HOMES = Homes(
    tables={"case-files": by_key, "case-parties": by_key, "case-notices": by_key, "services": by_case, "closed-cases": by_key}
)
"""Where its state belongs."""
