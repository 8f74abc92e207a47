"""Corrections of an application after it came: names, days, numbers, words."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.form.item import ITEMS_MAX
from schemas.message import Command, Event, Name, Part, Text
from schemas.messages.application import Application
from schemas.messages.duplicates import ItemMatch
from schemas.messages.intake import Instant, SubmissionId
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.messages.triage import CaseChange
from schemas.personal import CLINICAL, DIRECT, PLAIN
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

AmendedField = Annotated[
    Literal[
        "employee-name",
        "born-on",
        "claim-number",
        "employer",
        "denial-served-on",
        "request",
        "mailed-from",
        "employee-place",
        "formulary-status",
        "emergency-care",
        "proof-of-representation",
        "designated-on",
    ],
    PLAIN,
]
"""A field of the application that can be corrected; ChangeAddress changes addresses.

From `mailed-from` on they are facts on which the eligibility rests, and which are asked for.
"""

CHANGES_MAX = 50

_NAMES = frozenset({"employee-name", "employer"})

ItemNumber = Annotated[int, Field(ge=1, le=ITEMS_MAX), PLAIN]


def _v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no answers to questions about the eligibility."""
    return data


class Amendment(Part):
    """A correction of a field: its right *value*, and its *item*.

    A day is written as YYYY-MM-DD, and a yes or no as that word.
    """

    field: AmendedField
    item: ItemNumber | None
    value: Annotated[Name, DIRECT]


class Amended(Part):
    """A field that was corrected, with its value before, None if there was none, and *after*."""

    field: AmendedField
    item: ItemNumber | None
    before: Annotated[Name, DIRECT] | None
    after: Annotated[Name, DIRECT]


class AmendApplication(CaseAct, Command):
    """Correct fields of an application that was misread or misspelt.

    *submission_id* is that of the application, as its ApplicationReceived has it.
    """

    type = "imr.intake.amend-application"
    version = 2
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _v1_to_v2}

    submission_id: SubmissionId
    changes: Annotated[tuple[Amendment, ...], Field(min_length=1, max_length=CHANGES_MAX)]


class ApplicationAmended(OfACase, Event):
    """Fields of the application were corrected; it is here whole, as it is reviewed.

    *state* is that of the case then, and *at_reviewer* says whether the case had gone to review;
    then CaseFileChanged follows, and *determination_due_at* is the end of the first clock of its
    determination. *possible_duplicates* are items that may be under review in other cases, now that
    the application says so. ApplicationFoundIneligible follows if nothing of it can be reviewed by
    the corrected facts.
    """

    type = "imr.intake.application-amended"
    version = 2
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _v1_to_v2}

    changes: Annotated[tuple[Amended, ...], Field(min_length=1)]
    application: Application
    state: Annotated[Name, PLAIN]
    at_reviewer: Annotated[bool, PLAIN]
    determination_due_at: Instant | None
    possible_duplicates: tuple[ItemMatch, ...]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant

    @property
    def names_changed(self) -> bool:
        """Whether a name was corrected by which a reviewer's tie is found (LC 139.5(c))."""
        return any(each.field in _NAMES for each in self.changes)

    @property
    def change(self) -> CaseChange:
        """The act, as triage names it when it has checked the reviewers again."""
        return CaseChange(from_case=None, acted_at=self.acted_at)
