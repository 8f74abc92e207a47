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


def without_petitioner(data: dict[str, Any]) -> dict[str, Any]:
    """Return *data* of a version in which a case had one petition, and none was named."""
    return {**data, "petitioner": None}


def _without_pending(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 was of the only petition of a case."""
    return {**without_petitioner(data), "pending": []}


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
    """Record that a petition was denied, or withdrawn, on a day: the end stands.

    *jurisdiction* is as in AppealCase. *petitioner* is the party whose petition it was; None for
    the only one that is pending.
    """

    type = "imr.intake.affirm-case"
    version = 3
    topic = INTAKE_COMMANDS
    upcasters: ClassVar = {1: _without_jurisdiction, 2: without_petitioner}

    jurisdiction: Annotated[Identifier, PLAIN] | None
    petitioner: Petitioner | None
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
    """The petition of *petitioner* was denied or withdrawn.

    The case is at its end again, *end*, unless petitions of others are *pending*. An earlier
    version did not tell the petitioner, which is None then.
    """

    type = "imr.intake.case-affirmed"
    version = 2
    topic = INTAKE_EVENTS
    upcasters: ClassVar = {1: _without_pending}

    end: EndState
    petitioner: Petitioner | None
    pending: tuple[Petitioner, ...]
    decided_on: Annotated[Day, PLAIN]
    actor: Actor
    reason: Annotated[Text, CLINICAL]
    acted_at: Instant
