"""`imr case records` brings papers and facts to a case."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.messages.application import Document, Fact
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import RecordsAdded
from tests.cli.case.acts.asked import RECORDS, answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import RECEIVED_AT
from tests.services.letters.verification.case_events import NUMBER

runner = CliRunner()
NOTE = Document(id="note-1", kind="medical-record", title="A note")


def added(*documents: Document) -> RecordsAdded:
    """Records that joined the file."""
    return RecordsAdded(
        case_number=NUMBER, sent_by="employee", documents=documents, facts={}, received_at=RECEIVED_AT, actor=None, reason="x"
    )


def test_papers_and_facts_by_options(stream: FakeStream) -> None:
    """Numbers and truths are such, as the vocabulary of facts says; anything else is text."""
    answering(stream, added(NOTE))
    facts = ("--fact", "1:previous_visits=6", "--fact", "1:previous_treatment=yes", "--fact", "2:acquisition=rental")
    done = runner.invoke(app, [*RECORDS, *facts, "--actor", "Example Clerk"])

    assert 0 == done.exit_code, done.stderr
    assert "1 paper from the employee added to the case file" in sentence(done.stdout)
    (command,) = stream.commands
    assert isinstance(command, ReceiveRecords)
    assert ((NOTE,), "employee", "Example Clerk", "x") == (command.documents, command.sent_by, command.actor, command.reason)
    assert {
        1: (Fact(name="previous_visits", value=6), Fact(name="previous_treatment", value=True)),
        2: (Fact(name="acquisition", value="rental"),),
    } == command.facts


def test_papers_and_facts_in_a_file(stream: FakeStream, tmp_path: Path) -> None:
    """It has documents and facts as an application has them; options add to it."""
    answering(stream, added(NOTE))
    path = tmp_path / "records.json"
    path.write_text(
        json.dumps({"documents": [{"id": "a", "kind": "other", "title": "A"}], "facts": {"1": [{"name": "b", "value": 2}]}})
    )
    runner.invoke(app, [*RECORDS, "--file", str(path)])

    (command,) = stream.commands
    assert isinstance(command, ReceiveRecords)
    assert (["a", "note-1"], {1: (Fact(name="b", value=2),)}) == ([each.id for each in command.documents], command.facts)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--document", "note"], "--document: 'note' is not of the form ID=KIND:TITLE"),
        (["--document", "n=novel:A"], "--document"),
        (["--fact", "visits=6"], "--fact: 'visits=6' is not of the form ITEM:NAME=VALUE"),
        (["--fact", "1:two words=6"], "--fact: 'two words' is not the name of a fact"),
        (["--fact", "1:previous_treatmen=true"], "is it previous_treatment"),
        (["--fact", "1:previous_treatment=maybe"], 'is to be true or false, not "maybe"'),
        (["--fact", "1:previous_visits=many"], 'is to be a whole number, not "many"'),
        (["--fact", "1:previous_visits=true"], 'is to be a whole number, not "true"'),
        (["--fact", "1:visits_requested=0"], "is to be between 1 and 500, not 0"),
        (["--file", "nowhere.json"], "--file: file 'nowhere.json' does not exist"),
    ],
)
def test_what_does_not_fit_is_named(stream: FakeStream, options: list[str], complaint: str) -> None:
    """Nothing is published."""
    answering(stream, added(NOTE))
    done = runner.invoke(app, [*RECORDS, *options])

    assert 2 == done.exit_code
    assert complaint in sentence(done.stderr)
    assert [] == stream.commands


def test_no_paper_is_no_record(stream: FakeStream) -> None:
    """A fact comes with the paper it was read from."""
    answering(stream, added(NOTE))
    done = runner.invoke(app, [*RECORDS[:-2], "--fact", "1:previous_visits=6"])

    assert 2 == done.exit_code
    assert "no paper is named" in sentence(done.stderr)
