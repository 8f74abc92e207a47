"""`imr case extend`."""

from typer.testing import CliRunner

from cli.main import app
from schemas.messages.acts.extensions import DeadlineExtended, ExtendClock
from tests.cli.case.acts.asked import answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import RECEIVED_AT
from tests.services.letters.verification.case_events import NUMBER

EXTENDED = DeadlineExtended(
    case_number=NUMBER,
    name="determination-due",
    days=2,
    approval="AD-1",
    due_at=RECEIVED_AT,
    actor="Example Clerk",
    reason="x",
    acted_at=RECEIVED_AT,
)


def test_an_extension_names_its_approval(stream: FakeStream) -> None:
    """The clock is that of the determination unless another is named."""
    answering(stream, EXTENDED)
    done = CliRunner().invoke(app, ["case", "extend", NUMBER, "--days", "2", "--approval", "AD-1", "--reason", "x"])

    assert "2 days more, by approval AD-1" in sentence(done.stdout)
    (command,) = stream.commands
    assert isinstance(command, ExtendClock)
    assert ("determination-due", 2, "AD-1") == (command.name, command.days, command.approval)
