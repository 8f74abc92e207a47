"""`imr case records` and `answer`: papers, and facts read from them, for a case."""

from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import Field, ValidationError

from cli.case.acts.known_facts import read_fact
from cli.case.acts.sending import SentBy, send
from cli.session.connection import connect, wrong_option
from cli.session.documents import read_document, require_there
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, who
from reading.models import read_model
from reading.wording import first_in_words
from runtime import clock
from schemas.message import Part
from schemas.messages.application import DOCUMENTS_MAX, Document, Fact
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import AnswerRequest

P = TypeVar("P", bound=Part)

_KINDS = ("medical-record", "request-for-authorization", "ur-decision", "form", "other")
_A_PAPER = "ID=KIND:TITLE"
_A_FACT = "ITEM:NAME=VALUE"
_OPTIONS = {"documents": "--document", "facts": "--fact"}


File = Annotated[
    Path | None,
    typer.Option(
        help='A JSON file with "documents" and "facts" as an application has them, facts by item number. A hyphen is standard input.',
        metavar="FILE",
    ),
]
Papers = Annotated[
    list[str] | None,
    typer.Option(help=f"A paper by its id; repeat for more. KIND: {', '.join(_KINDS)}.", metavar=_A_PAPER),
]
Facts = Annotated[
    list[str] | None,
    typer.Option(help="A fact of an item, by its name in `imr guideline facts`; repeat for more.", metavar=_A_FACT),
]


class RecordsFile(Part):
    """The papers and facts in a JSON file; facts are by the number of their item."""

    documents: Annotated[tuple[Document, ...], Field(max_length=DOCUMENTS_MAX)] = ()
    facts: dict[int, tuple[Fact, ...]] = Field(default_factory=dict)


def records(
    case_number: str,
    sent_by: SentBy,
    reason: Reason,
    file: File = None,
    document: Papers = None,
    fact: Facts = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Bring papers and facts to CASE_NUMBER.

    Until the determination is signed they reach the reviewer, with a new assessment. Afterwards
    they are kept and change nothing.
    """
    settings = connect()
    documents, facts = _read(file, document, fact)
    if not documents:
        wrong_option("--document", "no paper is named; name one here or in --file")
    command = command_of(
        ReceiveRecords,
        _OPTIONS,
        case_number=case_number,
        sent_by=sent_by,
        documents=documents,
        facts=facts,
        received_at=clock.now(),
        actor=who(actor),
        reason=reason,
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def answer(
    case_number: str,
    sent_by: SentBy,
    reason: Annotated[str, typer.Option(help="The answer in words, for the audit trail.")],
    file: File = None,
    document: Papers = None,
    fact: Facts = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Answer the reviewer's request for information about CASE_NUMBER; the review goes on.

    Papers and facts reach the reviewer, with a new assessment.
    """
    settings = connect()
    documents, facts = _read(file, document, fact)
    command = command_of(
        AnswerRequest,
        _OPTIONS,
        case_number=case_number,
        sent_by=sent_by,
        documents=documents,
        facts=facts,
        acted_at=clock.now(),
        actor=who(actor),
        reason=reason,
    )
    send(settings, command, case_number, timeout, as_json=as_json)


def _read(
    file: Path | None, document: list[str] | None, fact: list[str] | None
) -> tuple[tuple[Document, ...], dict[int, tuple[Fact, ...]]]:
    """Return the papers and facts of the file and of the options."""
    if file is not None:
        require_there("--file", file)
    read = RecordsFile() if file is None else read_document(file, partial(read_model, RecordsFile))
    return (*read.documents, *(_document(each) for each in document or ())), _with_facts(read.facts, fact or [])


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
        facts[number] = (*facts.get(number, ()), read_fact("--fact", name, value))
    return facts


def _of(kind: type[P], option: str, fields: dict[str, Any]) -> P:
    try:
        return kind(**fields)
    except ValidationError as error:
        wrong_option(option, first_in_words(error))
