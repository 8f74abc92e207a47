"""Hold cases while they are consolidated, and assess the one that goes on."""

from datetime import datetime

from schemas.message import Event
from schemas.messages.acts.consolidation import (
    CaseConsolidated,
    ConsolidationAbandoned,
    ConsolidationAnswered,
    ConsolidationAsked,
    ItemsJoined,
)
from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Source
from services.decision.assessment.config import DecisionConfig
from services.decision.domain.signing.case_status import reason_not_consolidable
from services.decision.domain.signing.refusal import Refusal
from services.decision.handlers.assessing import Drafted, end_case, on_case_ready_for_review, sign_if_it_waited
from services.decision.handlers.rechecking import await_recheck
from services.decision.state import Cases, HeldCase, WaitingCase, status_of


def on_consolidation_asked(message: ConsolidationAsked, _at: datetime, *, cases: Cases) -> list[Event]:
    """Hold both cases if neither is signed; the same question gets the same answer again."""
    pair = (message.case_number, message.with_case)
    refusal = None if _held_together(pair, cases) else _reason_against(pair, cases)
    if refusal is None:
        for number, other in (pair, pair[::-1]):
            cases.held[number] = HeldCase(with_case=other)
    return [
        ConsolidationAnswered(
            case_number=message.case_number,
            with_case=message.with_case,
            code=refusal.code if refusal else None,
            text=refusal.text if refusal else None,
            actor=message.actor,
            reason=message.reason,
            acted_at=message.acted_at,
        )
    ]


def on_case_consolidated(message: CaseConsolidated, _at: datetime, *, cases: Cases) -> list[Event]:
    """End the case without a signature; facts that people corrected go with its items."""
    case = end_case(message.case_number, f"consolidated into {message.into}", cases)
    held = cases.held.get(message.into)
    if case is not None and held is not None:
        corrections = tuple(each.model_copy(update={"item": message.items[each.item]}) for each in case.corrections)
        cases.held[message.into] = held.model_copy(update={"corrections": corrections})
    return []


def on_items_joined(message: ItemsJoined, at: datetime, *, cases: Cases, config: DecisionConfig) -> Drafted:
    """Draft the case that goes on anew; only then can it be signed again.

    Before its review its file comes with CaseReadyForReview.
    """
    number = message.case_number
    held = cases.held.get(number)
    corrections = _in_the_file(message, held.corrections if held else ())
    _let_go((number, message.from_case), cases)
    await_recheck(message, cases)
    if (case := cases.assessed.get(number)) is not None:
        cases.assessed[number] = case.model_copy(update={"corrections": (*case.corrections, *corrections)})
        return on_case_ready_for_review(message, at, cases=cases, config=config)
    waiting = cases.waiting.get(number, WaitingCase())
    if corrections:
        cases.waiting[number] = waiting.model_copy(update={"corrections": (*waiting.corrections, *corrections)})
    return [] if waiting.application is None else on_case_ready_for_review(message, at, cases=cases, config=config)


def _in_the_file(message: ItemsJoined, corrections: tuple[CorrectedFact, ...]) -> tuple[CorrectedFact, ...]:
    """Return *corrections* with the ids that their papers have in the file of both cases."""
    known = {each.id for each in message.application.documents}

    def moved(source: Source | None) -> Source | None:
        document = f"{message.from_case}-{source.document}" if source else ""
        return source.model_copy(update={"document": document}) if source and document in known else source

    return tuple(
        each.model_copy(
            update={
                "source": moved(each.source),
                "replaced": tuple(fact.model_copy(update={"source": moved(fact.source)}) for fact in each.replaced),
            }
        )
        for each in corrections
    )


def on_consolidation_abandoned(message: ConsolidationAbandoned, at: datetime, *, cases: Cases, config: DecisionConfig) -> Drafted:
    """Let both cases be signed again; with automatic signing, sign the drafts that waited."""
    pair = _let_go((message.case_number, message.with_case), cases)
    return [each for number in pair for each in sign_if_it_waited(number, at, cases, config)]


def _held_together(pair: tuple[str, str], cases: Cases) -> bool:
    one, other = pair
    return one in cases.held and cases.held[one].with_case == other


def _let_go(pair: tuple[str, str], cases: Cases) -> tuple[str, ...]:
    """End the hold of *pair*, if it is held together; return the cases that were held."""
    if not _held_together(pair, cases) and not _held_together(pair[::-1], cases):
        return ()
    return tuple(number for number in pair if cases.held.pop(number, None) is not None)


def _reason_against(pair: tuple[str, str], cases: Cases) -> Refusal | None:
    for number in pair:
        if (refusal := reason_not_consolidable(status_of(number, cases))) is not None:
            return Refusal(refusal.code, f"{number}: {refusal.text}")
    return None
