"""`imr decision correct-fact`: correct a fact of an item before the case is signed."""

import re
from datetime import date
from typing import Annotated

import typer

from cli.decision.answer import answer
from cli.session.connection import connect
from cli.session.local_time import a_day
from cli.session.options import NUMBER_MAX, Actor, AsJson, Reason, Timeout, command_of, who
from schemas.messages.acts.fact_corrections import CorrectFact
from schemas.messages.application import Range

_WORDS: dict[str, bool | None] = {"true": True, "yes": True, "false": False, "no": False, "none": None}
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")


def _of_range(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    """Return the *ends* of a range; end the command unless both are numbers of a paper."""
    for end in ends or ():
        if not abs(end) <= NUMBER_MAX:  # which is false for nan
            raise typer.BadParameter(f"{end:g} is not a number from -{NUMBER_MAX} to {NUMBER_MAX}")
    return ends


def correct_fact(
    case_number: str,
    item: Annotated[int, typer.Argument(help="The number of the item.", min=1, max=NUMBER_MAX)],
    fact: Annotated[str, typer.Argument(help="The fact by its name in `imr guideline facts`.")],
    value: Annotated[
        str, typer.Argument(help="yes or no, a number, or the words of a choice; none if the papers do not tell of the fact.")
    ],
    reason: Reason,
    quotation: Annotated[str | None, typer.Option(help="The words of the paper that give the value.")] = None,
    document: Annotated[str | None, typer.Option(help="The id of the document that gives the value.")] = None,
    page: Annotated[int | None, typer.Option(help="The page of that document.", min=1, max=NUMBER_MAX)] = None,
    dated_on: Annotated[
        date | None,
        typer.Option(help="The day of the entry, in a document of several days.", parser=a_day, metavar="YYYY-MM-DD"),
    ] = None,
    ends: Annotated[
        tuple[float, float] | None,
        typer.Option("--range", help="The low and the high end of the range that the document gives.", callback=_of_range),
    ] = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Correct FACT of ITEM of CASE_NUMBER to VALUE, before the signature.

    The case is assessed again, and its reviewer gets a new draft; earlier drafts are kept. The
    correction stands, also when records come later, until the fact is corrected again.
    """
    command = command_of(
        CorrectFact,
        {"item": "ITEM", "fact": "FACT", "value": "VALUE", "": "--range"},
        case_number=case_number,
        item=item,
        fact=fact,
        value=value_of(value),
        quotation=quotation,
        document=document,
        page=page,
        dated_on=dated_on,
        range=None if ends is None else command_of(Range, {"": "--range"}, low=ends[0], high=ends[1]),
        reason=reason,
        actor=who(actor),
    )
    answer(connect(), command, case_number, timeout, as_json=as_json)


def value_of(text: str) -> bool | int | float | str | None:
    """Return the value that *text* writes: yes or no, a number, none, or the text itself."""
    word = text.strip().casefold()
    if word in _WORDS:
        return _WORDS[word]
    if _WHOLE.fullmatch(word):
        return int(word)
    return float(word) if _DECIMAL.fullmatch(word) else text
