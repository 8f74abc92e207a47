"""The reviewer's view of one item: the answer first, then the rest that it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cli.session.output import counted, say, terminal_width
from cli.session.table import Prose, print_table
from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.assessment import Assessment, CriterionResult, GuidelineTrace, UnderReview
from services.decision.assessment.translation import applied_guideline
from services.decision.domain.reasons.proposal import REPEATS
from terms.request.reading import RequestReading

OTHER_EDITION = "It holds for requests from "
"""The beginning of the reason why a guideline of other dates does not apply."""

_PROPOSALS = {
    "upheld": "upheld: the denial stands",
    "overturned": "overturned: the treatment is approved",
    None: "none: yours to decide",
}

Row = tuple[str, str]
"""A label, and a sentence or a phrase."""


def print_item(assessment: Assessment, reading: RequestReading, corrections: Sequence[CorrectedFact] = ()) -> None:
    """Print an item: request as read, proposal, its grounds, the missing, the rest."""
    say(f"{assessment.item}. {assessment.request}", style="bold")
    lead = [*_read(assessment, reading), ("proposal", _PROPOSALS[assessment.proposal]), *_grounds(assessment)]
    missing = [("missing", each) for each in assessment.undocumented]
    _print_rows([*lead, *missing, *_corrected(assessment, corrections)])
    said = {text for _, text in (*lead, *missing)}
    _print_rows([row for row in _rest(assessment) if row[1] not in said])
    _print_others(assessment.trace)
    say(*f"{assessment.rationale} {assessment.closing}".splitlines(), "", indent=3, style="italic")


def _print_rows(rows: Sequence[Row]) -> None:
    """Print *rows*; on a terminal a label stands once for the rows that share it."""
    if terminal_width() is not None:
        rows = [("" if place and label == rows[place - 1][0] else label, text) for place, (label, text) in enumerate(rows)]
    print_table(("", Prose("")), rows, indent=3, headings=False)


def _read(assessment: Assessment, reading: RequestReading) -> Iterator[Row]:
    """Yield the request as it was read, and the words of it that were not."""
    treatment = "no known treatment" if assessment.treatment is None else _name(assessment.treatment)
    region = None if assessment.body_region is None else _name(assessment.body_region)
    site = " ".join(each for each in (assessment.body_side, region) if each)
    phase = None if assessment.phase is None else f"{assessment.phase} condition"
    amount = _in_dispute(assessment.under_review) or _amounts(reading)
    yield "read as", ", ".join(each for each in (treatment, site, amount, phase) if each)
    yield from (("not certain", each) for each in reading.doubts)
    if reading.left_over:
        yield "not read", "; ".join(reading.left_over)


def _amounts(reading: RequestReading) -> str:
    visits, weeks = reading.amounts.visits, reading.amounts.weeks
    told = [] if visits is None else [counted(visits, "visit")]
    return " over ".join([*told, *([] if weeks is None else [counted(weeks, "week")])])


def _in_dispute(under_review: UnderReview | None) -> str | None:
    if under_review is None or under_review.scope == "whole":
        amount = None if under_review is None else under_review.amount
        return None if under_review is None or amount is None else " ".join(filter(None, (amount, under_review.unit, "in dispute")))
    return under_review.explanation.rstrip(".")


def _grounds(assessment: Assessment) -> Iterator[Row]:
    """Yield the source of the proposal and the sentences that decide it."""
    applied = applied_guideline(assessment)
    if applied is not None:
        yield "by analogy" if applied.by_analogy else "by", applied.citation.rstrip(".")
    if assessment.proposal == "overturned":
        yield from (("because", each.sentence) for each in _criteria(applied) if each.required and each.value == "met")
    elif assessment.not_met:
        yield from (("because", each) for each in assessment.not_met)
    elif assessment.proposal == "upheld" and assessment.undocumented:
        yield "because", "the file does not document every requirement"
    elif assessment.basis in {"parent-denied", "duplicate"}:
        yield "because", assessment.rationale
    elif assessment.basis == "no-guideline":
        yield from (("because", f"{each.rank}: {each.reason}") for each in assessment.walk)
    if REPEATS in assessment.rationale:
        yield "repeats", "another request of this case, which the reasons name; decide the two together"


def _corrected(assessment: Assessment, corrections: Iterable[CorrectedFact]) -> Iterator[Row]:
    for each in corrections:
        if each.item == assessment.item:
            told = f"{each.fact.replace('_', ' ')}: {_value(each.value)}{_place(each)}"
            yield "corrected", f"{told}, by {each.actor}: {each.reason}"


def _value(value: bool | float | str | None) -> str:
    if value is None:
        return "not documented"
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"


def _place(correction: CorrectedFact) -> str:
    source = correction.source
    if source is None:
        return ""
    return f" ({source.document})" if source.page is None else f" ({source.document}, page {source.page})"


def _rest(assessment: Assessment) -> Iterator[Row]:
    """Yield the other criteria, the comparison of evidence, and the facts that were not used."""
    yield from ((each.value, each.sentence) for each in _criteria(applied_guideline(assessment)))
    if assessment.comparison is not None:
        yield "compared", assessment.comparison.explanation
    yield from (("not used", each.reason) for each in assessment.unused_facts)


def _criteria(guideline: GuidelineTrace | None) -> tuple[CriterionResult, ...]:
    return () if guideline is None else guideline.criteria


def _print_others(trace: Sequence[GuidelineTrace]) -> None:
    """Print the guideline that was tested, and why each other one was not.

    All editions of other dates are one line.
    """
    if tested := [each.guideline for each in trace if each.applies or each.by_analogy]:
        say(f"tested: {', '.join(tested)}", indent=3)
    others = [each for each in trace if not (each.applies or each.by_analogy)]
    editions = [each.guideline for each in others if each.reason.startswith(OTHER_EDITION)]
    before = None
    for (citation, reason), same in groupby(
        (each for each in others if not each.reason.startswith(OTHER_EDITION)), key=lambda each: (each.citation, each.reason)
    ):
        told = reason if citation == before else f"{citation.rstrip('.')}: {reason}"
        before = citation
        say(f"{told} ({', '.join(each.guideline for each in same)})", indent=3, style="dim")
    if editions:
        say(f"not in force on the day of the request: {', '.join(editions)}", indent=3, style="dim")


def _name(identifier: str) -> str:
    return identifier.replace("-", " ")
