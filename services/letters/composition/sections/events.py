"""The sections of notices of a case's course, such as assignment, deferral, conversion."""

from collections.abc import Mapping
from datetime import date

from services.letters.composition.blocks import Address, Block, Listing, Prose, Results
from services.letters.composition.section_builder import Page, Section, lines, one_line
from services.letters.composition.sections.shared import SHARED, reasons
from services.letters.notices import (
    AmendedLine,
    AmendmentNotice,
    AssignmentNotice,
    ConsolidationNotice,
    ConversionNotice,
    DeferralNotice,
    DuplicateNotice,
    QuestionsNotice,
    RecordsOverdueNotice,
    ResumptionNotice,
)

_WithAnAddress = AssignmentNotice | RecordsOverdueNotice | QuestionsNotice | ConversionNotice | AmendmentNotice


def assignment(page: Page, notice: AssignmentNotice) -> list[Block]:
    """State that the review is assigned, and the treatment in dispute (8 CCR 9792.10.4(b))."""
    told = page.say("assigned", leads=True)
    return [page.heading("assignment"), told, *_list(notice.requests), page.say("not_for_the_outcome")]


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
        page.say("records_due_on", records_due_on=page.dated(notice.records_due_on)),
        page.say("records_due_hours", records_due_hours=hours),
        page.say("records_wanted", records_from_on=from_on, requested_on=requested_on),
        page.say("records_rules"),
    ]


def worker_papers(page: Page, _notice: AssignmentNotice) -> list[Block]:
    """Tell the worker which papers may be sent."""
    return [page.heading("worker_papers"), page.say("worker_papers")]


def send_to(page: Page, notice: _WithAnAddress) -> list[Block]:
    """Give the place to which papers are sent, and the number to write on them."""
    where: list[Block] = [Address(tuple(one_line(line) for line in notice.send_to))] if notice.send_to else []
    return [page.heading("send_to"), page.say("send_to", leads=bool(where), case_number=one_line(notice.case_number)), *where]


def overdue(page: Page, notice: RecordsOverdueNotice) -> list[Block]:
    """State that records did not come in time, and the consequences (LC 4610.5(i))."""
    due_on = page.dated(notice.records_due_on)
    return [page.heading("overdue"), page.say("overdue", records_due_on=due_on), page.say("overdue_effect")]


def deferral(page: Page, notice: DeferralNotice) -> list[Block]:
    """State that the application waits, and why (8 CCR 9792.10.3(d))."""
    return [page.heading("deferral"), page.say("deferral", leads=True), reasons(notice.reasons)]


def deferral_effect(page: Page, _notice: DeferralNotice) -> list[Block]:
    """Tell the parties how the review goes on."""
    return [page.heading("deferral_effect"), page.say("deferral_effect")]


def resumption(page: Page, notice: ResumptionNotice) -> list[Block]:
    """State that the dispute is resolved, and for which treatments (LC 4610.5(h)(2))."""
    return [
        page.heading("resumption"),
        page.say("resumption", notified_on=page.dated(notice.notified_on)),
        *([page.say("requests", leads=True), *_list(notice.requests)] if notice.requests else []),
    ]


def resumption_effect(page: Page, notice: ResumptionNotice) -> list[Block]:
    """Tell the parties how the application goes on, and the last day for another one."""
    until, notified_on = notice.file_until, page.dated(notice.notified_on)
    return [
        page.heading("resumption_effect"),
        page.say("resumption_effect"),
        *([page.say("file_until", file_until=page.dated(until), notified_on=notified_on)] if until else []),
    ]


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
        *_list(notice.asked),
        *([page.say("explanation", leads=True), *why] if why else []),
        page.say("answer_due_on", answer_due_on=page.dated(notice.answer_due_on)),
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
        page.say("determination_due_on", determination_due_on=page.dated(notice.determination_due_on)),
        page.say("records_due_on", records_due_on=page.dated(notice.records_due_on)),
        page.say("records_due_hours", records_due_hours=hours),
        page.say("conversion_effect"),
    ]


def consolidation(page: Page, notice: ConsolidationNotice) -> list[Block]:
    """Name both cases with their utilization review decisions, and the treatments that go on."""
    into = one_line(notice.into)
    return [
        page.heading("consolidation"),
        page.say("consolidation", case_number=one_line(notice.case_number), into=into),
        page.say("denied_here", case_number=one_line(notice.case_number), denied_on=page.dated(notice.denied_on)),
        page.say("denied_there", into=into, into_denied_on=page.dated(notice.into_denied_on)),
        *([page.say("requests", leads=True, into=into), *_list(notice.requests)] if notice.requests else []),
    ]


def consolidation_effect(page: Page, notice: ConsolidationNotice) -> list[Block]:
    """Tell the parties that one determination follows, and which number to write on papers."""
    return [page.heading("consolidation_effect"), page.say("consolidation_effect", into=one_line(notice.into))]


def amendment(page: Page, notice: AmendmentNotice) -> list[Block]:
    """State each correction of the application, with the value before if there was one."""
    return [page.heading("amendment"), *(_correction(page, each) for each in notice.changes), page.say("amendment_effect")]


def _correction(page: Page, line: AmendedLine) -> Block:
    """Return the sentence of one correction; of a date of birth it has the right one alone."""
    sentence = f"amended_{line.field.replace('-', '_')}"
    if line.field == "born-on":
        return page.say(sentence, after=page.dated(date.fromisoformat(line.after)))
    if line.field == "denial-served-on":
        before = date.fromisoformat(line.before) if line.before else None
        return page.say(sentence, after=page.dated(date.fromisoformat(line.after)), before=page.dated(before))
    return page.say(sentence, after=one_line(line.after), before=one_line(line.before or ""))


def _list(entries: tuple[str, ...]) -> list[Block]:
    return [Listing(tuple(one_line(entry) for entry in entries))] if entries else []


_SEND_TO: Section[_WithAnAddress] = Section(send_to, headings=("send_to",), statements={"send_to": ("case_number",)})

QUESTIONS_SECTIONS: Mapping[str, Section[QuestionsNotice]] = {
    **SHARED,
    "questions": Section(
        questions,
        headings=("questions",),
        statements={"questions": (), "explanation": (), "answer_due_on": ("answer_due_on",)},
    ),
    "answering": Section(answering, headings=("answering",), statements={"answering": ()}),
    "send_to": _SEND_TO,
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
            "records_due_hours": ("records_due_hours",),
            "records_wanted": ("records_from_on", "requested_on"),
            "records_rules": (),
        },
    ),
    "worker_papers": Section(worker_papers, headings=("worker_papers",), statements={"worker_papers": ()}),
    "send_to": _SEND_TO,
}

RECORDS_OVERDUE_SECTIONS: Mapping[str, Section[RecordsOverdueNotice]] = {
    **SHARED,
    "overdue": Section(overdue, headings=("overdue",), statements={"overdue": ("records_due_on",), "overdue_effect": ()}),
    "send_to": _SEND_TO,
}

DEFERRAL_SECTIONS: Mapping[str, Section[DeferralNotice]] = {
    **SHARED,
    "deferral": Section(deferral, headings=("deferral",), statements={"deferral": ()}),
    "deferral_effect": Section(deferral_effect, headings=("deferral_effect",), statements={"deferral_effect": ()}),
}

AMENDMENT_SECTIONS: Mapping[str, Section[AmendmentNotice]] = {
    **SHARED,
    "amendment": Section(
        amendment,
        headings=("amendment",),
        statements={
            "amended_employee_name": ("after", "before"),
            "amended_born_on": ("after",),
            "amended_claim_number": ("after", "before"),
            "amended_employer": ("after", "before"),
            "amended_denial_served_on": ("after", "before"),
            "amended_request": ("after", "before"),
            "amendment_effect": (),
        },
    ),
    "send_to": _SEND_TO,
}

RESUMPTION_SECTIONS: Mapping[str, Section[ResumptionNotice]] = {
    **SHARED,
    "resumption": Section(resumption, headings=("resumption",), statements={"resumption": ("notified_on",), "requests": ()}),
    "resumption_effect": Section(
        resumption_effect,
        headings=("resumption_effect",),
        statements={"resumption_effect": (), "file_until": ("file_until", "notified_on")},
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
            "records_due_on": ("records_due_on",),
            "records_due_hours": ("records_due_hours",),
            "conversion_effect": (),
        },
    ),
    "send_to": _SEND_TO,
}

CONSOLIDATION_SECTIONS: Mapping[str, Section[ConsolidationNotice]] = {
    **SHARED,
    "consolidation": Section(
        consolidation,
        headings=("consolidation",),
        statements={
            "consolidation": ("case_number", "into"),
            "denied_here": ("case_number", "denied_on"),
            "denied_there": ("into", "into_denied_on"),
            "requests": ("into",),
        },
    ),
    "consolidation_effect": Section(
        consolidation_effect, headings=("consolidation_effect",), statements={"consolidation_effect": ("into",)}
    ),
}

DUPLICATE_SECTIONS: Mapping[str, Section[DuplicateNotice]] = {
    **SHARED,
    "duplicate": Section(duplicate, headings=("duplicate",), statements={"duplicate": ("received_on",)}),
    "duplicate_effect": Section(duplicate_effect, headings=("duplicate_effect",), statements={"duplicate_effect": ("submission",)}),
    "appeal": Section(
        appeal, headings=("appeal",), statements={"appeal": ("appeal_days", "dated_on"), "last_day": ("appeal_until",)}
    ),
}
