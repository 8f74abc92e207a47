"""A petition against the end of a case, and how the court decided (LC 4610.6(h), (i))."""

from typing import Annotated, Any, ClassVar, Literal

from schemas.case import OfACase
from schemas.message import Command, Event, Text
from schemas.messages.application import Day, Identifier
from schemas.messages.intake import Instant
from schemas.messages.lifecycle import Actor, CaseAct
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS

AppealGround = Annotated[Literal["powers", "fraud", "conflict-of-interest", "bias", "plain-error"], PLAIN]
"""A ground of LC 4610.6(h): the director acted without or in excess of powers; fraud.

Or a material conflict of interest; bias for a protected trait; a plainly erroneous finding of fact
that is a matter of ordinary knowledge.
"""

Petitioner = Annotated[Literal["worker", "attorney", "claims-administrator", "employer"], PLAIN]
"""A party that may petition."""

EndState = Annotated[Literal["ineligible", "determined", "terminated"], PLAIN]
"""The end of a case that a petition is against."""


def _without_jurisdiction(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 named no jurisdiction, so its days were compared with the day in UTC."""
    return {**data, "jurisdiction": None}


class AppealCase(CaseAct, Command):
    """Record a petition to the appeals board against the end of a case.

    *appeal_until* is the petitioner's last day, from the service on it; None if that is not proven.
    The day of the act is that of the *jurisdiction* of the case, which a closed case does not keep;
    None in a command of version 1.
    """

    type = "imr.intake.appeal-case"
    version = 2
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _without_jurisdiction}

    jurisdiction: Annotated[Identifier, PLAIN] | None
    petitioned_on: Annotated[Day, PLAIN]
    petitioner: Petitioner
    ground: AppealGround
    appeal_until: Annotated[Day, PLAIN] | None


class AffirmCase(CaseAct, Command):
    """Record that the petition was denied, or withdrawn, on a day: the end stands.

    *jurisdiction* is as in AppealCase.
    """

    type = "imr.intake.affirm-case"
    version = 2
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _without_jurisdiction}

    jurisdiction: Annotated[Identifier, PLAIN] | None
    decided_on: Annotated[Day, PLAIN]


class CaseAppealed(OfACase, Event):
    """A petition against the end of the case was filed (LC 4610.6(h); 8 CCR 10575).

    *late* says whether it came after the petitioner's last day, None if that day is not known; a
    late one is recorded too, because the court decides. Until then nothing of the case is dropped.
    """

    type = "imr.intake.case-appealed"
    topic = INTAKE_EVENTS

    against: EndState
    petitioned_on: Annotated[Day, PLAIN]
    petitioner: Petitioner
    ground: AppealGround
    appeal_until: Annotated[Day, PLAIN] | None
    late: Annotated[bool, PLAIN] | None
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant


class CaseAffirmed(OfACase, Event):
    """The petition was denied or withdrawn: the case is at its end again, *end*."""

    type = "imr.intake.case-affirmed"
    topic = INTAKE_EVENTS

    end: EndState
    decided_on: Annotated[Day, PLAIN]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
