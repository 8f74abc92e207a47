"""`imr case consolidations` and `imr case consolidate`."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.messages.acts.consolidation import (
    ConsolidateCases,
    ConsolidationAbandoned,
    ConsolidationAsked,
    ConsolidationDeclined,
    ConsolidationProposed,
    DeclineConsolidation,
    ItemsJoined,
)
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


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [(ItemsJoined, 0, "goes on with the items of"), (ConsolidationAbandoned, 1, "is signed already, so the cases stay apart")],
    ids=["joined", "abandoned"],
)
def test_a_consolidation_is_told_when_decision_has_answered(
    answer: type[ItemsJoined | ConsolidationAbandoned], status: int, told: str, stream: FakeStream
) -> None:
    """The question to decision is no answer; the one that ends it is of this command's time."""
    stream.cases |= {FIRST, SECOND}
    asked, earlier = example(ConsolidationAsked), example(answer)
    stream.say(earlier)
    stream.answer = lambda command: [asked, earlier.model_copy(update={"acted_at": command.acted_at})]  # type: ignore[attr-defined]
    done = CliRunner().invoke(app, ["case", "consolidate", FIRST, "--with", SECOND, "--reason", "One reviewer."])

    assert status == done.exit_code, done.output
    assert told in sentence(done.stdout + done.stderr)
    (command,) = stream.commands
    assert isinstance(command, ConsolidateCases)
