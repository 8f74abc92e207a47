"""Correct a fact of an assessed case: a new draft on the same file."""

from datetime import datetime

from schemas.messages.acts.fact_corrections import CorrectedFact, CorrectFact
from schemas.messages.application import Application, Item, Source
from schemas.messages.decision import RequestRefused
from services.decision.assessment.config import DecisionConfig
from services.decision.assessment.item_facts import item_facts
from services.decision.domain.guidelines.facts import FactDefinition, FactValue, ReportedValue
from services.decision.domain.guidelines.units import in_form
from services.decision.domain.request.derived_facts import facts_from_dates
from services.decision.domain.signing.fact_correction import (
    Paper,
    reason_facts_not_correctable,
    reason_not_on_paper,
    reason_not_value,
)
from services.decision.domain.signing.refusal import Refusal
from services.decision.handlers.assessing import Drafted, draft_anew
from services.decision.handlers.refusals import FACT_UNCHANGED, NO_FILE_HELD, request_refused, unknown_item
from services.decision.library.library import Library
from services.decision.state import AssessedCase, Cases, status_of


def on_correct_fact(message: CorrectFact, at: datetime, *, cases: Cases, config: DecisionConfig) -> Drafted | list[RequestRefused]:
    """Assess the case again with the corrected fact, or refuse the correction.

    It stands until another one of the same fact, also when records come later.
    """
    number = message.case_number
    case, application = cases.assessed.get(number), cases.files.get(number)
    refusal = reason_facts_not_correctable(status_of(number, cases))
    if refusal is not None or case is None or application is None:
        return [request_refused(number, message, None, refusal or NO_FILE_HELD)]
    refusal = _reason_not_correction(message, case, application, config)
    if refusal is not None:
        return [request_refused(number, message, None, refusal)]
    others = tuple(each for each in case.corrections if (each.item, each.fact) != (message.item, message.fact))
    corrected = case.model_copy(update={"corrections": (*others, _corrected(message, application, at))})
    drafted = draft_anew(number, corrected, application, at, cases, config)
    if (again := cases.assessed.get(number)) is not None:
        cases.assessed[number] = again.model_copy(update={"missing": case.missing})
    return drafted


def _reason_not_correction(
    message: CorrectFact, case: AssessedCase, application: Application, config: DecisionConfig
) -> Refusal | None:
    """Return why it is refused: item, fact, value or paper, or nothing would change."""
    item = next((each for each in application.items if each.number == message.item), None)
    if item is None:
        return unknown_item(message.item)
    library = config.rules_for(application.jurisdiction).library
    refusal = reason_not_value(library.vocabulary, message.fact, message.value)
    if refusal is None and message.value is not None:
        papers = {each.id: Paper(each.pages, each.kind) for each in application.documents}
        refusal = reason_not_on_paper(library.vocabulary[message.fact], papers, message.document, message.page, message.quotation)
    if refusal is not None:
        return refusal
    return FACT_UNCHANGED if _stands_so(message, item, case, application, library) else None


def _stands_so(message: CorrectFact, item: Item, case: AssessedCase, application: Application, library: Library) -> bool:
    """Return whether the fact has this value already, from this place of the file."""
    before = next((each for each in case.corrections if (each.item, each.fact) == (message.item, message.fact)), None)
    if before is not None:
        return (before.quotation, before.range, *_said(before.value), before.source) == (
            message.quotation,
            message.range,
            *_said(message.value),
            _source(message),
        )
    written = [each for each in item.facts if each.name == message.fact]
    if message.value is None:
        requested_on, born_on = application.utilization_review.requested_on, application.employee.born_on
        dated = facts_from_dates(requested_on, application.injured_on, born_on)
        return message.fact not in item_facts(item, library, follows=dated).given
    definition = library.vocabulary[message.fact]
    known = [(*_said(_in_form(definition, each.value, each.unit)), each.source, each.range) for each in written]
    return known == [(*_said(_in_form(definition, message.value)), _source(message), message.range)]


def _said(value: FactValue | None) -> tuple[type, FactValue | None]:
    """Return *value* with its type: true is not 1."""
    return type(value), value


def _in_form(definition: FactDefinition, value: FactValue, unit: str | None = None) -> FactValue:
    return in_form(definition, ReportedValue(value, unit)).value


def _source(message: CorrectFact) -> Source | None:
    return None if message.document is None else Source(document=message.document, page=message.page, dated_on=message.dated_on)


def _corrected(message: CorrectFact, application: Application, at: datetime) -> CorrectedFact:
    written = next(each for each in application.items if each.number == message.item).facts
    return CorrectedFact(
        item=message.item,
        fact=message.fact,
        value=message.value,
        quotation=message.quotation,
        source=_source(message),
        reason=message.reason,
        actor=message.actor,
        corrected_at=at,
        replaced=tuple(each for each in written if each.name == message.fact),
        range=message.range,
    )
