"""The composition of the intake service: its topics and its handlers."""

from functools import partial
from typing import Any

from jurisdictions.files import load_jurisdiction
from runtime.handlers import Handlers
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.state import State
from schemas.messages.acts.amendment import AmendApplication
from schemas.messages.acts.appeals import AffirmCase, AppealCase
from schemas.messages.acts.consolidation import ConsolidateCases, ConsolidationAnswered, DeclineConsolidation
from schemas.messages.acts.conversion import ConvertReview
from schemas.messages.acts.deferral import DeferReview
from schemas.messages.acts.extensions import ExtendClock
from schemas.messages.acts.implementation import ImplementDetermination
from schemas.messages.acts.remand import RemandCase
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import ReverseDuplicate, SettleDuplicate
from schemas.messages.intake import ReceiveRecords, ScreenApplication, SubmitApplication
from schemas.messages.letters import LetterServed
from schemas.messages.lifecycle import AnswerRequest, AuthorizeTreatment, ResolveLiability, WithdrawApplication
from schemas.messages.seats import CaseReturned
from schemas.topics import DECISION_EVENTS, INTAKE_COMMANDS, LETTERS_EVENTS
from services.intake.clocks.deadlines import on_approaching
from services.intake.clocks.implementation import is_receipt, on_implementation_due, on_letter_served
from services.intake.clocks.running import (
    ANSWER_DUE,
    APPROACHING,
    CLOCKS_OF_CASES,
    DETERMINATION_DUE,
    DUPLICATE_UNSETTLED,
    FORMULARY_DETERMINATION_DUE,
    FURTHER_RECORDS_DUE,
    IMPLEMENTATION_CLOCKS,
    LATER_DETERMINATION_DUE,
    RECORDS_DUE,
    JurisdictionOf,
)
from services.intake.fees import charging
from services.intake.handlers.appeals.appealing import on_affirm_case, on_appeal_case
from services.intake.handlers.appeals.remanding import on_remand_case
from services.intake.handlers.changing.amending import on_amend_application
from services.intake.handlers.changing.answering import on_answer_due
from services.intake.handlers.changing.converting import on_convert_review
from services.intake.handlers.changing.extending import on_extend_clock
from services.intake.handlers.clocks import on_determination_due, on_determination_signed, on_records_due
from services.intake.handlers.consolidating.consolidating import on_consolidate_cases, on_consolidation_answered
from services.intake.handlers.consolidating.following import following
from services.intake.handlers.consolidating.proposing import on_decline_consolidation
from services.intake.handlers.deferring import on_defer_review
from services.intake.handlers.determined.implementing import on_implement_determination
from services.intake.handlers.ending import on_authorize_treatment, on_withdraw_application
from services.intake.handlers.information import on_case_returned, on_further_records_due
from services.intake.handlers.liability import on_resolve_liability
from services.intake.handlers.medical_records import on_answer_request, on_receive_records
from services.intake.handlers.screening import on_screen_application
from services.intake.handlers.settling import on_duplicate_unsettled, on_reverse_duplicate, on_settle_duplicate
from services.intake.handlers.submitting import on_submit_application
from services.intake.state import (
    Accepted,
    CaseClocks,
    CaseState,
    Deferred,
    Dispute,
    Fees,
    Filed,
    FiledCases,
    LastNumber,
    Owed,
    Questioned,
    Screened,
    Suspected,
    Tables,
    UnderReview,
)


def create_app(settings: Settings) -> Service:
    """Return the service by *settings*; an unknown jurisdiction is found here, not later."""
    load_jurisdiction(settings.jurisdiction)
    return Service(
        "intake", (INTAKE_COMMANDS, DECISION_EVENTS, LETTERS_EVENTS), partial(create_handlers, jurisdiction_of=load_jurisdiction)
    )


def create_handlers(state: State, *, jurisdiction_of: JurisdictionOf) -> Handlers:
    """Which handler gets which message and which clock, bound to the tables of one partition."""
    tables = create_tables(state)
    charged = partial(charging, tables=tables, jurisdiction_of=jurisdiction_of)
    handlers = Handlers()
    handlers.on(SubmitApplication, partial(on_submit_application, tables=tables))
    handlers.on(ScreenApplication, charged(partial(on_screen_application, tables=tables, jurisdiction_of=jurisdiction_of)))
    handlers.on(ReceiveRecords, following(partial(on_receive_records, tables=tables, jurisdiction_of=jurisdiction_of), tables))
    handlers.on(SettleDuplicate, charged(partial(on_settle_duplicate, tables=tables, jurisdiction_of=jurisdiction_of)))
    handlers.on(ReverseDuplicate, charged(partial(on_reverse_duplicate, tables=tables, jurisdiction_of=jurisdiction_of)))
    handlers.on(DeterminationSigned, charged(partial(on_determination_signed, tables=tables, jurisdiction_of=jurisdiction_of)))
    handlers.on(
        ResolveLiability, following(charged(partial(on_resolve_liability, tables=tables, jurisdiction_of=jurisdiction_of)), tables)
    )
    handlers.on(DeferReview, following(partial(on_defer_review, tables=tables, jurisdiction_of=jurisdiction_of), tables))
    handlers.on(AnswerRequest, following(partial(on_answer_request, tables=tables), tables))
    handlers.on(
        WithdrawApplication,
        following(charged(partial(on_withdraw_application, tables=tables, jurisdiction_of=jurisdiction_of)), tables),
    )
    handlers.on(
        AuthorizeTreatment,
        following(charged(partial(on_authorize_treatment, tables=tables, jurisdiction_of=jurisdiction_of)), tables),
    )
    handlers.on(ExtendClock, following(partial(on_extend_clock, tables=tables, jurisdiction_of=jurisdiction_of), tables))
    handlers.on(ConvertReview, following(partial(on_convert_review, tables=tables, jurisdiction_of=jurisdiction_of), tables))
    consolidate = partial(on_consolidate_cases, tables=tables, jurisdiction_of=jurisdiction_of)
    handlers.on(ConsolidateCases, following(consolidate, tables))
    handlers.on(ConsolidationAnswered, charged(partial(on_consolidation_answered, tables=tables, jurisdiction_of=jurisdiction_of)))
    handlers.on(DeclineConsolidation, following(partial(on_decline_consolidation, tables=tables), tables))
    implement = partial(on_implement_determination, tables=tables, jurisdiction_of=jurisdiction_of)
    handlers.on(ImplementDetermination, following(implement, tables))
    handlers.on(LetterServed, partial(on_letter_served, tables=tables, jurisdiction_of=jurisdiction_of), concerns=is_receipt)
    amend = partial(on_amend_application, tables=tables, jurisdiction_of=jurisdiction_of)
    handlers.on(AmendApplication, following(charged(amend), tables))
    handlers.on(AppealCase, following(partial(on_appeal_case, tables=tables, jurisdiction_of=jurisdiction_of), tables))
    handlers.on(AffirmCase, following(partial(on_affirm_case, tables=tables, jurisdiction_of=jurisdiction_of), tables))
    handlers.on(RemandCase, following(partial(on_remand_case, tables=tables, jurisdiction_of=jurisdiction_of), tables))
    handlers.on(CaseReturned, partial(on_case_returned, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on_timer(FURTHER_RECORDS_DUE, partial(on_further_records_due, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on_timer(RECORDS_DUE, partial(on_records_due, tables=tables, jurisdiction_of=jurisdiction_of))
    handlers.on_timer(DUPLICATE_UNSETTLED, charged(partial(on_duplicate_unsettled, tables=tables, jurisdiction_of=jurisdiction_of)))
    handlers.on_timer(ANSWER_DUE, charged(partial(on_answer_due, tables=tables, jurisdiction_of=jurisdiction_of)))
    for name in (DETERMINATION_DUE, FORMULARY_DETERMINATION_DUE, LATER_DETERMINATION_DUE):
        handlers.on_timer(name, partial(on_determination_due, name=name, tables=tables, jurisdiction_of=jurisdiction_of))
    for name in IMPLEMENTATION_CLOCKS:
        handlers.on_timer(name, partial(on_implementation_due, name=name, tables=tables, jurisdiction_of=jurisdiction_of))
    for name in CLOCKS_OF_CASES:
        ring = partial(on_approaching, name=name, tables=tables, jurisdiction_of=jurisdiction_of)
        handlers.on_timer(name + APPROACHING, ring)
    return handlers


def _cases_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no deferred case, and reviewed all items of a case."""
    return data


def _cases_v2_to_v3(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 had no appeal."""
    return data


def _cases_v3_to_v4(data: dict[str, Any]) -> dict[str, Any]:
    """Version 3 knew no consolidation."""
    return data


def _cases_v4_to_v5(data: dict[str, Any]) -> dict[str, Any]:
    """Version 4 had no implemented case."""
    return data


def _cases_v5_to_v6(data: dict[str, Any]) -> dict[str, Any]:
    """Version 5 kept one petition of a case."""
    return data


def _cases_v6_to_v7(data: dict[str, Any]) -> dict[str, Any]:
    """Version 6 had no case that waits for facts about its eligibility."""
    return data


_CASES = [_cases_v1_to_v2, _cases_v2_to_v3, _cases_v3_to_v4, _cases_v4_to_v5, _cases_v5_to_v6, _cases_v6_to_v7]


def create_tables(state: State) -> Tables:
    """The tables of one partition."""
    return Tables(
        submissions=state.table("submissions", Accepted),
        screened=state.table("screened", Screened),
        lots=state.table("lots", LastNumber),
        disputes=state.table("disputes", Dispute),
        under_review=state.table("under-review", UnderReview),
        filed=state.table("filed", Filed),
        filed_under=state.table("filed-under", FiledCases),
        suspected=state.table("suspected", Suspected),
        cases=state.table("cases", CaseState, _CASES),
        questioned=state.table("questioned", Questioned),
        deferred=state.table("deferred", Deferred),
        clocks=state.table("clocks", CaseClocks),
        owed=state.table("owed", Owed),
        fees=state.table("fees", Fees),
        timers=state.timers,
    )
