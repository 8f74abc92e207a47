"""Answers to commands about a case that change nothing, as events."""

from datetime import date

from jurisdictions.model import Jurisdiction
from schemas.messages.acts.appeals import AppealCase
from schemas.messages.application import Application
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import CaseAct, CaseRequestRefused, CaseUnchanged
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.lifecycle.states import State
from services.intake.domain.lifecycle.transitions import allowed
from services.intake.state import CaseState, Tables

CaseCommand = CaseAct | ReceiveRecords


def refused(command: CaseCommand, state: State, code: str, text: str) -> CaseRequestRefused:
    """Return the refusal of *command* for a case in *state*."""
    return CaseRequestRefused(
        case_number=command.case_number,
        request=_request(command),
        actor=command.actor,
        state=state,
        allowed=allowed(state),
        code=code,
        text=text,
    )


def not_allowed(command: CaseCommand, state: State) -> CaseRequestRefused:
    """Return the refusal of a *command* that the life of a case does not allow in *state*."""
    return refused(command, state, "not-allowed", f"The case is {state.replace('-', ' ')}, which does not allow this.")


def impossible_day(
    command: CaseAct, state: State, told: str, day: date, application: Application, rules: Jurisdiction
) -> CaseRequestRefused | None:
    """Return the refusal of a *day* before the injury or after that of the act, if it is one.

    *told* is the thing that has this day. The day of the act is that of the jurisdiction.
    """
    first, today = application.injured_from_on or application.injured_on, rules.local_date(command.acted_at)
    if first <= day <= today:
        return None
    text = f"{told} is dated {day:%m/%d/%Y}, which is {'before the injury' if day < first else 'in the future'}."
    return refused(command, state, "impossible-day", text)


def before_determination(command: CaseAct, day: date, state: State, tables: Tables) -> CaseRequestRefused | None:
    """Return the refusal of a *day* before the determination that it follows, if it is one.

    Of a corrected determination the first day counts. Of a case that was not determined, or whose
    day is not held, none is refused.
    """
    filed = tables.filed.get(command.case_number)
    determined_on = (filed.first_determined_on or filed.determined_on) if filed else None
    if determined_on is None or day >= determined_on:
        return None
    text = f"{day:%m/%d/%Y} is before the determination of {determined_on:%m/%d/%Y}."
    return refused(command, state, "impossible-day", text)


_FINDINGS: dict[str | None, str] = {"ineligible": "finding that it is not eligible", "terminated": "end of the review"}


def before_end(
    command: AppealCase, day: date, case: CaseState, tables: Tables, jurisdiction_of: JurisdictionOf
) -> CaseRequestRefused | None:
    """Return the refusal of a *day* before the end that the petition is against, if it is one.

    Where the day of the end is not held none is refused. It is that of the jurisdiction, in UTC if
    the command does not say where.
    """
    finding = _FINDINGS.get(case.appeal.end if case.appeal else case.stage)
    if finding is None or case.ended_at is None:
        return before_determination(command, day, case.stage, tables)
    law = command.jurisdiction
    ended_on = case.ended_at.date() if law is None else jurisdiction_of(law).local_date(case.ended_at)
    if day >= ended_on:
        return None
    return refused(command, case.stage, "impossible-day", f"{day:%m/%d/%Y} is before the {finding}, of {ended_on:%m/%d/%Y}.")


def unchanged(command: CaseAct, state: State, text: str) -> CaseUnchanged:
    """Return the answer to a *command* that asks for a thing that is so already."""
    return CaseUnchanged(case_number=command.case_number, request=_request(command), actor=command.actor, state=state, text=text)


def _request(command: CaseCommand) -> str:
    return str(getattr(type(command), "type", "")).rpartition(".")[2]
