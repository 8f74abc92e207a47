"""`imr decision sign`, `countersign` and `correct` publish the reviewer's decisions."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.messages.decision import CorrectDetermination, CountersignDetermination, SignDetermination
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, NUMBER, RECEIVED, SIGNED

runner = CliRunner()


@pytest.fixture
def case(stream: FakeStream) -> FakeStream:
    """A case that is assessed and signed; each command is answered by a determination."""
    stream.say(ASSESSED, SIGNED)
    stream.answer = lambda _command: [SIGNED]
    return stream


def test_outcome_and_text_of_an_item_are_signed_together(case: FakeStream, tmp_path: Path) -> None:
    """A text alone keeps the draft's outcome."""
    text = tmp_path / "reason.txt"
    text.write_text("My own words.")
    done = runner.invoke(
        app,
        [
            *("decision", "sign", NUMBER, "--reviewer", "R-1", "--decide", "1=overturned: the trial showed gains"),
            *("--write", f"1={text}", "--write", f"2={text}", "--keep"),
        ],
    )

    assert 0 == done.exit_code, done.output
    (command,) = case.commands
    assert isinstance(command, SignDetermination)
    assert [
        (1, "overturned", "the trial showed gains", "My own words."),
        (2, None, None, "My own words."),
    ] == [(each.item, each.outcome, each.reason, each.rationale) for each in command.items]
    assert command.keep_the_rest


@pytest.mark.parametrize(
    ("option", "value", "told", "status"),
    [
        ("--decide", "1=denied", "ITEM=upheld or ITEM=overturned", 2),
        ("--decide", "upheld", "ITEM=upheld or ITEM=overturned", 2),
        ("--decide", "0=upheld", "is less than 1", 2),
        ("--decide", "1=upheld: \x07", "control character", 2),
        ("--write", "reason.txt", "write ITEM=FILE", 2),
        ("--write", "1=empty.txt", "--write 1=empty.txt: is empty", 2),
        ("--write", f"{'9' * 20}=empty.txt", "empty.txt: is empty", 2),
        ("--write", "1=no-such-file.txt", "file 'no-such-file.txt' does not exist", 2),
        ("--reviewer", "", "--reviewer", 2),
        ("--timeout", "-1", "from 0 to", 2),
    ],
)
def test_an_option_that_cannot_be_read_shows_its_form(
    case: FakeStream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str, told: str, status: int
) -> None:
    """Nothing is published."""
    (tmp_path / "empty.txt").touch()
    monkeypatch.chdir(tmp_path)
    done = runner.invoke(app, ["decision", "sign", NUMBER, "--reviewer", "R-1", option, value])

    assert status == done.exit_code, done.output
    assert told in sentence(done.stderr)
    assert [] == case.commands


@pytest.mark.parametrize(("options", "agrees"), [((), True), (("--decline", "I disagree."), False)])
def test_a_second_signature_is_given_or_declined(case: FakeStream, options: tuple[str, ...], *, agrees: bool) -> None:
    """The reason of --decline goes with it."""
    runner.invoke(app, ["decision", "countersign", NUMBER, "--reviewer", "R-2", *options])

    (command,) = case.commands
    assert isinstance(command, CountersignDetermination)
    assert (agrees, None if agrees else "I disagree.") == (command.agrees, command.reason)


@pytest.mark.parametrize(
    ("command", "options", "named"),
    [
        ("countersign", ("--reviewer", "R-2", "--decline", " "), "--decline"),
        ("countersign", ("--reviewer", ""), "--reviewer"),
        ("correct", ("--reviewer", "R-1", "--reason", ""), "--reason"),
    ],
)
def test_a_text_that_no_message_can_hold_is_refused(case: FakeStream, command: str, options: tuple[str, ...], named: str) -> None:
    """The message names the option, and nothing is published."""
    done = runner.invoke(app, ["decision", command, NUMBER, *options])

    assert 2 == done.exit_code, done.output
    assert f"Invalid value for {named}" in sentence(done.stderr)
    assert [] == case.commands


def test_a_correction_names_the_version_that_it_corrects(case: FakeStream) -> None:
    """It is the newest determination."""
    runner.invoke(app, ["decision", "correct", NUMBER, "--reviewer", "R-1", "--reason", "A wrong date.", "--decide", "1=upheld"])

    (command,) = case.commands
    assert isinstance(command, CorrectDetermination)
    assert (SIGNED, "A wrong date.") == (command.corrected, command.reason)


def test_a_case_without_a_determination_cannot_be_corrected(stream: FakeStream) -> None:
    """The message names the command that shows the case."""
    stream.say(RECEIVED)
    done = runner.invoke(app, ["decision", "correct", NUMBER, "--reviewer", "R-1", "--reason", "x"])

    assert 1 == done.exit_code
    assert f"`imr case show {NUMBER}`" in " ".join(done.stderr.split())


@pytest.mark.parametrize("command", [("correct", "--reviewer", "R-1", "--reason", "x"), ("replay",), ("similar",), ("show",)])
def test_a_number_of_no_case_is_told_as_such(stream: FakeStream, command: tuple[str, ...]) -> None:
    """It is not a case that waits."""
    done = runner.invoke(app, ["decision", command[0], "CM15-9999999", *command[1:]])

    assert (1, "no case has the number CM15-9999999; `imr case list` shows all\n") == (done.exit_code, done.stderr)


@pytest.mark.parametrize("option", [("--decide", "\u0661=upheld"), ("--write", "\u0661=rationale.txt")])
def test_an_item_is_not_numbered_in_another_script(stream: FakeStream, option: tuple[str, str]) -> None:
    """It could be mistaken for another number."""
    done = runner.invoke(app, ["decision", "sign", NUMBER, "--reviewer", "R-1", *option])

    assert 2 == done.exit_code
    assert [] == stream.commands
