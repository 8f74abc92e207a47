"""How a notice is written: the facts for it beside its event, and a line of the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jurisdictions.letters import NoticeRule
from jurisdictions.model import Jurisdiction
from schemas.messages.intake import Arrival
from services.letters.context import LetterMaker
from services.letters.domain.parties import PartyToServe
from services.letters.letter import layout_reference
from services.letters.notices import Notice
from services.letters.state import NoticeFacts


@dataclass(frozen=True)
class Writing:
    """The facts from which a notice is written, beside its event.

    The case *is_assigned* if the parties were told so: its review has begun.
    """

    case_number: str
    facts: NoticeFacts
    rule: NoticeRule
    rules: Jurisdiction
    parties: Sequence[PartyToServe]
    at: datetime
    maker: LetterMaker
    is_assigned: bool = False

    @property
    def dated_on(self) -> date:
        """The day of the notice, in the jurisdiction's time."""
        return self.rules.local_date(self.at)

    @property
    def shared(self) -> dict[str, Any]:
        """The fields that every notice has."""
        return {
            "layout": layout_reference(self.rule.layout),
            "review_organization": self.maker.review_organization,
            "case_number": self.case_number,
            "dated_on": self.dated_on,
            "received_on": self.facts.received_on,
            "injured_on": self.facts.injured_on,
            "injured_from_on": self.facts.injured_from_on,
            "denied_on": self.facts.denied_on,
        }


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: its letter's kind, and how it is written from its event.

    *cause* tells events apart of which a case can have several; a repeat has the same. After an
    event that *ends_case* nothing is kept to write another notice. *arrival* is the application
    that the event carries, whose facts and parties are then those of the notice.
    """

    name: str
    content: str
    write: Callable[[Any, Writing], Notice]
    cause: Callable[[Any], str] = lambda _event: ""
    ends_case: bool = False
    arrival: Callable[[Any], Arrival | None] | None = None
