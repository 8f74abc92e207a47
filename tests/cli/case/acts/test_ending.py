"""`imr case withdraw` and `authorize`."""

from typer.testing import CliRunner

from cli.main import app
from schemas.messages.lifecycle import AuthorizeTreatment, CaseTerminated, WithdrawApplication
from tests.cli.case.acts.asked import answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import RECEIVED_AT
from tests.services.letters.verification.case_events import NUMBER

runner = CliRunner()
ENDED = CaseTerminated(
    case_number=NUMBER,
    ground="withdrawn",
    state="ready",
    at_reviewer=True,
    actor="Example Clerk",
    reason="x",
    acted_at=RECEIVED_AT,
)


def test_a_withdrawal_says_who_and_why(stream: FakeStream) -> None:
    """The ground is a withdrawal unless another is named."""
    answering(stream, ENDED)
    done = runner.invoke(app, ["case", "withdraw", NUMBER, "--sent-by", "employee", "--reason", "x", "--actor", "Example Clerk"])

    assert "the review ended: withdrawn" in sentence(done.stdout)
    (command,) = stream.commands
    assert isinstance(command, WithdrawApplication)
    assert ("withdrawn", "employee", "x", "Example Clerk") == (command.ground, command.sent_by, command.reason, command.actor)
    runner.invoke(app, ["case", "withdraw", NUMBER, "--sent-by", "employee", "--reason", "x", "--item", "2"])
    assert [(), (2,)] == [each.items for each in stream.commands if isinstance(each, WithdrawApplication)]


def test_an_authorisation_has_its_day_and_items(stream: FakeStream) -> None:
    """No item named means all."""
    answering(stream, ENDED)
    runner.invoke(app, ["case", "authorize", NUMBER, "--on", "2015-04-20", "--item", "1", "--item", "2", "--reason", "x"])
    runner.invoke(app, ["case", "authorize", NUMBER, "--on", "2015-04-20", "--reason", "x"])

    assert [(1, 2), ()] == [each.items for each in stream.commands if isinstance(each, AuthorizeTreatment)]


def test_a_wrong_item_is_named(stream: FakeStream) -> None:
    """Nothing is published."""
    answering(stream, ENDED)
    done = runner.invoke(app, ["case", "authorize", NUMBER, "--on", "2015-04-20", "--item", "0", "--reason", "x"])

    assert 2 == done.exit_code
    assert "--item" in sentence(done.stderr)
    assert [] == stream.commands
