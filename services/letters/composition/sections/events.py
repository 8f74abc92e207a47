"""The sections of notices of a case's course, such as assignment, deferral, conversion."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.letters.composition.blocks import Block, Prose, Results
from services.letters.composition.section_builder import Page, Section, lines, one_line
from services.letters.composition.sections.shared import SEND_TO, SHARED, entries, reasons
from services.letters.notices import (
    AssignmentNotice,
    ConversionNotice,
    DeferralNotice,
    DuplicateNotice,
    QuestionsNotice,
    RecordsOverdueNotice,
    ResumptionNotice,
)

_WithADay = AssignmentNotice | QuestionsNotice | ConversionNotice | ResumptionNotice


def assignment(page: Page, notice: AssignmentNotice) -> list[Block]:
    """State that the review is assigned, and the treatment in dispute (8 CCR 9792.10.4(b))."""
    told = page.say("assigned", leads=True)
    return [page.heading("assignment"), told, *entries(notice.requests), page.say("not_for_the_outcome")]


def not_under_review(page: Page, notice: AssignmentNotice) -> list[Block]:
    """Give the reasons for which single treatments are not reviewed."""
    if not notice.not_under_review:
        return []
    return [page.heading("not_under_review"), page.say("not_under_review", leads=True), reasons(notice.not_under_review)]


def records(page: Page, notice: AssignmentNotice) -> list[Block]:
    """Tell the claims administrator which records are due, and when (8 CCR 9792.10.5(a)(1))."""
    hours = None if notice.records_due_hours is None else str(notice.records_due_hours)
    from_on, requested_on = page.dated(notice.records_from_on), page.dated(notice.requested_on)
    return [
        page.heading("records"),
        _until(page, notice, "records", "records_due_on"),
        page.say("records_due_hours", records_due_hours=hours),
        page.say("records_wanted", records_from_on=from_on, requested_on=requested_on),
        page.say("records_rules"),
    ]


def worker_papers(page: Page, _notice: AssignmentNotice) -> list[Block]:
    """Tell the worker which papers may be sent."""
    return [page.heading("worker_papers"), page.say("worker_papers")]


def overdue(page: Page, notice: RecordsOverdueNotice) -> list[Block]:
    """State that records did not come in time, and the consequences (LC 4610.5(i))."""
    due_on = page.dated(notice.records_due_on)
    return [page.heading("overdue"), page.say("overdue", records_due_on=due_on), page.say("overdue_effect")]


def deferral(page: Page, notice: DeferralNotice) -> list[Block]:
    """State that the application waits, and why (8 CCR 9792.10.3(d))."""
    return [page.heading("deferral"), page.say(_of("deferral", notice), leads=True), reasons(notice.reasons)]


def deferral_effect(page: Page, notice: DeferralNotice) -> list[Block]:
    """Tell the parties how the review goes on."""
    return [page.heading("deferral_effect"), page.say(_of("deferral_effect", notice))]


def _of(sentence: str, notice: DeferralNotice | ResumptionNotice) -> str:
    """Return the name of the *sentence* about the review, or of that about the application."""
    return f"{sentence}_of_review" if notice.review else sentence


def resumption(page: Page, notice: ResumptionNotice) -> list[Block]:
    """State that the dispute is resolved, and for which treatments (LC 4610.5(h)(2))."""
    return [
        page.heading("resumption"),
        page.say(_of("resumption", notice), notified_on=page.dated(notice.notified_on)),
        *([page.say("requests", leads=True), *entries(notice.requests)] if notice.requests else []),
    ]


def resumption_effect(page: Page, notice: ResumptionNotice) -> list[Block]:
    """Tell the parties how the application goes on, and the last day for another one."""
    until = _until(page, notice, "filing", "file_until", notified_on=page.dated(notice.notified_on))
    return [page.heading("resumption_effect"), page.say(_of("resumption_effect", notice)), *([until] if notice.file_until else [])]


def duplicate(page: Page, notice: DuplicateNotice) -> list[Block]:
    """Name the case in which each treatment is under review (8 CCR 9792.10.3(a)(2))."""
    items = Results(tuple((one_line(item.request), one_line(item.case_number)) for item in notice.items))
    return [page.heading("duplicate"), page.say("duplicate", leads=True, received_on=page.dated(notice.received_on)), items]


def duplicate_effect(page: Page, notice: DuplicateNotice) -> list[Block]:
    """Tell the parties that nothing is lost, and how to object."""
    return [page.heading("duplicate_effect"), page.say("duplicate_effect", submission=one_line(notice.submission))]


def appeal(page: Page, notice: DuplicateNotice) -> list[Block]:
    """Give place and time of an appeal, with the last day in a sentence of its own."""
    days = None if notice.appeal_days is None else str(notice.appeal_days)
    return [
        page.heading("appeal"),
        page.say("appeal", appeal_days=days, dated_on=page.dated(notice.dated_on)),
        page.say("last_day", appeal_until=page.dated(notice.appeal_until)),
    ]


def questions(page: Page, notice: QuestionsNotice) -> list[Block]:
    """Ask the reviewer's questions, say why, and name the last day (8 CCR 9792.10.5)."""
    why = [Prose(tuple(lines(notice.explanation)), written=True)] if notice.explanation else []
    return [
        page.heading("questions"),
        page.say("questions", leads=True),
        *entries(notice.asked),
        *([page.say("explanation", leads=True), *why] if why else []),
        _until(page, notice, "answer", "answer_due_on"),
    ]


def answering(page: Page, _notice: QuestionsNotice) -> list[Block]:
    """Tell who may answer, and how the review goes on without an answer."""
    return [page.heading("answering"), page.say("answering")]


def conversion(page: Page, notice: ConversionNotice) -> list[Block]:
    """State the priority of the review from now on, and the certification."""
    certified_on = page.dated(notice.certified_on)
    return [
        page.heading("conversion"),
        page.say(f"conversion_{notice.priority.lower()}"),
        page.say("certified_on", certified_on=certified_on),
    ]


def conversion_clocks(page: Page, notice: ConversionNotice) -> list[Block]:
    """Name the day on which the determination or, before it, the records are due."""
    hours = None if notice.records_due_hours is None else str(notice.records_due_hours)
    return [
        page.heading("conversion_clocks"),
        _until(page, notice, "determination", "determination_due_on"),
        _until(page, notice, "records", "records_due_on"),
        page.say("records_due_hours", records_due_hours=hours),
        page.say("conversion_effect"),
    ]


def _until(page: Page, notice: _WithADay, of: str, field: str, **places: Any) -> Prose:
    """Return the sentence on the last day in *field*, or that it passed before the notice."""
    day: date | None = getattr(notice, field)
    has_passed = day is not None and day < notice.dated_on
    places[field] = page.dated(day)
    return page.say(f"{of}_time_ended" if has_passed else field, **places)


QUESTIONS_SECTIONS: Mapping[str, Section[QuestionsNotice]] = {
    **SHARED,
    "questions": Section(
        questions,
        headings=("questions",),
        statements={
            "questions": (),
            "explanation": (),
            **dict.fromkeys(("answer_due_on", "answer_time_ended"), ("answer_due_on",)),
        },
    ),
    "answering": Section(answering, headings=("answering",), statements={"answering": ()}),
    "send_to": SEND_TO,
}

ASSIGNMENT_SECTIONS: Mapping[str, Section[AssignmentNotice]] = {
    **SHARED,
    "assignment": Section(assignment, headings=("assignment",), statements={"assigned": (), "not_for_the_outcome": ()}),
    "not_under_review": Section(not_under_review, headings=("not_under_review",), statements={"not_under_review": ()}),
    "records": Section(
        records,
        headings=("records",),
        statements={
            "records_due_on": ("records_due_on",),
            "records_time_ended": ("records_due_on",),
            "records_due_hours": ("records_due_hours",),
            "records_wanted": ("records_from_on", "requested_on"),
            "records_rules": (),
        },
    ),
    "worker_papers": Section(worker_papers, headings=("worker_papers",), statements={"worker_papers": ()}),
    "send_to": SEND_TO,
}

RECORDS_OVERDUE_SECTIONS: Mapping[str, Section[RecordsOverdueNotice]] = {
    **SHARED,
    "overdue": Section(overdue, headings=("overdue",), statements={"overdue": ("records_due_on",), "overdue_effect": ()}),
    "send_to": SEND_TO,
}

DEFERRAL_SECTIONS: Mapping[str, Section[DeferralNotice]] = {
    **SHARED,
    "deferral": Section(deferral, headings=("deferral",), statements={"deferral": (), "deferral_of_review": ()}),
    "deferral_effect": Section(
        deferral_effect, headings=("deferral_effect",), statements={"deferral_effect": (), "deferral_effect_of_review": ()}
    ),
}

RESUMPTION_SECTIONS: Mapping[str, Section[ResumptionNotice]] = {
    **SHARED,
    "resumption": Section(
        resumption,
        headings=("resumption",),
        statements={"resumption": ("notified_on",), "resumption_of_review": ("notified_on",), "requests": ()},
    ),
    "resumption_effect": Section(
        resumption_effect,
        headings=("resumption_effect",),
        statements={
            "resumption_effect": (),
            "resumption_effect_of_review": (),
            **dict.fromkeys(("file_until", "filing_time_ended"), ("file_until", "notified_on")),
        },
    ),
}

CONVERSION_SECTIONS: Mapping[str, Section[ConversionNotice]] = {
    **SHARED,
    "conversion": Section(
        conversion,
        headings=("conversion",),
        statements={"conversion_expedited": (), "conversion_standard": (), "certified_on": ("certified_on",)},
    ),
    "conversion_clocks": Section(
        conversion_clocks,
        headings=("conversion_clocks",),
        statements={
            "determination_due_on": ("determination_due_on",),
            "determination_time_ended": ("determination_due_on",),
            "records_due_on": ("records_due_on",),
            "records_time_ended": ("records_due_on",),
            "records_due_hours": ("records_due_hours",),
            "conversion_effect": (),
        },
    ),
    "send_to": SEND_TO,
}

DUPLICATE_SECTIONS: Mapping[str, Section[DuplicateNotice]] = {
    **SHARED,
    "duplicate": Section(duplicate, headings=("duplicate",), statements={"duplicate": ("received_on",)}),
    "duplicate_effect": Section(duplicate_effect, headings=("duplicate_effect",), statements={"duplicate_effect": ("submission",)}),
    "appeal": Section(
        appeal, headings=("appeal",), statements={"appeal": ("appeal_days", "dated_on"), "last_day": ("appeal_until",)}
    ),
}
