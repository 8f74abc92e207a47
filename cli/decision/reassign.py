"""`imr decision return` and `panel`: change the reviewers of a case."""

from datetime import date
from typing import Annotated, Literal

import typer

from cli.decision.answer import answer
from cli.decision.sign import Reviewer
from cli.session.connection import connect, wrong_option
from cli.session.local_time import a_day, zone_of
from cli.session.options import AsJson, Timeout, command_of
from jurisdictions.clocks import local_date
from runtime import clock
from schemas.messages.seats import ConvenePanel, ReturnCase


def give_back(
    case_number: str,
    reviewer: Reviewer,
    because: Annotated[
        Literal["conflict-of-interest", "outside-competence", "information-missing"],
        typer.Option(help="The reason for returning it."),
    ],
    explanation: Annotated[str, typer.Option(help="The conflict, the specialty that is needed, or why the information matters.")],
    missing: Annotated[list[str] | None, typer.Option(help="A document or fact that is missing; repeat for more.")] = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Return CASE_NUMBER without a decision.

    For a conflict of interest or lack of competence, another reviewer is found. For missing
    information, the case waits.
    """
    if missing and because != "information-missing":
        wrong_option("--missing", "names what a case waits for, which only --because information-missing makes it do")
    command = command_of(
        ReturnCase,
        {"ground": "--because"},
        case_number=case_number,
        reviewer_id=reviewer,
        ground=because,
        explanation=explanation,
        missing=tuple(missing or ()),
        returned_at=clock.now(),
    )
    answer(connect(), command, case_number, timeout, as_json=as_json)


def panel(
    case_number: str,
    reviewers: Annotated[int, typer.Option(help="The number of reviewers on the panel, including the present one.", min=2, max=99)],
    approval: Annotated[str, typer.Option(help="The reference of the administrative director's written approval.")],
    approved_on: Annotated[date, typer.Option(help="The date of the approval.", parser=a_day, metavar="YYYY-MM-DD")],
    finding: Annotated[str, typer.Option(help="Why one reviewer cannot address the case.")],
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Have CASE_NUMBER reviewed by a panel.

    The majority decides each item; the jurisdiction says how an even split counts.
    """
    settings = connect()
    if approved_on > local_date(clock.now(), zone_of(settings)):
        wrong_option("--approved-on", f"{approved_on} is in the future; a panel is convened after its approval")
    command = command_of(
        ConvenePanel,
        case_number=case_number,
        reviewers=reviewers,
        approval=approval,
        approved_on=approved_on,
        finding=finding,
    )
    answer(settings, command, case_number, timeout, as_json=as_json)
