"""Petitions against the end of a case, and their denial: the end stands."""

from datetime import date, datetime

from schemas.message import Message
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAffirmed, CaseAppealed
from schemas.messages.acts.remand import RemandCase
from schemas.messages.lifecycle import CaseRequestRefused
from services.intake.clocks.implementation import is_implemented
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.lifecycle.states import State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.handlers.clocks import case_of
from services.intake.refusals import before_end, not_allowed, refused, unchanged
from services.intake.state import Appeal, CaseState, Tables

_FUTURE = "The day is in the future."


def on_appeal_case(message: AppealCase, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Record a petition, in time or late (LC 4610.6(h); 8 CCR 10575): the court decides."""
    number = message.case_number
    case = case_of(number, tables)
    if (known := _of(message.petitioner, case)) is not None:
        text = f"The petition of the {_named(known)}, of {known.petitioned_on:%m/%d/%Y}, is recorded already."
        return [unchanged(message, case.stage, text)]
    if not allows(case.stage, "appeal-case"):
        return [not_allowed(message, case.stage)]
    if message.petitioned_on > _today(message, jurisdiction_of):
        return [refused(message, case.stage, "future-day", _FUTURE)]
    if (before_it := before_end(message, message.petitioned_on, case, tables, jurisdiction_of)) is not None:
        return [before_it]
    end = case.appeal.end if case.appeal is not None else "determined" if case.stage == "implemented" else case.stage
    appeal = Appeal.model_validate({"end": end, "petitioned_on": message.petitioned_on, "petitioner": message.petitioner})
    _keep(number, case, enter(case.stage, "appeal-case", "appealed"), (*case.appeals, appeal), tables)
    until = message.appeal_until
    return [
        CaseAppealed(
            case_number=number,
            against=appeal.end,
            petitioned_on=message.petitioned_on,
            petitioner=message.petitioner,
            ground=message.ground,
            appeal_until=until,
            late=None if until is None else message.petitioned_on > until,
            actor=message.actor,
            reason=message.reason,
            acted_at=message.acted_at,
        )
    ]


def on_affirm_case(message: AffirmCase, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Take an appealed case back to its end, once, when no petition is pending any more."""
    number = message.case_number
    case = case_of(number, tables)
    if case.appeal is None:
        if allows(case.stage, "appeal-case"):
            return [unchanged(message, case.stage, "No petition against it is pending.")]
        return [not_allowed(message, case.stage)]
    appeal = decided_petition(message, message.decided_on, _today(message, jurisdiction_of), case)
    if isinstance(appeal, CaseRequestRefused):
        return [appeal]
    pending = tuple(each for each in case.appeals if each != appeal)
    end: State = "implemented" if appeal.end == "determined" and is_implemented(number, tables) else appeal.end
    _keep(number, case, enter(case.stage, "affirm-case", "appealed" if pending else end), pending, tables)
    return [
        CaseAffirmed(
            case_number=number,
            end=appeal.end,
            petitioner=appeal.petitioner,
            pending=tuple(each.petitioner for each in pending),
            decided_on=message.decided_on,
            actor=message.actor,
            reason=message.reason,
            acted_at=message.acted_at,
        )
    ]


def decided_petition(message: AffirmCase | RemandCase, day: date, today: date, case: CaseState) -> Appeal | CaseRequestRefused:
    """Return the petition that *message* decides on a *day*, or the refusal if it cannot.

    It names the petitioner, unless one petition alone is pending.
    """
    appeal = case.appeals[0] if message.petitioner is None else _of(message.petitioner, case)
    names = " and of the ".join(map(_named, case.appeals))
    if message.petitioner is None and len(case.appeals) > 1:
        text = f"The petitions of the {names} are pending; name the petitioner whose petition was decided."
        return refused(message, case.stage, "several-petitions", text)
    if appeal is None:
        text = f"No petition of the {str(message.petitioner).replace('-', ' ')} is pending, but that of the {names}."
        return refused(message, case.stage, "no-such-petition", text)
    if not appeal.petitioned_on <= day <= today:
        text = f"The court decides after the petition of {appeal.petitioned_on:%m/%d/%Y}, and not in the future."
        return refused(message, case.stage, "impossible-day", text)
    return appeal


def _of(petitioner: str, case: CaseState) -> Appeal | None:
    return next((each for each in case.appeals if each.petitioner == petitioner), None)


def _named(appeal: Appeal) -> str:
    return appeal.petitioner.replace("-", " ")


def _keep(number: str, case: CaseState, stage: State, appeals: tuple[Appeal, ...], tables: Tables) -> None:
    """Keep the case with its pending petitions, and when it ended."""
    first, further = (appeals[0], appeals[1:]) if appeals else (None, ())
    tables.cases[number] = CaseState(stage=stage, appeal=first, further=further, ended_at=case.ended_at)


def _today(message: AppealCase | AffirmCase, jurisdiction_of: JurisdictionOf) -> date:
    """Return the day of the act where the case is; in UTC if the command does not say where."""
    if message.jurisdiction is None:
        return message.acted_at.date()
    return jurisdiction_of(message.jurisdiction).local_date(message.acted_at)
