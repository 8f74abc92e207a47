"""`imr case consolidations` and `imr case consolidate`."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.messages.acts.consolidation import ConsolidationDeclined, ConsolidationProposed, DeclineConsolidation
from schemas.messages.lifecycle import CaseTerminated
from tests.cli.case.test_duplicate import example
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream

FIRST, SECOND = "CM15-1330001", "CM15-1330002"
PROPOSED = example(ConsolidationProposed)


def listed() -> list[tuple[str, str]]:
    """Return the pairs of cases that the list has."""
    done = CliRunner().invoke(app, ["case", "consolidations", "--json"])
    assert 0 == done.exit_code, done.output
    return [(each["case_number"], each["with_case"]) for each in map(json.loads, done.stdout.splitlines())]


def test_open_proposals_are_listed_once(stream: FakeStream) -> None:
    """With the fields that agree."""
    stream.say(PROPOSED, PROPOSED)

    assert [(SECOND, FIRST)] == listed()
    done = CliRunner().invoke(app, ["case", "consolidations"])
    assert "claim_number" in done.stdout


@pytest.mark.parametrize(
    "end",
    [example(ConsolidationDeclined), example(CaseTerminated, case_number=FIRST), example(CaseTerminated, case_number=SECOND)],
    ids=["declined", "earlier-ended", "later-ended"],
)
def test_an_answer_or_the_end_of_a_case_closes_a_proposal(end: ConsolidationDeclined, stream: FakeStream) -> None:
    """There is nothing to answer any more."""
    stream.say(PROPOSED, end)

    assert [] == listed()
    done = CliRunner().invoke(app, ["case", "consolidations"])
    assert "no consolidation is proposed" in sentence(done.stderr)


def test_a_proposal_is_declined(stream: FakeStream) -> None:
    """The command names both cases."""
    stream.cases |= {FIRST, SECOND}
    stream.answer = lambda _command: [example(ConsolidationDeclined)]
    done = CliRunner().invoke(app, ["case", "consolidate", SECOND, "--with", FIRST, "--decline", "--reason", "Two specialties."])

    assert f"stays apart from {FIRST}" in sentence(done.stdout)
    (command,) = stream.commands
    assert isinstance(command, DeclineConsolidation)
    assert (SECOND, FIRST) == (command.case_number, command.with_case)
