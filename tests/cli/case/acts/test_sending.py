"""The answer to a command about the life of a case."""

import json

import pytest
from typer.testing import CliRunner

from cli.case.acts.sending import COMMANDS, commands_of
from cli.main import app
from schemas.messages.lifecycle import CaseRequestRefused
from services.intake.domain.lifecycle.states import STATES, State
from services.intake.domain.lifecycle.transitions import allowed
from tests.cli.case.acts.asked import RECORDS, answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import NUMBER

runner = CliRunner()
REFUSED = CaseRequestRefused(
    case_number=NUMBER,
    request="receive-records",
    actor=None,
    state="terminated",
    allowed=("appeal-case",),
    code="not-allowed",
    text="The case is terminated.",
)


def test_a_refusal_names_what_is_allowed(stream: FakeStream) -> None:
    """The exit status is 1, and the answer is one line of JSON for programs."""
    answering(stream, REFUSED)
    done = runner.invoke(app, RECORDS)

    assert 1 == done.exit_code
    assert "refused: The case is terminated." in sentence(done.stderr)
    assert "allows: `imr case appeal`; `imr case show" in sentence(done.stderr)

    told = json.loads(runner.invoke(app, [*RECORDS, "--json"]).stdout)
    assert ("not-allowed", ["appeal-case"]) == (told["code"], told["allowed"])


@pytest.mark.parametrize("state", STATES)
def test_each_act_that_a_state_allows_is_told_as_a_command(state: State) -> None:
    """No internal name is told; those of services have no command."""
    refusal = REFUSED.model_copy(update={"state": state, "allowed": allowed(state)})
    assert set(allowed(state)) <= {*COMMANDS, "determination-signed", "screen", "consolidation-answered"}

    for command in commands_of(refusal):
        assert 0 == runner.invoke(app, [*command.split()[1:], "--help"]).exit_code


@pytest.mark.parametrize(("state", "command"), [("ready", "sign"), ("determined", "correct"), ("deferred", None)])
def test_a_signed_determination_is_corrected_and_not_signed_again(state: State, command: str | None) -> None:
    """Nothing is signed while liability is disputed."""
    refusal = REFUSED.model_copy(update={"state": state, "allowed": ("determination-signed",)})

    assert ([] if command is None else [f"imr decision {command}"]) == commands_of(refusal)


def test_an_unknown_case_is_said_at_once(stream: FakeStream) -> None:
    """Nothing is published."""
    stream.cases.clear()
    done = runner.invoke(app, RECORDS)

    assert 1 == done.exit_code
    assert f"no case has the number {NUMBER}" in sentence(done.stderr)
    assert [] == stream.commands
