"""`imr decision show`: the assessment of each item of a case."""

import asyncio
from itertools import groupby
from typing import Annotated

import typer

from cli.dead_letters.of_case import parked_of, tell_parked
from cli.decision.similar import precedents_of, print_precedents
from cli.session.connection import connect, fail, partition_of_case, require_case
from cli.session.options import AsJson, Timeout
from cli.session.output import print_json, say
from cli.session.table import Prose, print_table
from cli.session.timeline import tell_earlier
from cli.session.wait import wait_for
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.messages.assessment import Assessment, GuidelineTrace
from schemas.messages.decision import (
    CaseAssessed,
)
from schemas.messages.duplicates import EarlierReviewsFound
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS


def show(
    case_number: str,
    timeout: Timeout = 5,
    precedents: Annotated[int, typer.Option(help="The most precedents to show for each item.", min=0, max=100)] = 3,
    as_json: AsJson = False,
) -> None:
    """Show the assessment of each item: criteria, draft and precedents."""
    settings = connect()
    assessed = asyncio.run(newest_draft(settings, case_number, timeout))
    asyncio.run(tell_parked(settings, case_number))
    if as_json:
        print_json(assessed.model_dump(mode="json"))
        return
    say(f"{case_number}, reviewer {assessed.reviewer_id}", "", style="bold")
    say(*assessed.clinical_summary.splitlines(), "")
    _print_earlier_reviews(settings, case_number)
    earlier = precedents_of(settings, case_number, assessed.assessments, precedents) if precedents else []
    for place, assessment in enumerate(assessed.assessments):
        _print(assessment)
        if earlier:
            print_precedents(earlier[place])


def _print_earlier_reviews(settings: Settings, case_number: str) -> None:
    """Print the earlier reviews of the same treatments (LC 4610(k)), if there are any."""
    partition = partition_of_case(case_number, settings)
    events = asyncio.run(read_to_end(settings, (INTAKE_EVENTS,), partition, subject=case_number))
    found = [each.message for each in events if isinstance(each.message, EarlierReviewsFound)]
    for each in (review for message in found for review in message.reviews):
        say(f"disputed before: {tell_earlier(each)}")
    if found:
        say("")


async def newest_draft(settings: Settings, case_number: str, seconds: float, reviewer: str | None = None) -> CaseAssessed:
    """Return the newest draft of the case, the reviewer's own if there is one.

    Ends the command if none comes in time.
    """

    def find(seen: Seen) -> CaseAssessed | None:
        return seen.message if isinstance(seen.message, CaseAssessed) and seen.message.case_number == case_number else None

    partition = partition_of_case(case_number, settings)
    events = await read_to_end(settings, (DECISION_EVENTS,), partition, subject=case_number)
    drafts = [draft for seen in events if (draft := find(seen)) is not None]
    if not drafts:
        await require_case(settings, case_number)
    own = [draft for draft in drafts if draft.reviewer_id == reviewer]
    found = (
        (own or drafts)[-1]
        if drafts
        else await wait_for(settings, (DECISION_EVENTS,), find, seconds, partition, subject=case_number)
    )
    if found is None:
        parked = await parked_of(settings, case_number)
        fail(f"{case_number} is not assessed; `imr case show {case_number}` tells where it is", *([parked] if parked else []))
    return found


def _told_once(guideline: GuidelineTrace) -> tuple[str, str, str]:
    """Return what guidelines told in one line have in common: source and reason, no criteria."""
    return guideline.citation, guideline.reason, guideline.guideline if guideline.criteria else ""


def _print(assessment: Assessment) -> None:
    proposal = assessment.proposal or "no guideline speaks to it: yours to decide"
    say(f"{assessment.item}. {assessment.request}: {proposal}", style="bold")
    before = None
    for (citation, reason, _), same in groupby(assessment.trace, key=_told_once):
        guideline, *others = same
        told = reason if citation == before else f"{citation.rstrip('.')}: {reason}"
        before = citation
        named = ", ".join(each.guideline for each in (guideline, *others))
        say(f"{told} ({named})", indent=3, style="" if guideline.applies else "dim")
        criteria = [(each.value, each.sentence) for each in guideline.criteria]
        print_table(("value", Prose("criterion")), criteria, indent=5, headings=False)
    say(*f"{assessment.rationale} {assessment.closing}".splitlines(), "", indent=3, style="italic")
