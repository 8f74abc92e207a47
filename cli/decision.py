"""`imr decision`: what the guidelines say about a case's items, and the reviewer's signature."""

import asyncio
import os
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.case import AsJson, partition_of_case
from cli.connection import connect, fail
from cli.printing import console, print_json
from cli.waiting import wait_for
from runtime import clock
from runtime.follow import Seen
from runtime.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.decision import Assessment, CaseAssessed, DeterminationSigned, SignatureRefused, SignDetermination, SignedItem
from schemas.ids import derived_id
from schemas.topics import DECISION_EVENTS

app = typer.Typer(help="Decisions: the assessment of each item, and the reviewer's signature.", no_args_is_help=True)

_DECIDED = re.compile(r"(?P<item>\d{1,3})=(?P<outcome>upheld|overturned)(?::\s*(?P<reason>.+))?", re.DOTALL)

Timeout = Annotated[float, typer.Option(help="Seconds to wait for an answer at most.")]


@app.command()
def show(case_number: str, timeout: Timeout = 5, as_json: AsJson = False) -> None:
    """Show the assessment of each item: what the guidelines say, what is met, not met and not documented, and the draft."""
    assessed = asyncio.run(_assessed(connect(), case_number, timeout))
    if as_json:
        print_json(assessed.model_dump(mode="json"))
        return
    console.print(f"[bold]{case_number}[/bold], reviewer {assessed.reviewer_id}\n\n{assessed.clinical_summary}\n", highlight=False)
    for assessment in assessed.assessments:
        _print(assessment)


@app.command()
def sign(
    case_number: str,
    reviewer: Annotated[str, typer.Option(help="The id of the reviewer who signs.")],
    keep: Annotated[bool, typer.Option("--keep", help="Keep the assessment of every item not named by --decide.")] = False,
    decide: Annotated[
        list[str] | None, typer.Option(help="ITEM=OUTCOME or ITEM=OUTCOME: REASON, such as '2=overturned: the trial showed gains'.")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(help="A file with the clinical case summary, in place of the draft.", exists=True)
    ] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Sign the determination of CASE_NUMBER as its reviewer, item by item.

    Upheld means that the denial stands; overturned, that the treatment is approved. Changing the proposed outcome needs a reason.
    """
    settings = connect()
    assessed = asyncio.run(_assessed(settings, case_number, timeout))
    command = SignDetermination(
        case_number=case_number,
        reviewer_id=reviewer,
        assessment_id=assessed.assessment_id,
        items=tuple(_signed_item(each) for each in decide or ()),
        keep_the_rest=keep,
        clinical_summary=summary.read_text() if summary else None,
        signed_at=clock.now(),
    )
    message_id = derived_id("sign", command.model_dump_json(), os.getpid())
    try:
        answer = asyncio.run(_sign(settings, command, message_id, timeout))
    except BrokerUnavailable as error:
        fail(str(error))
    if answer is None:
        fail(
            f"no answer within {timeout:.0f} seconds; the signature is on the stream and `imr case show {case_number}` will show what became of it"
        )
    if as_json:
        print_json(answer.model_dump(mode="json"))
    if isinstance(answer, SignatureRefused):
        fail(f"refused: {answer.text}")
    if not as_json:
        console.print(f"{case_number} signed by {reviewer}: {answer.outcome}", highlight=False)
        for decision in answer.decisions:
            console.print(f"  {decision.item}. {decision.request}: {decision.outcome}", highlight=False)


def _signed_item(text: str) -> SignedItem:
    match = _DECIDED.fullmatch(text.strip())
    if not match:
        fail(
            f"{text!r} is no decision; write ITEM=upheld or ITEM=overturned, with a reason after a colon: '2=overturned: the trial showed gains'"
        )
    reason = match["reason"]
    return SignedItem(item=int(match["item"]), outcome=match["outcome"], reason=reason, rationale=None)  # type: ignore[arg-type]  # the pattern allows no other


async def _assessed(settings: Settings, case_number: str, seconds: float) -> CaseAssessed:
    """The assessment of the case; ends the command where there is none in time."""

    def find(seen: Seen) -> CaseAssessed | None:
        return seen.message if isinstance(seen.message, CaseAssessed) and seen.message.case_number == case_number else None

    found = await wait_for(settings, (DECISION_EVENTS,), find, seconds, partition_of_case(case_number, settings))
    if found is None:
        fail(f"{case_number} is not assessed; `imr case show {case_number}` tells where it is")
    return found


async def _sign(
    settings: Settings, command: SignDetermination, message_id: str, seconds: float
) -> DeterminationSigned | SignatureRefused | None:
    """Publish the signature and wait for what decision answers to this very message."""

    def find(seen: Seen) -> DeterminationSigned | SignatureRefused | None:
        answers = isinstance(seen.message, DeterminationSigned | SignatureRefused) and seen.envelope.causation_id == message_id
        return seen.message if answers else None  # type: ignore[return-value]

    async with Publisher(settings, "/imr/cli") as publisher:
        await publisher.publish(command, message_id)
    return await wait_for(settings, (DECISION_EVENTS,), find, seconds, partition_of_case(command.case_number, settings))


def _print(assessment: Assessment) -> None:
    proposal = assessment.proposal or "no guideline speaks to it: yours to decide"
    console.print(f"[bold]{assessment.item}. {assessment.request}[/bold]: {proposal}", highlight=False)
    for guideline in assessment.trace:
        console.print(f"   {guideline.citation}: {guideline.reason}", highlight=False, style=None if guideline.applies else "dim")
        table = Table(show_header=False, box=None, padding=(0, 1, 0, 5))
        for criterion in guideline.criteria:
            table.add_row(criterion.value, criterion.sentence)
        if guideline.criteria:
            console.print(table)
    console.print(f"   [italic]{assessment.rationale} {assessment.closing}[/italic]\n", highlight=False)
