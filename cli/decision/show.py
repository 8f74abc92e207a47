"""`imr decision`: what the guidelines say about a case's items, and what reviewers do with it: sign, sign beside, correct, give back."""

import asyncio
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from cli.decision.replay import replay
from cli.decision.similar import precedents_of, print_precedents, similar
from cli.session.ask import ask, refused
from cli.session.connection import connect, fail, partition_of_case
from cli.session.options import AsJson, Timeout
from cli.session.output import console, print_json
from cli.session.timeline import tell
from cli.session.wait import wait_for
from runtime import clock
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.message import Command
from schemas.messages.assessment import Assessment
from schemas.messages.decision import (
    CaseAssessed,
    CorrectDetermination,
    CountersignDetermination,
    DeterminationSigned,
    SecondSignatureAwaited,
    SignDetermination,
    SignedItem,
)
from schemas.messages.seats import ConvenePanel, ReturnCase
from schemas.topics import DECISION_EVENTS

app = typer.Typer(help="Decisions: the assessment of each item, and the reviewers' signatures.", no_args_is_help=True)
app.command()(replay)
app.command()(similar)

_DECIDED = re.compile(r"(?P<item>\d{1,3})=(?P<outcome>upheld|overturned)(?::\s*(?P<reason>.+))?", re.DOTALL)
_WRITTEN = re.compile(r"(?P<item>\d{1,3})=(?P<file>.+)", re.DOTALL)

Reviewer = Annotated[str, typer.Option(help="The id of the reviewer who speaks.")]
Decide = Annotated[
    list[str] | None, typer.Option(help="ITEM=OUTCOME or ITEM=OUTCOME: REASON, such as '2=overturned: the trial showed gains'.")
]
Write = Annotated[
    list[str] | None, typer.Option(help="ITEM=FILE with your own rationale of an item; the draft's is kept beside it.")
]
Summary = Annotated[
    Path | None, typer.Option(help="A file with the clinical case summary, in place of the draft.", exists=True, dir_okay=False)
]


@app.command()
def show(
    case_number: str,
    timeout: Timeout = 5,
    precedents: Annotated[int, typer.Option(help="How many earlier determinations to show for each item.", min=0, max=100)] = 3,
    as_json: AsJson = False,
) -> None:
    """Show the assessment of each item: what the guidelines say, what is met, not met and not documented, the draft, and precedents."""
    settings = connect()
    assessed = asyncio.run(_assessed(settings, case_number, timeout))
    if as_json:
        print_json(assessed.model_dump(mode="json"))
        return
    console.print(f"[bold]{case_number}[/bold], reviewer {assessed.reviewer_id}\n\n{assessed.clinical_summary}\n", highlight=False)
    earlier = precedents_of(settings, case_number, assessed.assessments, precedents) if precedents else []
    for place, assessment in enumerate(assessed.assessments):
        _print(assessment)
        if earlier:
            print_precedents(earlier[place])


@app.command()
def sign(
    case_number: str,
    reviewer: Reviewer,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the assessment of every item not named by --decide.")] = False,
    decide: Decide = None,
    write: Write = None,
    summary: Summary = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Sign the determination of CASE_NUMBER as its reviewer, item by item.

    Upheld means that the denial stands; overturned, that the treatment is approved. Changing the proposed outcome needs a reason.
    """
    settings = connect()
    assessed = asyncio.run(_assessed(settings, case_number, timeout, reviewer))
    command = SignDetermination(
        case_number=case_number,
        reviewer_id=reviewer,
        assessment_id=assessed.assessment_id,
        items=_signed_items(decide, write),
        keep_the_rest=keep,
        clinical_summary=summary.read_text() if summary else None,
        signed_at=clock.now(),
    )
    _answer(settings, command, case_number, timeout, as_json=as_json)


@app.command()
def countersign(
    case_number: str,
    reviewer: Reviewer,
    version: Annotated[int, typer.Option(help="The version of the determination that waits for the second signature.", min=1)] = 1,
    decline: Annotated[str | None, typer.Option(help="Do not sign, for this reason; the case is the reviewer's again.")] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Give the second signature under CASE_NUMBER, where the jurisdiction asks for one: never by who reviews or reviewed the case."""
    command = CountersignDetermination(
        case_number=case_number,
        reviewer_id=reviewer,
        determination_version=version,
        agrees=decline is None,
        reason=decline,
        signed_at=clock.now(),
    )
    _answer(connect(), command, case_number, timeout, as_json=as_json)


@app.command()
def correct(
    case_number: str,
    reviewer: Reviewer,
    reason: Annotated[str, typer.Option(help="Why the determination is corrected; the new version carries it.")],
    decide: Decide = None,
    write: Write = None,
    summary: Summary = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Follow the determination of CASE_NUMBER by a corrected version; what was signed stays as it was, and a new letter follows."""
    settings = connect()
    newest = asyncio.run(_newest(settings, case_number))
    command = CorrectDetermination(
        case_number=case_number,
        reviewer_id=reviewer,
        corrected=newest,
        reason=reason,
        items=_signed_items(decide, write),
        clinical_summary=summary.read_text() if summary else None,
        signed_at=clock.now(),
    )
    _answer(settings, command, case_number, timeout, as_json=as_json)


@app.command("return")
def give_back(
    case_number: str,
    reviewer: Reviewer,
    because: Annotated[
        Literal["conflict-of-interest", "outside-competence", "information-missing"], typer.Option(help="The ground.")
    ],
    explanation: Annotated[str, typer.Option(help="What the conflict is, whose field it is, or why the information matters.")],
    missing: Annotated[list[str] | None, typer.Option(help="A paper or fact that is missing; once for each.")] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Give CASE_NUMBER back: for a conflict or another field somebody else is found; for want of information the case waits."""
    command = ReturnCase(
        case_number=case_number,
        reviewer_id=reviewer,
        ground=because,
        explanation=explanation,
        missing=tuple(missing or ()),
        returned_at=clock.now(),
    )
    _answer(connect(), command, case_number, timeout, as_json=as_json)


@app.command()
def panel(
    case_number: str,
    reviewers: Annotated[int, typer.Option(help="How many review the case, the present one among them.", min=2, max=99)],
    approval: Annotated[str, typer.Option(help="The reference of the administrative director's written approval.")],
    approved_on: Annotated[datetime, typer.Option(help="The day of the approval.", formats=["%Y-%m-%d"])],
    finding: Annotated[str, typer.Option(help="Why one reviewer cannot address the case.")],
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Have CASE_NUMBER reviewed by several; the majority decides each item, and an even split is as the jurisdiction says."""
    command = ConvenePanel(
        case_number=case_number, reviewers=reviewers, approval=approval, approved_on=approved_on.date(), finding=finding
    )
    _answer(connect(), command, case_number, timeout, as_json=as_json)


def _answer(settings: Settings, command: Command, case_number: str, seconds: float, *, as_json: bool) -> None:
    """Ask, and print the answer; a refusal is a failure."""
    answer = ask(settings, command, case_number, seconds)
    if as_json:
        print_json(answer.model_dump(mode="json"))
    if (reason := refused(answer)) is not None:
        fail(f"refused: {reason}")
    if as_json:
        return
    console.print(f"{case_number}: {tell(answer)}", highlight=False)
    if isinstance(answer, DeterminationSigned | SecondSignatureAwaited):
        for decision in answer.decisions:
            console.print(f"  {decision.item}. {decision.request}: {decision.outcome}", highlight=False)


def _signed_items(decide: list[str] | None, write: list[str] | None) -> tuple[SignedItem, ...]:
    """What is said on items, the outcome and the text of one item together; an item named twice goes on as said, to be refused."""
    texts = dict(_written(each) for each in write or ())
    decided = [_decided(each) for each in decide or ()]
    with_texts = [each.model_copy(update={"rationale": texts.pop(each.item, None)}) for each in decided]
    return (*with_texts, *(SignedItem(item=item, outcome=None, reason=None, rationale=text) for item, text in texts.items()))


def _decided(text: str) -> SignedItem:
    match = _DECIDED.fullmatch(text.strip())
    if not match:
        fail(
            f"{text!r} is no decision; write ITEM=upheld or ITEM=overturned, with a reason after a colon: '2=overturned: the trial showed gains'"
        )
    reason = match["reason"]
    return SignedItem(item=int(match["item"]), outcome=match["outcome"], reason=reason, rationale=None)  # type: ignore[arg-type]  # the pattern allows no other


def _written(text: str) -> tuple[int, str]:
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        fail(f"{text!r} names no item and file; write ITEM=FILE, such as 2=rationale.txt")
    try:
        return int(match["item"]), Path(match["file"]).read_text()
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{match['file']}: {error}")


async def _assessed(settings: Settings, case_number: str, seconds: float, reviewer: str | None = None) -> CaseAssessed:
    """The newest draft of the case, the reviewer's own if they have one; ends the command where there is none in time."""

    def find(seen: Seen) -> CaseAssessed | None:
        return seen.message if isinstance(seen.message, CaseAssessed) and seen.message.case_number == case_number else None

    partition = partition_of_case(case_number, settings)
    drafts = [draft for seen in await read_to_end(settings, (DECISION_EVENTS,), partition) if (draft := find(seen)) is not None]
    own = [draft for draft in drafts if draft.reviewer_id == reviewer]
    found = (own or drafts)[-1] if drafts else await wait_for(settings, (DECISION_EVENTS,), find, seconds, partition)
    if found is None:
        fail(f"{case_number} is not assessed; `imr case show {case_number}` tells where it is")
    return found


async def _newest(settings: Settings, case_number: str) -> DeterminationSigned:
    """The newest determination of the case; ends the command where there is none."""
    seen = await read_to_end(settings, (DECISION_EVENTS,), partition_of_case(case_number, settings))
    signed = [each.message for each in seen if isinstance(each.message, DeterminationSigned)]
    own = [each for each in signed if each.case_number == case_number]
    if not own:
        fail(f"{case_number} is not determined; `imr case show {case_number}` tells where it is")
    return max(own, key=lambda each: each.determination_version)


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
