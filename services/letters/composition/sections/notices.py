"""The sections of the cover letter, and of notices of ineligibility, termination, remand."""

from collections.abc import Mapping

from services.letters.composition.blocks import Block, Results
from services.letters.composition.section_builder import FieldMissing, Page, Section, listed, one_line
from services.letters.composition.sections.shared import GROUND, REPLACES, SHARED, reasons
from services.letters.notices import CoverLetter, IneligibilityNotice, RemandNotice, TerminationNotice

_APPEAL = {"appeal": ("appeal_days", "dated_on")}
_LAST_DAY = {
    "last_day_to_appeal": ("appeal_until", "dated_on"),
    "last_day_after_delivery": ("appeal_days",),
    "last_day_of_others": (),
}

_ENDS = ("determination", "ineligibility", "termination")

MEND = "mend_"
"""Begins the sentence on how a reason can be mended; others have `next_steps`."""


def outcome(page: Page, letter: CoverLetter) -> list[Block]:
    """Give the outcome in a sentence for the case and a line for each treatment."""
    sentence = page.say(f"outcome_{_outcome(letter)}", leads=True)
    decided = tuple((one_line(item.request), page.words.outcomes[item.outcome]) for item in letter.items)
    numbers = tuple(item.number or place for place, item in enumerate(letter.items, start=1))
    return [page.heading("outcome"), sentence, Results(decided, numbers)]


def meaning(page: Page, letter: CoverLetter) -> list[Block]:
    """Explain the outcomes of this case: "upheld" is easily taken for good news."""
    outcomes = {item.outcome for item in letter.items}
    return [page.heading("meaning"), *(page.say(f"meaning_{each}") for each in ("upheld", "overturned") if each in outcomes)]


def binding(page: Page, letter: CoverLetter) -> list[Block]:
    """State whom the determination binds (LC 4610.6(g)).

    Where treatment is approved, the claims administrator's duty follows (8 CCR 9792.10.7).
    """
    is_owed = any(item.outcome == "overturned" for item in letter.items)
    return [page.heading("binding"), page.say("binding"), *([page.say("duty")] if is_owed else [])]


def appeal(page: Page, notice: CoverLetter | IneligibilityNotice | TerminationNotice) -> list[Block]:
    """Give place, time and grounds of an appeal; layouts of version 1 name a number of days."""
    if notice.appeal_days is None:
        raise FieldMissing("appeal_days")
    return [page.heading("appeal"), page.say("appeal", appeal_days=str(notice.appeal_days), dated_on=page.dated(notice.dated_on))]


def last_day_to_appeal(page: Page, notice: CoverLetter | IneligibilityNotice) -> list[Block]:
    """Name the addressee's last day to appeal (LC 4610.6(h); 8 CCR 10575).

    Before it is handed over that day is not known; a party without an appeal is told who has one.
    """
    if notice.appeal_until is not None:
        until, dated_on = page.dated(notice.appeal_until), page.dated(notice.dated_on)
        return [page.heading("appeal"), page.say("last_day_to_appeal", appeal_until=until, dated_on=dated_on)]
    if notice.appeal_days is not None:
        return [page.heading("appeal"), page.say("last_day_after_delivery", appeal_days=str(notice.appeal_days))]
    return [page.heading("appeal"), page.say("last_day_of_others")]


def last_day_and_grounds(page: Page, letter: CoverLetter) -> list[Block]:
    """Name the last day to appeal and the grounds of an appeal."""
    return [*last_day_to_appeal(page, letter), page.say("appeal_grounds")]


def finding(page: Page, notice: IneligibilityNotice) -> list[Block]:
    """State that the application cannot be reviewed, and each reason in words."""
    return [page.heading("finding"), page.say("finding", leads=True), reasons(notice.reasons)]


def next_steps(page: Page, _notice: IneligibilityNotice) -> list[Block]:
    """Tell the employee the remaining options."""
    return [page.heading("next_steps"), page.say("next_steps")]


def mending(page: Page, notice: IneligibilityNotice) -> list[Block]:
    """Tell for each reason how it can be mended, in the order of the reasons."""
    of_codes = (f"{MEND}{each.code}" for each in notice.reasons)
    names = dict.fromkeys(name if page.says(name) else "next_steps" for name in of_codes)
    return [page.heading("next_steps"), *(page.say(name) for name in names)]


def last_day(page: Page, notice: IneligibilityNotice | TerminationNotice) -> list[Block]:
    """Give the last day to appeal in a sentence of its own (8 CCR 10575(a)), if there is one."""
    return [page.say("last_day", appeal_until=page.dated(notice.appeal_until))]


def ending(page: Page, notice: TerminationNotice) -> list[Block]:
    """State when and why the review ended."""
    return [page.heading("ending"), page.say("ending", leads=True, ended_on=page.dated(notice.ended_on)), reasons(notice.reasons)]


def ending_on_ground(page: Page, notice: TerminationNotice) -> list[Block]:
    """State when the review ended, and why in the language of the letter (LC 4610.5(g))."""
    ended = page.say("ending", ended_on=page.dated(notice.ended_on))
    names = [f"{GROUND}{each.code}" for each in notice.reasons]
    grounds = [page.say(name) for name in names if page.says(name)]
    others = [each for each, name in zip(notice.reasons, names, strict=True) if not page.says(name)]
    return [page.heading("ending"), ended, *grounds, *([reasons(others)] if others else [])]


def requests(page: Page, notice: TerminationNotice | RemandNotice) -> list[Block]:
    """List the treatments concerned."""
    return listed(page, "requests", notice.requests)


def ending_effect(page: Page, _notice: TerminationNotice) -> list[Block]:
    """State that the end of the review decided nothing."""
    return [page.heading("ending_effect"), page.say("ending_effect")]


def order(page: Page, notice: RemandNotice) -> list[Block]:
    """State what the court set aside, and when (LC 4610.6(i))."""
    return [page.heading("order"), page.say(f"order_{notice.set_aside}", ordered_on=page.dated(notice.ordered_on))]


def new_review(page: Page, notice: RemandNotice) -> list[Block]:
    """Tell that others review the case anew, without their names (LC 4610.6(f))."""
    return [page.heading("new_review"), page.say(f"new_review_{notice.set_aside}")]


COVER_SECTIONS: Mapping[str, Section[CoverLetter]] = {
    **SHARED,
    "replaces": REPLACES,
    "outcome": Section(
        outcome,
        headings=("outcome",),
        outcomes=("upheld", "overturned"),
        statements={"outcome_uphold": (), "outcome_overturn": (), "outcome_partial_overturn": ()},
    ),
    "meaning": Section(meaning, headings=("meaning",), statements={"meaning_upheld": (), "meaning_overturned": ()}),
    "binding": Section(binding, headings=("binding",), statements={"binding": (), "duty": ()}),
    "appeal": Section(appeal, headings=("appeal",), statements=_APPEAL),
    "last_day_to_appeal": Section(last_day_and_grounds, headings=("appeal",), statements={**_LAST_DAY, "appeal_grounds": ()}),
}

INELIGIBILITY_SECTIONS: Mapping[str, Section[IneligibilityNotice]] = {
    **SHARED,
    "finding": Section(finding, headings=("finding",), statements={"finding": ()}),
    "next_steps": Section(next_steps, headings=("next_steps",), statements={"next_steps": ()}),
    "mending": Section(mending, headings=("next_steps",), statements={"next_steps": ()}, families=(MEND,)),
    "appeal": Section(appeal, headings=("appeal",), statements=_APPEAL),
    "last_day": Section(last_day, statements={"last_day": ("appeal_until",)}),
}

TERMINATION_SECTIONS: Mapping[str, Section[TerminationNotice]] = {
    **SHARED,
    "ending": Section(ending, headings=("ending",), statements={"ending": ("ended_on",)}),
    "ending_on_ground": Section(
        ending_on_ground,
        headings=("ending",),
        statements={"ending": ("ended_on",)},
        families=(GROUND,),
    ),
    "requests": Section(requests, headings=("requests",)),
    "ending_effect": Section(ending_effect, headings=("ending_effect",), statements={"ending_effect": ()}),
    "appeal": Section(appeal, headings=("appeal",), statements=_APPEAL),
    "last_day": Section(last_day, statements={"last_day": ("appeal_until",)}),
}

REMAND_SECTIONS: Mapping[str, Section[RemandNotice]] = {
    **SHARED,
    "order": Section(
        order,
        headings=("order",),
        statements={f"order_{each}": ("ordered_on",) for each in _ENDS},
    ),
    "requests": Section(requests, headings=("requests",)),
    "new_review": Section(new_review, headings=("new_review",), statements={f"new_review_{each}": () for each in _ENDS}),
}


def _outcome(letter: CoverLetter) -> str:
    """Return the outcome of the case; partial exists only here, never for an item."""
    outcomes = {item.outcome for item in letter.items}
    if len(outcomes) > 1:
        return "partial_overturn"
    return "uphold" if outcomes == {"upheld"} else "overturn"
