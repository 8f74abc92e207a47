"""The answer to a command about the life of a case."""

import json

from typer.testing import CliRunner

from cli.main import app
from schemas.messages.lifecycle import CaseRequestRefused
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
    allowed=("resolve",),
    code="not-allowed",
    text="The case is terminated.",
)


def test_a_refusal_names_what_is_allowed(stream: FakeStream) -> None:
    """The exit status is 1, and the answer is one line of JSON for programs."""
    answering(stream, REFUSED)
    done = runner.invoke(app, RECORDS)

    assert 1 == done.exit_code
    assert "refused: The case is terminated." in sentence(done.stderr)
    assert "allows: resolve" in sentence(done.stderr)

    told = json.loads(runner.invoke(app, [*RECORDS, "--json"]).stdout)
    assert ("not-allowed", ["resolve"]) == (told["code"], told["allowed"])


def test_an_unknown_case_is_said_at_once(stream: FakeStream) -> None:
    """Nothing is published."""
    stream.cases.clear()
    done = runner.invoke(app, RECORDS)

    assert 1 == done.exit_code
    assert f"no case has the number {NUMBER}" in sentence(done.stderr)
    assert [] == stream.commands
