"""The notice of a federal external review as data, which is its determination.

It has no worker and no employer (45 CFR 147.136(d)).
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Name, Part, Text
from schemas.messages.application import Day
from services.letters.letter import LayoutReference, Reviewer
from services.letters.notices import Addressee


class CodeMeaning(Part):
    """A diagnosis or treatment code with its meaning; the notice must give both."""

    code: Name
    meaning: Name


class Assistance(Part):
    """An office of health insurance consumer assistance (Public Health Service Act 2793)."""

    name: Name
    contact: tuple[Name, ...]


class ExternalItem(Part):
    """One adverse benefit determination and its outcome in the external review."""

    number: Annotated[int, Field(ge=1)]
    request: Text
    outcome: Literal["upheld", "overturned"]
    denial_reason: Text
    standards: Text
    rationale: Text


class ExternalReviewNotice(Part):
    """A final external review decision with the contents of 45 CFR 147.136(d)."""

    kind: Literal["external-review-notice"]
    layout: LayoutReference
    draft: bool = False
    review_organization: Name
    case_number: Name
    plan: Name
    claim_number: Name | None = None
    claim_amount: Name | None = None
    service_dates: Name | None = None
    provider: Name | None = None
    assigned_on: Day
    decided_on: Day
    priority: Literal["Standard", "Expedited"] = "Standard"
    addressee: Addressee | None = None
    diagnoses: tuple[CodeMeaning, ...] = ()
    treatments: tuple[CodeMeaning, ...] = ()
    reviewer: Reviewer
    case_description: Text
    items: Annotated[tuple[ExternalItem, ...], Field(min_length=1)]
    evidence: Annotated[tuple[Name, ...], Field(min_length=1)]
    assistance: tuple[Assistance, ...] = ()
    recipients: tuple[Name, ...] = ()
