"""The notices that ask parties: the reviewer's questions, and facts about the eligibility."""

from hashlib import sha256

from schemas.messages.acts.questions import FactsAsked
from schemas.messages.lifecycle import InformationRequested
from services.letters.handlers.notifying.writing import Writing
from services.letters.notices import MissingFact, MissingFactsNotice, QuestionsNotice


def questions(event: InformationRequested, writing: Writing) -> QuestionsNotice:
    """Ask the parties the questions, with the last day to answer (8 CCR 9792.10.5)."""
    return QuestionsNotice(
        kind="questions-notice",
        **writing.shared,
        asked=event.asked,
        explanation=event.explanation,
        answer_due_on=writing.rules.local_date(event.answer_due_at),
        send_to=writing.maker.records_address,
    )


def request(event: InformationRequested) -> str:
    """Tell two requests of one day apart, without their words."""
    return f"{event.answer_due_at.date()}/{sha256(' '.join(event.asked).encode()).hexdigest()[:16]}"


def missing_facts(event: FactsAsked, writing: Writing) -> MissingFactsNotice:
    """Ask for the facts on which the eligibility rests (8 CCR 9792.10.3(c)).

    A fact of several treatments is asked for once, with their names.
    """
    known = writing.facts.by_item
    fields = dict.fromkeys(each.field for each in event.asked)
    asked = tuple(
        MissingFact(
            field=field,
            question=next(each.question for each in event.asked if each.field == field),
            requests=tuple(known[each.item] for each in event.asked if each.field == field and each.item in known),
        )
        for field in fields
    )
    return MissingFactsNotice(
        kind="missing-facts-notice",
        **writing.shared,
        asked=asked,
        answer_due_on=writing.rules.local_date(event.answer_due_at),
        send_to=writing.maker.records_address,
    )


def facts(event: FactsAsked) -> str:
    """Tell two lists of questions apart: by their end, and the fields that they ask for."""
    return f"{event.answer_due_at.isoformat()}/{','.join(f'{each.field}-{each.item or 0}' for each in event.asked)}"
