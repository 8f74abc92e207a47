"""The sections of a final determination, as the forms of 2013 and 2014 put them together."""

from collections.abc import Mapping

from services.letters.composition.blocks import Block, ItemHeading, Labelled, Listing, Prose, Results
from services.letters.composition.section_builder import Page, Section, credentials, lines, listed, one_line, signature
from services.letters.composition.sections.shared import REPLACES
from services.letters.letter import Letter, LetterItem, ReviewedDocument

_OUTCOMES = ("upheld", "overturned")
_NOTED = ("employer", "public")
"""Copies that leave something out, and say so."""
_CREDENTIALS = ("credentials", "panel_credentials", "panel_reviewer", "licensure", "specialties")


def copy_note(page: Page, letter: Letter) -> list[Block]:
    """Name the recipient of a copy and the omissions; the letter itself has no note."""
    if letter.copy_for is None:
        return []
    note = page.say(f"copy_{letter.copy_for}").paragraphs if letter.copy_for in _NOTED else ()
    return [Labelled(page.label("copy_for"), (" ".join((f"{page.words.copies[letter.copy_for]}.", *note)),), written=False)]


def how_made(page: Page, letter: Letter) -> list[Block]:
    """Explain how the determination was made, by one reviewer or by a panel."""
    return [page.heading("how_made"), page.say(_how_made(letter))]


def reviewer(page: Page, letter: Letter) -> list[Block]:
    """Give the credentials of each reviewer, below the preceding heading."""
    return credentials(page, letter.reviewers)


def qualifications(page: Page, letter: Letter) -> list[Block]:
    """Give the qualifications of each reviewer under a heading of their own."""
    return [page.heading("qualifications"), page.say(_how_made(letter)), *credentials(page, letter.reviewers)]


def _how_made(letter: Letter) -> str:
    return "how_made_by_panel" if letter.other_reviewers else "how_made"


def documents_reviewed(page: Page, letter: Letter) -> list[Block]:
    """List the documents by title and dates (8 CCR 9792.10.6(d))."""
    if not letter.documents_reviewed:
        return []
    entries = tuple(_document(page, document) for document in letter.documents_reviewed)
    return [page.heading("documents_reviewed"), page.say("documents_intro", leads=True), Listing(entries)]


def clinical_summary(page: Page, letter: Letter) -> list[Block]:
    """Give the clinical case summary, except in the employer's copy (LC 3762(c))."""
    if letter.copy_for == "employer":
        return []
    summary = Prose(lines(letter.clinical_summary), written=True)
    return [page.heading("clinical_summary"), page.say("summary_intro", leads=True), summary]


def items(page: Page, letter: Letter) -> list[Block]:
    """Give the decision on each item.

    All copies but the employer's have guidelines and reasons.
    """
    intro = [] if letter.copy_for == "employer" else [page.say("items_intro", leads=True)]
    return [
        page.heading("items"),
        *_joined(page, letter),
        *_not_decided(page, letter),
        *intro,
        *(block for item in letter.items for block in _item(page, letter, item)),
    ]


def _joined(page: Page, letter: Letter) -> list[Block]:
    """Name each case whose treatments are decided here, its decision and its treatments."""
    words = page.words.header
    named = {each.number: each.request for each in letter.not_decided} | {each.number: each.request for each in letter.items}
    told = tuple(
        f"{words['case_number']}: {one_line(each.case_number)}; {words['denied_on']}: {page.words.dated(each.denied_on)}; "
        f"{words['received_on']}: {page.words.dated(each.received_on)}: "
        + "; ".join(one_line(named[number]) for number in each.items if number in named)
        for each in letter.joined
    )
    return [page.say("joined_intro", leads=True), Listing(told)] if told else []


def _not_decided(page: Page, letter: Letter) -> list[Block]:
    """Name the treatments that are not decided, with the reason: authorised, or not reviewed."""
    told = tuple(f"{one_line(each.request)}: {each.reason}" for each in letter.not_decided)
    return [page.say("not_decided_intro", leads=True), Listing(told)] if told else []


def results(page: Page, letter: Letter) -> list[Block]:
    """Give the decisions alone, numbered."""
    return [page.heading("results"), page.say("results_intro", leads=True), _results(page, letter)]


def dates(page: Page, letter: Letter) -> list[Block]:
    """Give the days of application, denial and notice of assignment, and the results again."""
    told = (
        page.say("filed", received_on=page.dated(letter.received_on)),
        page.say("denied", denied_on=page.dated(letter.denied_on)),
        page.say("assigned", assigned_on=page.dated(letter.assigned_on)),
    )
    known = Prose(tuple(paragraph for each in told for paragraph in each.paragraphs))
    return [page.heading("dates"), known, page.say("results_again", leads=True), _results(page, letter)]


def effect(page: Page, _letter: Letter) -> list[Block]:
    """State the effect of the determination (LC 4610.6(g))."""
    return [page.heading("effect"), page.say("effect")]


def signed(page: Page, _letter: Letter) -> list[Block]:
    """Sign for the office."""
    return signature(page)


def recipients(page: Page, letter: Letter) -> list[Block]:
    """List the recipients of copies."""
    return listed(page, "recipients", letter.recipients)


SECTIONS: Mapping[str, Section[Letter]] = {
    "copy_note": Section(copy_note, labels=("copy_for",), statements={f"copy_{kind}": () for kind in _NOTED}),
    "replaces": REPLACES,
    "how_made": Section(how_made, headings=("how_made",), statements={"how_made": (), "how_made_by_panel": ()}),
    "credentials": Section(reviewer, labels=_CREDENTIALS),
    "qualifications": Section(
        qualifications,
        headings=("qualifications",),
        labels=_CREDENTIALS,
        statements={"how_made": (), "how_made_by_panel": ()},
    ),
    "documents_reviewed": Section(documents_reviewed, headings=("documents_reviewed",), statements={"documents_intro": ()}),
    "clinical_summary": Section(clinical_summary, headings=("clinical_summary",), statements={"summary_intro": ()}),
    "items": Section(
        items,
        headings=("items",),
        labels=("claims_administrator_guideline", "reviewer_guideline", "rationale"),
        outcomes=_OUTCOMES,
        statements={"items_intro": (), "joined_intro": (), "not_decided_intro": ()},
    ),
    "results": Section(results, headings=("results",), outcomes=_OUTCOMES, statements={"results_intro": ()}),
    "dates": Section(
        dates,
        headings=("dates",),
        outcomes=_OUTCOMES,
        statements={"filed": ("received_on",), "denied": ("denied_on",), "assigned": ("assigned_on",), "results_again": ()},
    ),
    "effect": Section(effect, headings=("effect",), statements={"effect": ()}),
    "signature": Section(signed, labels=("signed_by",)),
    "recipients": Section(recipients, headings=("recipients",)),
}


def _item(page: Page, letter: Letter, item: LetterItem) -> list[Block]:
    heading = ItemHeading(one_line(item.request), page.words.outcomes[item.outcome])
    if letter.copy_for == "employer":
        return [heading]
    return [
        heading,
        page.labelled("claims_administrator_guideline", item.claims_administrator_guideline, leads=False),
        page.labelled("reviewer_guideline", item.reviewer_guideline),
        page.labelled("rationale", f"{item.rationale} {item.closing}", leads=False),
    ]


def _results(page: Page, letter: Letter) -> Results:
    decided = tuple((one_line(item.request), page.words.outcomes[item.outcome]) for item in letter.items)
    return Results(decided, tuple(item.number for item in letter.items))


def _document(page: Page, document: ReviewedDocument) -> str:
    dates = page.words.span(document.from_on, document.to_on)
    return ", ".join([one_line(document.title), dates] if dates else [one_line(document.title)])
