"""The fee for the review of an application, for a billing system to read."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.case import OfACase
from schemas.message import Event, Name, Text
from schemas.messages.application import Day, Identifier
from schemas.messages.intake import Priority
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import INTAKE_EVENTS

FeeEnd = Annotated[Literal["determined", "ended-in-review", "ended-before-review", "ineligible", "consolidated"], PLAIN]
"""The end of a review that its fee follows from.

`ended-in-review`: it was terminated when it had gone to a reviewer; `ended-before-review`: before.
`consolidated`: its items go on in another case.
"""

Cents = Annotated[int, Field(ge=-100_000_000, le=100_000_000), PLAIN]
"""An amount in hundredths of its currency."""


class FeeAssessed(OfACase, Event):
    """A review ended, and the claims administrator owes a fee for it (8 CCR 9792.10.8).

    One line of a statement. *fee_cents* is the fee for the application by its end, *amount_cents*
    the part of it that no earlier *line* of the case has: a later line, after a court set an end
    aside, corrects the earlier ones without changing them. Each is None where it is not known, and
    *because* says why. *filed_on* is the day of receipt, by which the *fee_cents* are those of the
    law of *source*. *reviewers* is the number of those who decided, 0 where none did.
    """

    type = "imr.intake.fee-assessed"
    topic = INTAKE_EVENTS
    may_be_ignored = True

    line: Annotated[int, Field(ge=1), PLAIN]
    jurisdiction: Annotated[Identifier, PLAIN]
    claims_administrator: Annotated[Name, QUASI]
    filed_on: Annotated[Day, QUASI]
    ended_on: Annotated[Day, QUASI]
    end: FeeEnd
    ground: Annotated[Name, PLAIN] | None
    priority: Priority
    pharmacy_only: Annotated[bool, CLINICAL]
    reviewers: Annotated[int, Field(ge=0), PLAIN]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$"), PLAIN]
    fee_cents: Cents | None
    amount_cents: Cents | None
    because: Annotated[Text, PLAIN] | None
    source: Annotated[Text, PLAIN]
