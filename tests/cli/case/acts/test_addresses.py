"""`imr case change-address`."""

from typer.testing import CliRunner

from cli.main import app
from schemas.messages.acts.addresses import ChangeAddress, PartyAddressChanged
from tests.cli.case.acts.asked import answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import NUMBER

runner = CliRunner()
CHANGED = PartyAddressChanged(
    case_number=NUMBER, party="worker", changed=("address",), method="mail", actor="Example Clerk", reason="x"
)
WHO = ("--party", "worker", "--reason", "x", "--actor", "Example Clerk")


def test_a_new_address_is_sent_and_told(stream: FakeStream) -> None:
    """The answer does not repeat it."""
    answering(stream, CHANGED)
    done = runner.invoke(app, ["case", "change-address", NUMBER, *WHO, "--address", "7 Example Road"])

    assert "the worker is served otherwise from now on (address), by Example Clerk: x" in sentence(done.stdout)
    (command,) = stream.commands
    assert isinstance(command, ChangeAddress)
    assert ("7 Example Road", None, None) == (command.address, command.method, command.place)


def test_a_change_of_nothing_names_the_option(stream: FakeStream) -> None:
    """Nothing is published."""
    answering(stream, CHANGED)
    done = runner.invoke(app, ["case", "change-address", NUMBER, *WHO])

    assert 2 == done.exit_code
    assert "--address" in sentence(done.stderr)
    assert [] == stream.commands
