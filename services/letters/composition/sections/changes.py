"""The sections of notices of a case that changed: corrected, or decided with another."""

from collections.abc import Mapping
from datetime import date

from services.letters.composition.blocks import Block
from services.letters.composition.section_builder import Page, Section, one_line
from services.letters.composition.sections.shared import GROUND, SEND_TO, SHARED, entries, reasons
from services.letters.notices import AmendedLine, AmendmentNotice, ConsolidationNotice, ItemsEndedNotice


def consolidation(page: Page, notice: ConsolidationNotice) -> list[Block]:
    """Name both cases with their utilization review decisions, and the treatments that go on."""
    into = one_line(notice.into)
    return [
        page.heading("consolidation"),
        page.say("consolidation", case_number=one_line(notice.case_number), into=into),
        page.say("denied_here", case_number=one_line(notice.case_number), denied_on=page.dated(notice.denied_on)),
        page.say("denied_there", into=into, into_denied_on=page.dated(notice.into_denied_on)),
        *([page.say("requests", leads=True, into=into), *entries(notice.requests)] if notice.requests else []),
    ]


def consolidation_effect(page: Page, notice: ConsolidationNotice) -> list[Block]:
    """Tell the parties that one determination follows, and which number to write on papers."""
    return [page.heading("consolidation_effect"), page.say("consolidation_effect", into=one_line(notice.into))]


def amendment(page: Page, notice: AmendmentNotice) -> list[Block]:
    """State each correction of the application, with the value before if there was one."""
    return [page.heading("amendment"), *(_correction(page, each) for each in notice.changes), page.say("amendment_effect")]


def _correction(page: Page, line: AmendedLine) -> Block:
    """Return the sentence of one correction; of a date of birth it has the right one alone.

    A fact on which the eligibility rests is told without its value.
    """
    sentence = f"amended_{line.field.replace('-', '_')}"
    if line.field == "born-on":
        return page.say(sentence, after=page.dated(date.fromisoformat(line.after)))
    if line.field == "denial-served-on":
        before = date.fromisoformat(line.before) if line.before else None
        return page.say(sentence, after=page.dated(date.fromisoformat(line.after)), before=page.dated(before))
    return page.say(sentence, after=one_line(line.after), before=one_line(line.before or ""))


def items_ended(page: Page, notice: ItemsEndedNotice) -> list[Block]:
    """Name the treatments that left the review, with the day and the ground (LC 4610.5(g))."""
    ground = f"{GROUND}{notice.reason.code}"
    return [
        page.heading("items_ended"),
        page.say("items_ended", leads=True, ended_on=page.dated(notice.ended_on)),
        *entries(notice.ended),
        page.say(ground) if page.says(ground) else reasons([notice.reason]),
    ]


def items_left(page: Page, notice: ItemsEndedNotice) -> list[Block]:
    """Name the treatments on which the review goes on."""
    return [
        page.heading("items_left"),
        page.say("items_left", leads=True),
        *entries(notice.requests),
        page.say("items_ended_effect"),
    ]


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
            **dict.fromkeys(
                (
                    "amended_mailed_from",
                    "amended_employee_place",
                    "amended_formulary_status",
                    "amended_emergency_care",
                    "amended_proof_of_representation",
                    "amended_designated_on",
                ),
                (),
            ),
            "amendment_effect": (),
        },
    ),
    "send_to": SEND_TO,
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

ITEMS_ENDED_SECTIONS: Mapping[str, Section[ItemsEndedNotice]] = {
    **SHARED,
    "items_ended": Section(items_ended, headings=("items_ended",), statements={"items_ended": ("ended_on",)}, families=(GROUND,)),
    "items_left": Section(items_left, headings=("items_left",), statements={"items_left": (), "items_ended_effect": ()}),
}
