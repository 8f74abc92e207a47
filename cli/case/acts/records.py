"""`imr case records`: papers, and facts read from them, for a case."""

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer
from pydantic import Field, ValidationError

from cli.case.acts.sending import Reason, send
from cli.session.connection import connect, require_case, wrong_option
from cli.session.documents import read_document, require_there
from cli.session.options import Actor, AsJson, Timeout, command_of, who
from reading.models import read_model
from reading.wording import first_in_words
from runtime import clock
from schemas.message import Part
from schemas.messages.application import DOCUMENTS_MAX, Document, Fact
from schemas.messages.intake import ReceiveRecords

P = TypeVar("P", bound=Part)

_KINDS = ("medical-record", "request-for-authorization", "ur-decision", "form", "other")
_A_PAPER = "ID=KIND:TITLE"
_A_FACT = "ITEM:NAME=VALUE"


class RecordsFile(Part):
    """The papers and facts in a JSON file; facts are by the number of their item."""

    documents: Annotated[tuple[Document, ...], Field(max_length=DOCUMENTS_MAX)] = ()
    facts: dict[int, tuple[Fact, ...]] = Field(default_factory=dict)


def records(
    case_number: str,
    sent_by: Annotated[
        Literal["employee", "attorney", "provider", "claims-administrator"],
        typer.Option(help="Who sent the papers; the provider is the requesting physician."),
    ],
    reason: Reason,
    file: Annotated[
        Path | None,
        typer.Option(
            help='A JSON file with "documents" and "facts" as an application has them, facts by item number. A hyphen is standard input.',
            metavar="FILE",
        ),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(help=f"A paper by its id; repeat for more. KIND: {', '.join(_KINDS)}.", metavar=_A_PAPER),
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(help="A fact of an item, by its name in `imr guideline facts`; repeat for more.", metavar=_A_FACT),
    ] = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Bring papers and facts to CASE_NUMBER.

    Until the determination is signed they reach the reviewer, with a new assessment. Afterwards
    they are kept and change nothing.
    """
    if file is not None:
        require_there("--file", file)
    settings = connect()
    read = RecordsFile() if file is None else read_document(file, partial(read_model, RecordsFile))
    documents = (*read.documents, *(_document(each) for each in document or ()))
    if not documents:
        wrong_option("--document", "no paper is named; name one here or in --file")
    command = command_of(
        ReceiveRecords,
        {"documents": "--document", "facts": "--fact"},
        case_number=case_number,
        sent_by=sent_by,
        documents=documents,
        facts=_with_facts(read.facts, fact or []),
        received_at=clock.now(),
        actor=who(actor),
        reason=reason,
    )
    asyncio.run(require_case(settings, case_number))
    send(settings, command, case_number, timeout, as_json=as_json)


def _document(text: str) -> Document:
    identifier, is_divided, rest = text.partition("=")
    kind, is_titled, title = rest.partition(":")
    if not is_divided or not is_titled:
        wrong_option("--document", f"{text[:80]!r} is not of the form {_A_PAPER}")
    return _of(Document, "--document", {"id": identifier, "kind": kind, "title": title})


def _with_facts(known: dict[int, tuple[Fact, ...]], texts: list[str]) -> dict[int, tuple[Fact, ...]]:
    facts = dict(known)
    for text in texts:
        item, is_numbered, rest = text.partition(":")
        name, is_valued, value = rest.partition("=")
        if not is_numbered or not is_valued or not item.isdecimal():
            wrong_option("--fact", f"{text[:80]!r} is not of the form {_A_FACT}")
        number = int(item[:9])
        facts[number] = (*facts.get(number, ()), _of(Fact, "--fact", {"name": name, "value": _value(value)}))
    return facts


def _value(text: str) -> Any:
    """Return a number or a truth as such, anything else as text."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, bool | int | float) else text


def _of(kind: type[P], option: str, fields: dict[str, Any]) -> P:
    try:
        return kind(**fields)
    except ValidationError as error:
        wrong_option(option, first_in_words(error))
