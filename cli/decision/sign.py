"""`imr decision sign`, `countersign` and `correct`: signatures and corrections."""

import asyncio
import re
from pathlib import Path
from typing import Annotated

import typer

from cli.decision.answer import answer
from cli.decision.show import newest_draft
from cli.session.connection import connect, fail, partition_of_case, require_case, wrong_option
from cli.session.documents import read_document, require_there
from cli.session.options import NUMBER_MAX, AsJson, Timeout, command_of, sound
from reading.encoding import decode
from runtime import clock
from runtime.outside.follow import read_to_end
from runtime.settings import Settings
from schemas.message import Text
from schemas.messages.decision import (
    CorrectDetermination,
    CountersignDetermination,
    DeterminationSigned,
    SignDetermination,
    SignedItem,
)
from schemas.topics import DECISION_EVENTS

_DECIDED = re.compile(r"(?P<item>[0-9]{1,30})=(?P<outcome>upheld|overturned)(?::\s*(?P<reason>.+))?", re.DOTALL)

_WRITTEN = re.compile(r"(?P<item>[0-9]{1,30})=(?P<file>.+)", re.DOTALL)

Reviewer = Annotated[str, typer.Option(help="Your reviewer id.")]

Decide = Annotated[
    list[str] | None, typer.Option(help="ITEM=OUTCOME or ITEM=OUTCOME: REASON, such as '2=overturned: the trial showed gains'.")
]

Write = Annotated[
    list[str] | None,
    typer.Option(help="ITEM=FILE, a file with your own rationale for an item. The draft's rationale is kept with it."),
]

Summary = Annotated[
    Path | None, typer.Option(help="A file with your clinical case summary. It replaces the draft.", exists=True, dir_okay=False)
]


def sign(
    case_number: str,
    reviewer: Reviewer,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the proposal for every item that --decide does not name.")] = False,
    decide: Decide = None,
    write: Write = None,
    summary: Summary = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Sign the determination of CASE_NUMBER as its reviewer, item by item.

    Upheld means that the denial stands; overturned, that the treatment is approved. Changing the
    proposed outcome needs a reason.
    """
    items = _signed_items(decide, write)
    settings = connect()
    assessed = asyncio.run(newest_draft(settings, case_number, timeout, reviewer))
    command = command_of(
        SignDetermination,
        {"clinical_summary": "--summary"},
        case_number=case_number,
        reviewer_id=reviewer,
        assessment_id=assessed.assessment_id,
        items=items,
        keep_the_rest=keep,
        clinical_summary=read_document(summary, decode) if summary else None,
        signed_at=clock.now(),
    )
    answer(settings, command, case_number, timeout, as_json=as_json)


def countersign(
    case_number: str,
    reviewer: Reviewer,
    version: Annotated[int, typer.Option(help="The version of the determination to countersign.", min=1, max=NUMBER_MAX)] = 1,
    decline: Annotated[
        str | None, typer.Option(help="Decline to sign, for this reason. The case goes back to its reviewer.")
    ] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Give the second signature on the determination of CASE_NUMBER, where one is required.

    The second signature must come from a person who has not reviewed the case.
    """
    command = command_of(
        CountersignDetermination,
        {"reason": "--decline", "determination_version": "--version"},
        case_number=case_number,
        reviewer_id=reviewer,
        determination_version=version,
        agrees=decline is None,
        reason=decline,
        signed_at=clock.now(),
    )
    answer(connect(), command, case_number, timeout, as_json=as_json)


def correct(
    case_number: str,
    reviewer: Reviewer,
    reason: Annotated[str, typer.Option(help="Why the determination is corrected; recorded with the new version.")],
    decide: Decide = None,
    write: Write = None,
    summary: Summary = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Correct the determination of CASE_NUMBER in a new version.

    The signed version is kept unchanged, and a new letter is issued.
    """
    items = _signed_items(decide, write)
    settings = connect()
    newest = asyncio.run(_newest(settings, case_number))
    command = command_of(
        CorrectDetermination,
        {"clinical_summary": "--summary"},
        case_number=case_number,
        reviewer_id=reviewer,
        corrected=newest,
        reason=reason,
        items=items,
        clinical_summary=read_document(summary, decode) if summary else None,
        signed_at=clock.now(),
    )
    answer(settings, command, case_number, timeout, as_json=as_json)


def _signed_items(decide: list[str] | None, write: list[str] | None) -> tuple[SignedItem, ...]:
    """Return outcome and text of each item together; a repeated item goes on to be refused."""
    texts = dict(_written(each) for each in write or ())
    decided = [_decided(each) for each in decide or ()]
    with_texts = [_item(*each, texts.pop(each[0], None)) for each in decided]
    return (*with_texts, *(_item(item, None, None, text) for item, text in texts.items()))


def _item(item: int, outcome: str | None, reason: str | None, rationale: str | None) -> SignedItem:
    """Return the decision on *item*; ends the command where no message can hold it."""
    named = {"item": "--write" if outcome is None else "--decide", "reason": "--decide", "rationale": "--write"}
    return command_of(SignedItem, named, item=item, outcome=outcome, reason=reason, rationale=rationale)


def _decided(text: str) -> tuple[int, str, str | None]:
    match = _DECIDED.fullmatch(text.strip())
    if not match:
        wrong_option(
            "--decide",
            f"{text!r} is no decision; write ITEM=upheld or ITEM=overturned, with a reason after a colon: '2=overturned: the trial showed gains'",
        )
    return int(match["item"]), match["outcome"], match["reason"]


def _written(text: str) -> tuple[int, str]:
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        wrong_option("--write", f"{text!r} names no item and file; write ITEM=FILE, such as 2=rationale.txt")
    option, file = f"--write {match[0]}", Path(match["file"])
    require_there("--write", file)
    return int(match["item"]), sound(option, Text, read_document(file, decode))


async def _newest(settings: Settings, case_number: str) -> DeterminationSigned:
    """The newest determination of the case; ends the command where there is none."""
    seen = await read_to_end(settings, (DECISION_EVENTS,), partition_of_case(case_number, settings), subject=case_number)
    signed = [each.message for each in seen if isinstance(each.message, DeterminationSigned)]
    own = [each for each in signed if each.case_number == case_number]
    if not own:
        await require_case(settings, case_number)
        fail(f"{case_number} is not determined; `imr case show {case_number}` tells where it is")
    return max(own, key=lambda each: each.determination_version)
