"""The sections of the notice that asks for facts on which the eligibility rests."""

from collections.abc import Iterator, Mapping

from services.letters.composition.blocks import Block
from services.letters.composition.section_builder import Page, Section
from services.letters.composition.sections.shared import SEND_TO, SHARED, entries
from services.letters.notices import MissingFact, MissingFactsNotice

ASKED = "asked_"
"""Begins the sentence that asks for a field; another fact is asked for in intake's words."""


def missing_facts(page: Page, notice: MissingFactsNotice) -> list[Block]:
    """Ask for each fact, with its paper and who can tell it (8 CCR 9792.10.3(c))."""
    facts = (block for each in notice.asked for block in _fact(page, each))
    return [page.heading("missing_facts"), page.say("missing_facts"), *facts]


def _fact(page: Page, fact: MissingFact) -> Iterator[Block]:
    sentence = f"{ASKED}{fact.field.replace('-', '_')}"
    if page.says(sentence):
        yield page.say(sentence, leads=bool(fact.requests))
        yield from entries(fact.requests)
    else:
        yield from entries([fact.question, *fact.requests])


def last_day_to_answer(page: Page, notice: MissingFactsNotice) -> list[Block]:
    """Name the last day for an answer, or say that it passed before the notice."""
    name = "answer_time_ended" if notice.answer_due_on < notice.dated_on else "answer_due_on"
    return [page.heading("answering"), page.say(name, answer_due_on=page.dated(notice.answer_due_on)), page.say("answering")]


def without_answer(page: Page, _notice: MissingFactsNotice) -> list[Block]:
    """Tell how the application is decided if nobody answers."""
    return [page.heading("without_answer"), page.say("without_answer")]


MISSING_FACTS_SECTIONS: Mapping[str, Section[MissingFactsNotice]] = {
    **SHARED,
    "missing_facts": Section(missing_facts, headings=("missing_facts",), statements={"missing_facts": ()}, families=(ASKED,)),
    "last_day_to_answer": Section(
        last_day_to_answer,
        headings=("answering",),
        statements={**dict.fromkeys(("answer_due_on", "answer_time_ended"), ("answer_due_on",)), "answering": ()},
    ),
    "without_answer": Section(without_answer, headings=("without_answer",), statements={"without_answer": ()}),
    "send_to": SEND_TO,
}
