"""`imr case amend`."""

from typer.testing import CliRunner

from cli.main import app
from schemas.messages.acts.amendment import AmendApplication, Amendment, ApplicationAmended
from schemas.wire.codec import read
from tests.cli.case.acts.asked import answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import ROOT
from tests.services.letters.verification.case_events import NUMBER, RECEIVED

AMENDED = read(ApplicationAmended, 1, (ROOT / "schemas/examples/imr.intake.application-amended/1.json").read_bytes())
AMEND = ["case", "amend", NUMBER, "--reason", "Misread.", "--actor", "Example Clerk"]


def test_a_correction_names_fields_with_their_right_values(stream: FakeStream) -> None:
    """The answer names the fields, not the values, which may be names."""
    answering(stream, AMENDED)
    stream.say(RECEIVED)
    options = ["--employee-name", "Pat Example", "--born-on", "1970-02-03", "--request", "2=Massage, 6 visits"]
    done = CliRunner().invoke(app, [*AMEND, *options])

    assert "the application is corrected (employee name), by Example Operator" in sentence(done.stdout)
    assert "Pat" not in done.stdout
    (command,) = stream.commands
    assert isinstance(command, AmendApplication)
    assert RECEIVED.submission_id == command.submission_id
    assert (
        Amendment(field="employee-name", item=None, value="Pat Example"),
        Amendment(field="born-on", item=None, value="1970-02-03"),
        Amendment(field="request", item=2, value="Massage, 6 visits"),
    ) == command.changes


def test_a_correction_of_nothing_and_one_of_no_item_are_wrong_options(stream: FakeStream) -> None:
    """Nothing is sent; exit status 2."""
    for options in ([], ["--request", "Massage"], ["--request", "0=Massage"]):
        assert 2 == CliRunner().invoke(app, [*AMEND, *options]).exit_code
    assert [] == stream.commands
