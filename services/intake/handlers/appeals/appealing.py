"""A petition against the end of a case, and its denial: the end stands."""

from datetime import date, datetime

from schemas.message import Message
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAffirmed, CaseAppealed
from services.intake.clocks.implementation import is_implemented
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.lifecycle import State, allows, enter
from services.intake.handlers.clocks import case_of
from services.intake.refusals import before_determination, not_allowed, refused, unchanged
from services.intake.state import Appeal, CaseState, Tables

_FUTURE = "The day is in the future."


def on_appeal_case(message: AppealCase, _at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Record a petition, in time or late (LC 4610.6(h); 8 CCR 10575): the court decides."""
    number = message.case_number
    case = case_of(number, tables)
    if case.appeal is not None:
        text = f"A petition of {case.appeal.petitioned_on:%m/%d/%Y} is recorded already."
        return [unchanged(message, case.stage, text)]
    if not allows(case.stage, "appeal-case"):
        return [not_allowed(message, case.stage)]
    if message.petitioned_on > _today(message, jurisdiction_of):
        return [refused(message, case.stage, "future-day", _FUTURE)]
    if (before_it := before_determination(message, message.petitioned_on, case.stage, tables)) is not None:
        return [before_it]
    appeal = Appeal.model_validate(
        {
            "end": "determined" if case.stage == "implemented" else case.stage,
            "petitioned_on": message.petitioned_on,
            "petitioner": message.petitioner,
        },
    )
    tables.cases[number] = CaseState(stage=enter(case.stage, "appeal-case", "appealed"), appeal=appeal)
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
    """Take an appealed case back to its end, once."""
    number = message.case_number
    case = case_of(number, tables)
    if case.appeal is None:
        if allows(case.stage, "appeal-case"):
            return [unchanged(message, case.stage, "No petition against it is pending.")]
        return [not_allowed(message, case.stage)]
    if not case.appeal.petitioned_on <= message.decided_on <= _today(message, jurisdiction_of):
        text = f"The court decides after the petition of {case.appeal.petitioned_on:%m/%d/%Y}, and not in the future."
        return [refused(message, case.stage, "impossible-day", text)]
    end: State = "implemented" if case.appeal.end == "determined" and is_implemented(number, tables) else case.appeal.end
    tables.cases[number] = CaseState(stage=enter(case.stage, "affirm-case", end))
    return [
        CaseAffirmed(
            case_number=number,
            end=case.appeal.end,
            decided_on=message.decided_on,
            actor=message.actor,
            reason=message.reason,
            acted_at=message.acted_at,
        )
    ]


def _today(message: AppealCase | AffirmCase, jurisdiction_of: JurisdictionOf) -> date:
    """Return the day of the act where the case is; in UTC if the command does not say where."""
    if message.jurisdiction is None:
        return message.acted_at.date()
    return jurisdiction_of(message.jurisdiction).local_date(message.acted_at)
