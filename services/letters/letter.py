"""The letter as data: a determination as it is printed, without the reviewer's name."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Name, Part, Text
from schemas.messages.application import Day

LayoutId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
"""The name of a layout and of its folder: no dot, no slash."""


FirstDay = Annotated[Day | None, Field(exclude_if=lambda day: day is None)]
"""The first day of a cumulative injury; `injured_on` is its last."""

RecipientKind = Literal["worker", "attorney", "claims-administrator", "employer", "provider", "agency", "public"]
"""The recipients of copies; `public` may be published (LC 4610.6(m)). See copies/."""


class LayoutReference(Part):
    """A layout and its version, written as `ca-workers-comp-2014@1`."""

    id: LayoutId
    version: Annotated[int, Field(ge=1)]

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


class Reviewer(Part):
    """The reviewer's credentials, as lists and as they are printed."""

    licensure: tuple[Name, ...]
    licensure_text: Text
    specialties: tuple[Name, ...]
    specialties_text: Text


class LetterItem(Part):
    """One disputed treatment.

    Heading, both sides' guidelines, rationale and deciding sentence.

    The last is *closing*. Letters of the past that give no reason but their decision have an empty
    *rationale*.
    """

    number: Annotated[int, Field(ge=1)]
    request: Text
    outcome: Literal["upheld", "overturned"]
    claims_administrator_guideline: Text
    reviewer_guideline: Text
    rationale: Text | Literal[""]
    closing: Text


class NotDecidedItem(Part):
    """A treatment of the application that is not decided, with the reason in a sentence.

    It was authorised, or is not reviewed for another reason.
    """

    number: Annotated[int, Field(ge=1)]
    request: Text
    reason: Text


class JoinedCase(Part):
    """A case whose items are decided in this one (8 CCR 9792.10.4(a)), by their numbers here."""

    case_number: Name
    received_on: Day
    denied_on: Day
    items: tuple[int, ...]


class ReviewedDocument(Part):
    """A paper the reviewer had, by title and dates."""

    title: Name
    from_on: Day | None = None
    to_on: Day | None = None


class Replaced(Part):
    """The determination of the case that a letter replaces, and why it no longer holds."""

    decided_on: Day
    because: Literal["corrected", "set-aside"]


class Letter(Part):
    """A final determination; a historical letter may lack facts of its header.

    On a panel *reviewer* is the first, and *other_reviewers* follow in the order of their numbers.
    """

    layout: LayoutReference
    draft: bool = False
    review_organization: Name
    review_organization_short: Name | None = None
    case_number: Name | None = None
    assigned_on: Day | None = None
    injured_on: Day | None = None
    decided_on: Day | None = None
    denied_on: Day | None = None
    received_on: Day | None = None
    priority: Literal["Standard", "Expedited"] | None = None
    reviewer: Reviewer
    clinical_summary: Text
    items: Annotated[tuple[LetterItem, ...], Field(min_length=1)]
    documents_reviewed: tuple[ReviewedDocument, ...] = ()
    recipients: tuple[Name, ...] = ()
    copy_for: RecipientKind | None = None
    injured_from_on: FirstDay = None
    not_decided: Annotated[tuple[NotDecidedItem, ...], Field(exclude_if=lambda items: not items)] = ()
    joined: Annotated[tuple[JoinedCase, ...], Field(exclude_if=lambda cases: not cases)] = ()
    other_reviewers: Annotated[tuple[Reviewer, ...], Field(exclude_if=lambda reviewers: not reviewers)] = ()
    replaces: Annotated[Replaced | None, Field(exclude_if=lambda replaced: replaced is None)] = None

    @property
    def reviewers(self) -> tuple[Reviewer, ...]:
        """The credentials of each reviewer, of a panel in the order of their numbers."""
        return (self.reviewer, *self.other_reviewers)


def layout_reference(name: str) -> LayoutReference:
    """Parse the name of a layout, such as `ca-workers-comp-2014@1`."""
    layout_id, _, version = name.partition("@")
    return LayoutReference(id=layout_id, version=int(version or 1))
