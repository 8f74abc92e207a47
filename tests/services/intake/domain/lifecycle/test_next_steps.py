"""Every state of a case has its next step, which the table of its life allows."""

import pytest
from typer.testing import CliRunner

from cli.main import app
from jurisdictions.files import load_jurisdiction
from services.intake.domain.lifecycle.next_steps import NEXT_STEPS
from services.intake.domain.lifecycle.states import CLOCKS, ENDS, STATES, State
from services.intake.domain.lifecycle.transitions import allowed, allows

ACTS_OF = {
    "imr case amend": "amend-application",
    "imr case appeal": "appeal-case",
    "imr case resolve": "resolve-liability",
    "imr case records": "receive-records",
    "imr case answer": "answer-request",
    "imr case affirm": "affirm-case",
    "imr case remand": "remand-case",
    "imr decision sign": "determination-signed",
}
"""The act of each command; those about duplicates come before the life of a case."""


def test_no_state_is_without_a_step() -> None:
    """A wait that nothing ends is how a case is forgotten."""
    assert set(STATES) == set(NEXT_STEPS)


@pytest.mark.parametrize("state", STATES)
def test_the_step_is_one_that_the_state_allows(state: State) -> None:
    """Its commands and their acts are there, and so is the clock that ends the wait."""
    step = NEXT_STEPS[state]

    assert step.commands
    for command in step.commands:
        assert _is_there(command)
        assert command.startswith(("imr case duplicate", "imr case show")) or ACTS_OF[command] in allowed(state)
    assert step.clock not in CLOCKS or allows(state, step.clock)  # type: ignore[arg-type]
    assert step.clock is None or step.clock in load_jurisdiction("ca-workers-comp").clocks


@pytest.mark.parametrize("state", sorted(ENDS - {"consolidated"}))
def test_an_end_can_be_petitioned_against(state: State) -> None:
    """Within the time that its service began (LC 4610.6(h); 8 CCR 10575)."""
    assert ("imr case appeal", "appeal") == (*NEXT_STEPS[state].commands, NEXT_STEPS[state].clock)


def _is_there(command: str) -> bool:
    """Return whether the command line has *command*."""
    return CliRunner().invoke(app, [*command.split()[1:], "--help"]).exit_code == 0
