"""`imr decision show`: the assessment of each item of a case."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.dead_letters.of_case import parked_of, tell_parked
from cli.decision.item_view import print_item
from cli.decision.similar import precedents_of, print_precedents
from cli.session.connection import connect, fail, partition_of_case, require_case
from cli.session.options import AsJson, Timeout
from cli.session.output import counted, print_json, say
from cli.session.timeline import tell_earlier
from cli.session.wait import wait_for
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.messages.decision import CaseAssessed
from schemas.messages.duplicates import EarlierReviewsFound
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS
from services.decision.library.library import load


def show(
    case_number: str,
    timeout: Timeout = 5,
    precedents: Annotated[int, typer.Option(help="The most precedents to show for each item.", min=0, max=100)] = 3,
    as_json: AsJson = False,
) -> None:
    """Show the newest draft of CASE_NUMBER, item by item, the answer first.

    Each item: the request as read, the proposal, its grounds, and all that is missing; then the
    other criteria, the guidelines that were not used, the draft of the reasons, and precedents.
    """
    settings = connect()
    earlier, assessed = asyncio.run(_drafts(settings, case_number, timeout))
    asyncio.run(tell_parked(settings, case_number))
    if as_json:
        print_json(assessed.model_dump(mode="json"))
        return
    draft = "" if assessed.draft_version is None else f"draft {assessed.draft_version} "
    say(f"{case_number}, {draft}for reviewer {assessed.reviewer_id}: {_proposals(assessed)}", style="bold")
    _print_earlier_drafts(earlier)
    _print_earlier_reviews(settings, case_number)
    say("")
    found = precedents_of(settings, case_number, assessed.assessments, precedents) if precedents else []
    requests = load().requests
    for place, assessment in enumerate(assessed.assessments):
        print_item(assessment, requests.read(assessment.request), assessed.corrections)
        if found:
            print_precedents(found[place])
    say("clinical summary", style="bold")
    say(*assessed.clinical_summary.splitlines(), indent=3)


def _proposals(assessed: CaseAssessed) -> str:
    return ", ".join(f"item {each.item} {each.proposal or 'without a proposal'}" for each in assessed.assessments)


def _print_earlier_drafts(earlier: Sequence[CaseAssessed]) -> None:
    """Print the earlier drafts in one line; the last of them with its proposals."""
    if earlier:
        told = "1 earlier draft" if len(earlier) == 1 else f"{counted(len(earlier), 'earlier draft')}, the last of them"
        say(f"{told}: {_proposals(earlier[-1])}", style="dim")


def _print_earlier_reviews(settings: Settings, case_number: str) -> None:
    """Print the earlier reviews of the same treatments (LC 4610(k)), if there are any."""
    partition = partition_of_case(case_number, settings)
    events = asyncio.run(read_to_end(settings, (INTAKE_EVENTS,), partition, subject=case_number))
    found = [each.message for each in events if isinstance(each.message, EarlierReviewsFound)]
    for each in (review for message in found for review in message.reviews):
        say(f"disputed before: {tell_earlier(each)}")


async def newest_draft(settings: Settings, case_number: str, seconds: float, reviewer: str | None = None) -> CaseAssessed:
    """Return the newest draft of the case, the reviewer's own if there is one.

    Ends the command if none comes in time.
    """
    return (await _drafts(settings, case_number, seconds, reviewer))[1]


async def _drafts(
    settings: Settings, case_number: str, seconds: float, reviewer: str | None = None
) -> tuple[list[CaseAssessed], CaseAssessed]:
    """Return the drafts before the newest, one for each number, and the newest."""

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
    earlier = {each.draft_version: each for each in drafts if each.draft_version != found.draft_version}
    return [*earlier.values()], found
