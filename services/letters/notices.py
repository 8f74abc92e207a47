"""Other letters as data: the cover of a determination, and notices of events of a case."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Name, Part, Text
from schemas.messages.acts.amendment import AmendedField
from schemas.messages.application import Day
from services.letters.letter import FirstDay, LayoutReference, Replaced

AppealDays = Annotated[int, Field(ge=1, le=365)]


Begun = Annotated[bool, Field(exclude_if=lambda begun: not begun)]
"""Whether the review itself is meant, not an application that is not found eligible."""


class Addressee(Part):
    """The name and address to which a letter is sent, and the way, unless it is the mail."""

    name: Name
    organization: Name | None = None
    address: tuple[Name, ...] = ()
    way: Annotated[Literal["electronic", "fax", "hand"] | None, Field(exclude_if=lambda way: way is None)] = None


class CoveredItem(Part):
    """A disputed treatment and its outcome, under the *number* of its item."""

    request: Text
    outcome: Literal["upheld", "overturned"]
    number: Annotated[int | None, Field(ge=1, exclude_if=lambda number: number is None)] = None


class CoverLetter(Part):
    """The letter a determination is mailed with; it is served on the parties, never published.

    *appeal_until* is the addressee's last day to appeal. Where the day of service is not known when
    it is printed, *appeal_days* are the days after service; with neither, the addressee has no
    appeal. Version 1 of the layout prints *appeal_days* alone. The letter may be about a
    determination that *replaces* another.
    """

    kind: Literal["cover-letter"]
    layout: LayoutReference
    draft: bool = False
    review_organization: Name
    case_number: Name
    dated_on: Day
    injured_on: Day | None = None
    injured_from_on: FirstDay = None
    denied_on: Day | None = None
    addressee: Addressee | None = None
    items: Annotated[tuple[CoveredItem, ...], Field(min_length=1)]
    appeal_until: Day | None = None
    appeal_days: AppealDays | None = None
    recipients: tuple[Name, ...] = ()
    replaces: Annotated[Replaced | None, Field(exclude_if=lambda replaced: replaced is None)] = None


class NoticeReason(Part):
    """A reason: the jurisdiction's code and its sentence, which alone is printed.

    *requests* names the treatments that it speaks of; none means all.
    """

    code: Name
    text: Text
    requests: Annotated[tuple[Text, ...], Field(exclude_if=lambda requests: not requests)] = ()


class _OfAnEvent(Part):
    """The fields that a notice of an event has, whatever the event."""

    layout: LayoutReference
    draft: bool = False
    review_organization: Name
    case_number: Name
    dated_on: Day
    received_on: Day | None = None
    injured_on: Day | None = None
    injured_from_on: FirstDay = None
    denied_on: Day | None = None
    addressee: Addressee | None = None
    recipients: tuple[Name, ...] = ()


class IneligibilityNotice(_OfAnEvent):
    """A notice that an application cannot be reviewed, with every reason (8 CCR 9792.10.3).

    *appeal_until* is the addressee's last day to appeal (8 CCR 10575(a)), if it may. A law without
    an appeal has no *appeal_days*.
    """

    kind: Literal["ineligibility-notice"]
    reasons: Annotated[tuple[NoticeReason, ...], Field(min_length=1)]
    appeal_days: AppealDays | None = None
    appeal_until: Day | None = None


class TerminationNotice(_OfAnEvent):
    """A notice that a review ended without a determination (LC 4610.5(g)).

    The application was withdrawn, the dispute settled or awarded on, or every treatment authorised.
    That is a determination that can be appealed (8 CCR 9792.10.3(c), 10575(a)): *appeal_until* is
    the addressee's last day, if it may. Version 1 of the layout prints no appeal.
    """

    kind: Literal["termination-notice"]
    ended_on: Day
    reasons: Annotated[tuple[NoticeReason, ...], Field(min_length=1)]
    requests: tuple[Text, ...] = ()
    appeal_days: AppealDays | None = None
    appeal_until: Day | None = None


class AssignmentNotice(_OfAnEvent):
    """The notice of assignment and request for records (8 CCR 9792.10.4(b), 9792.10.5(a)).

    Records are due on a day or, of an expedited review, so many hours after receipt of the notice.
    They are those from *records_from_on*. *send_to* are the lines of an address.
    """

    kind: Literal["assignment-notice"]
    assigned_on: Day
    priority: Literal["Standard", "Expedited"] = "Standard"
    requested_on: Day | None = None
    requests: tuple[Text, ...] = ()
    not_under_review: tuple[NoticeReason, ...] = ()
    records_due_on: Day | None = None
    records_due_hours: Annotated[int, Field(ge=1, le=1_000)] | None = None
    records_from_on: Day | None = None
    send_to: tuple[Name, ...] = ()


class RecordsOverdueNotice(_OfAnEvent):
    """A notice that the claims administrator's records did not come (LC 4610.5(i))."""

    kind: Literal["records-overdue-notice"]
    records_due_on: Day
    send_to: tuple[Name, ...] = ()


class DeferralNotice(_OfAnEvent):
    """A notice that an application waits for another dispute to end (8 CCR 9792.10.3(d)).

    The *review* waits if it had begun.
    """

    kind: Literal["deferral-notice"]
    review: Begun = False
    reasons: Annotated[tuple[NoticeReason, ...], Field(min_length=1)]


class ResumptionNotice(_OfAnEvent):
    """A notice that an application waits no longer: liability is resolved (LC 4610.5(h)(2)).

    *notified_on* is the day of the notice that it is, and *file_until* the last day to file another
    application about the dispute, where the law gives one. *requests* are the treatments.
    The *review* goes on if it had begun.
    """

    kind: Literal["resumption-notice"]
    review: Begun = False
    notified_on: Day
    file_until: Day | None = None
    requests: tuple[Text, ...] = ()


class ConversionNotice(_OfAnEvent):
    """A notice that a review is expedited, or regular again (8 CCR 9792.10.4(c)).

    *certified_on* is the day of the physician's certification. The determination, or before the
    review the records, are due on a day; of an expedited review the records are due so many hours
    after receipt of the notice. *send_to* are the lines of an address.
    """

    kind: Literal["conversion-notice"]
    priority: Literal["Standard", "Expedited"]
    certified_on: Day | None = None
    determination_due_on: Day | None = None
    records_due_on: Day | None = None
    records_due_hours: Annotated[int, Field(ge=1, le=1_000)] | None = None
    send_to: tuple[Name, ...] = ()


class AmendedLine(Part):
    """A field of the application that was corrected, as the letter prints it."""

    field: AmendedField
    before: Text | None = None
    after: Text


class AmendmentNotice(_OfAnEvent):
    """A notice that the application was corrected, and how: nothing has to be filed again."""

    kind: Literal["amendment-notice"]
    changes: Annotated[tuple[AmendedLine, ...], Field(min_length=1)]
    send_to: tuple[Name, ...] = ()


class QuestionsNotice(_OfAnEvent):
    """The reviewer's questions to the parties (8 CCR 9792.10.5), to answer by a last day.

    *asked* names each paper or fact; *explanation* says why it is needed.
    """

    kind: Literal["questions-notice"]
    asked: Annotated[tuple[Text, ...], Field(min_length=1)]
    explanation: Text | None = None
    answer_due_on: Day
    send_to: tuple[Name, ...] = ()


class MissingFact(Part):
    """A fact that the application leaves out, and the treatments about which it is asked.

    *question* is the question in the words in which intake asks it.
    """

    field: AmendedField
    question: Text
    requests: tuple[Text, ...] = ()


class MissingFactsNotice(_OfAnEvent):
    """Questions about facts on which the eligibility rests, to answer by a last day.

    8 CCR 9792.10.3(c).
    """

    kind: Literal["missing-facts-notice"]
    asked: Annotated[tuple[MissingFact, ...], Field(min_length=1)]
    answer_due_on: Day
    send_to: tuple[Name, ...] = ()


class RemandNotice(_OfAnEvent):
    """A notice that the appeals board ordered a new review (LC 4610.6(i)).

    *set_aside* is what it was against; the reviewer of either review is named nowhere.
    """

    kind: Literal["remand-notice"]
    ordered_on: Day
    set_aside: Literal["determination", "ineligibility", "termination"]
    requests: tuple[Text, ...] = ()
    send_to: tuple[Name, ...] = ()


class ConsolidationNotice(_OfAnEvent):
    """A notice that a case is decided together with another (8 CCR 9792.10.4(a)).

    *case_number* is that of the case that ended, *into* that of the one that goes on, and
    *into_denied_on* the day of its utilization review decision. *requests* are the treatments that
    go on there.
    """

    kind: Literal["consolidation-notice"]
    into: Name
    into_denied_on: Day
    requests: tuple[Text, ...] = ()


class ItemsEndedNotice(_OfAnEvent):
    """A notice that the dispute about some treatments ended; the review goes on for others.

    *ended* are the former, *requests* the latter (LC 4610.5(g)).
    """

    kind: Literal["items-ended-notice"]
    ended_on: Day
    reason: NoticeReason
    ended: Annotated[tuple[Text, ...], Field(min_length=1)]
    requests: Annotated[tuple[Text, ...], Field(min_length=1)]


class DuplicateItem(Part):
    """A treatment that was filed again, and the case in which it is under review."""

    request: Text
    case_number: Name


class DuplicateNotice(_OfAnEvent):
    """A notice that an application is a duplicate (8 CCR 9792.10.3(a)(2)).

    The application has no number: *case_number* is that of the case under review, and *submission*
    names the application. *appeal_until* is the addressee's last day to appeal.
    """

    kind: Literal["duplicate-notice"]
    submission: Name
    items: Annotated[tuple[DuplicateItem, ...], Field(min_length=1)]
    appeal_days: AppealDays | None = None
    appeal_until: Day | None = None


Notice = (
    IneligibilityNotice
    | TerminationNotice
    | AssignmentNotice
    | RecordsOverdueNotice
    | DeferralNotice
    | ResumptionNotice
    | DuplicateNotice
    | QuestionsNotice
    | MissingFactsNotice
    | RemandNotice
    | ConversionNotice
    | ConsolidationNotice
    | AmendmentNotice
    | ItemsEndedNotice
)
"""A letter about an event of a case, written by the table of handlers/notifying/kinds.py."""
