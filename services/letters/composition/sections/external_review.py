"""The sections of a federal external review decision, in the order of 45 CFR 147.136(d)."""

from collections.abc import Iterable, Mapping

from services.letters.composition.blocks import Block, ItemHeading, Listing, Prose, Results
from services.letters.composition.section_builder import Page, Section, credentials, lines, one_line
from services.letters.composition.sections.shared import SHARED
from services.letters.external_review import CodeMeaning, ExternalReviewNotice

_OUTCOMES = ("upheld", "overturned")


def decision(page: Page, notice: ExternalReviewNotice) -> list[Block]:
    """Give the decision first: many claimants read no further."""
    results = Results(tuple((one_line(item.request), page.words.outcomes[item.outcome]) for item in notice.items))
    return [page.heading("decision"), page.say("decision", leads=True, plan=one_line(notice.plan)), results]


def claim(page: Page, notice: ExternalReviewNotice) -> list[Block]:
    """Give the reason for the request and the codes with their meanings."""
    codes = _codes(page, "diagnoses", notice.diagnoses) + _codes(page, "treatments", notice.treatments)
    return [page.heading("claim"), Prose(lines(notice.case_description), written=True), *codes]


def how_made(page: Page, notice: ExternalReviewNotice) -> list[Block]:
    """Give the days of assignment and decision and the reviewer's field."""
    told = page.say("how_made", assigned_on=page.dated(notice.assigned_on), decided_on=page.dated(notice.decided_on))
    return [page.heading("how_made"), told, *credentials(page, (notice.reviewer,))]


def evidence(page: Page, notice: ExternalReviewNotice) -> list[Block]:
    """List the evidence, coverage provisions and standards that were considered."""
    entries = tuple(one_line(each) for each in notice.evidence)
    return [page.heading("evidence"), page.say("evidence_intro", leads=True), Listing(entries)]


def items(page: Page, notice: ExternalReviewNotice) -> list[Block]:
    """Give the principal reasons for each decision."""
    blocks: list[Block] = [page.heading("items")]
    for item in notice.items:
        blocks += [
            ItemHeading(one_line(item.request), page.words.outcomes[item.outcome]),
            page.labelled("denial_reason", item.denial_reason, leads=False),
            page.labelled("standards", item.standards),
            page.labelled("rationale", item.rationale, leads=False),
        ]
    return blocks


def effect(page: Page, notice: ExternalReviewNotice) -> list[Block]:
    """State whom the decision binds, the next steps, and that a court may be asked."""
    plan = one_line(notice.plan)
    return [page.heading("effect"), page.say("binding", plan=plan), page.say("next", plan=plan), page.say("judicial_review")]


def assistance(page: Page, notice: ExternalReviewNotice) -> list[Block]:
    """Name the offices that help consumers (Public Health Service Act 2793)."""
    if not notice.assistance:
        return []
    entries = tuple(one_line(", ".join((office.name, *office.contact))) for office in notice.assistance)
    return [page.heading("assistance"), page.say("assistance_intro", leads=True), Listing(entries)]


SECTIONS: Mapping[str, Section[ExternalReviewNotice]] = {
    **SHARED,
    "decision": Section(decision, headings=("decision",), outcomes=_OUTCOMES, statements={"decision": ("plan",)}),
    "claim": Section(claim, headings=("claim",), labels=("diagnoses", "treatments")),
    "how_made": Section(
        how_made,
        headings=("how_made",),
        labels=("credentials", "licensure", "specialties"),
        statements={"how_made": ("assigned_on", "decided_on")},
    ),
    "evidence": Section(evidence, headings=("evidence",), statements={"evidence_intro": ()}),
    "items": Section(items, headings=("items",), labels=("denial_reason", "standards", "rationale"), outcomes=_OUTCOMES),
    "effect": Section(effect, headings=("effect",), statements={"binding": ("plan",), "next": ("plan",), "judicial_review": ()}),
    "assistance": Section(assistance, headings=("assistance",), statements={"assistance_intro": ()}),
}


def _codes(page: Page, label: str, codes: Iterable[CodeMeaning]) -> list[Block]:
    """Return codes with their meanings, or nothing."""
    printed = "; ".join(f"{one_line(code.code)}, {one_line(code.meaning)}" for code in codes)
    return [page.labelled(label, printed, leads=False)] if printed else []
