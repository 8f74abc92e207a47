"""Answers to the questions about the eligibility, and the end of their time."""

from datetime import datetime

from jurisdictions.model import Jurisdiction
from schemas.message import Message
from schemas.messages.acts.questions import FactsOverdue
from schemas.messages.application import Application
from services.intake.clocks.deadlines import missed
from services.intake.clocks.running import ANSWER_DUE, JurisdictionOf, stop
from services.intake.domain.lifecycle.states import Act
from services.intake.handlers.asking import facts_to_ask
from services.intake.handlers.known_items import take_from_review
from services.intake.handlers.screening import screen
from services.intake.state import Tables


def on_answer_due(subject: str, due_at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf) -> list[Message]:
    """Nobody told the facts in time: the application is screened on those that are known."""
    held = tables.questioned.get(subject)
    if held is None or (late := missed(subject, due_at, ANSWER_DUE, tables, jurisdiction_of)) is None:
        return []
    rules = jurisdiction_of(held.submission.application.jurisdiction)
    overdue = FactsOverdue(case_number=subject, asked=held.asked, answer_due_at=late.due_at)
    return [late, overdue, *_screened(subject, "answer-due", "no answer came", due_at, tables, rules)]


def take_answer(number: str, answered: Application, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Keep the application with its answers; with the last one it is screened.

    The time for the others runs on, and a question that an answer raises has no time of its own.
    """
    held = tables.questioned[number]
    submission = held.submission.model_copy(update={"application": answered})
    left = facts_to_ask(submission, at, rules)
    tables.questioned[number] = held.model_copy(update={"submission": submission, "asked": left or held.asked})
    return [] if left else _screened(number, "amend-application", "the questions are answered", at, tables, rules)


def _screened(number: str, act: Act, because: str, at: datetime, tables: Tables, rules: Jurisdiction) -> list[Message]:
    """Screen the application of a case whose questions are closed."""
    held = tables.questioned.pop(number)
    take_from_review(number, held.submission.application, tables)
    stopped = stop(number, at, because, tables, [ANSWER_DUE])
    times = {"complete_at": held.complete_at, "resolved_at": held.resolved_at}
    return [*stopped, *screen(number, held.submission, at, tables, rules, held.dropped, act=act, **times)]
