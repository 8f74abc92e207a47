"""`imr letter release`: a held letter is issued once every finding is accepted."""

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from schemas.messages.letters import HeldFinding, LetterHeld, LetterRequestRefused, ReleaseLetter
from schemas.messages.notices import NoticeHeld
from tests.cli.letter.outcomes import REVIEWERS_NAME
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ISSUED, NUMBER

runner = CliRunner()


def held(*ids: str, case_number: str = NUMBER) -> LetterHeld:
    """Return a letter held by findings with these ids."""
    findings = tuple(
        HeldFinding(id=each, rule="outcome", severity="error", place="/items/0/closing", text=f"The sentence of {each}.")
        for each in ids
    )
    return LetterHeld(case_number=case_number, determination_version=1, findings=findings)


def release(*options: str) -> Result:
    """Run the command."""
    return runner.invoke(app, ["letter", "release", NUMBER, "--actor", "Example Operator", "--reason", "It is right.", *options])


def test_without_a_finding_the_newest_findings_are_shown(stream: FakeStream) -> None:
    """Each finding is a line with its id, and nothing is published."""
    stream.say(held("outcome.9"), held("outcome.1", "outcome.2"), held("outcome.8", case_number="CM26-4170024"))
    done = release()

    assert 1 == done.exit_code
    assert [
        "outcome.1\terror\t/items/0/closing\tThe sentence of outcome.1.",
        "outcome.2\terror\t/items/0/closing\tThe sentence of outcome.2.",
    ] == done.stdout.splitlines()
    assert "--actor 'Example Operator' --reason 'It is right.' --finding outcome.1 --finding outcome.2" in " ".join(
        done.stderr.split()
    )
    assert [] == stream.commands


def test_a_letter_with_its_reviewers_name_is_shown_with_the_correction(stream: FakeStream) -> None:
    """No release is proposed that would be refused."""
    stream.say(held("names.1").model_copy(update={"findings": (REVIEWERS_NAME,)}))
    done = release()

    assert 1 == done.exit_code
    assert (
        f"names.1 is the reviewer's name, so the letter cannot be released; correct the determination with: imr decision correct {NUMBER}"
        in (sentence(done.stderr))
    )


def test_a_letter_that_is_not_held_cannot_be_shown(stream: FakeStream) -> None:
    """The message points to the stage of the case."""
    stream.say(ISSUED)
    done = release()

    assert (1, "") == (done.exit_code, done.stdout)
    assert f"no letter of {NUMBER} is held; `imr case show {NUMBER}`" in done.stderr


def test_a_released_letter_is_held_no_more(stream: FakeStream) -> None:
    """Its findings are not shown again."""
    stream.say(held("outcome.1"), ISSUED)

    assert f"no letter of {NUMBER} is held" in release().stderr


def test_accepted_findings_are_published(stream: FakeStream) -> None:
    """The command names who releases the letter, why, and each accepted finding."""
    stream.answer = lambda _command: [ISSUED]
    done = release("--finding", "outcome.1", "--finding", "outcome.2")

    assert 0 == done.exit_code, done.output
    assert [
        ReleaseLetter(
            notice=None, case_number=NUMBER, actor="Example Operator", reason="It is right.", findings=("outcome.1", "outcome.2")
        )
    ] == stream.commands


def test_a_refusal_ends_the_command(stream: FakeStream) -> None:
    """The reason of the refusal is printed, with exit status 1."""
    stream.answer = lambda _command: [
        LetterRequestRefused(case_number=NUMBER, request="release-letter", code="not-held", text="No letter is held.")
    ]
    done = release("--finding", "outcome.1")

    assert (1, "") == (done.exit_code, done.stdout)
    assert "refused: No letter is held." in done.stderr


@pytest.mark.parametrize("finding", ["", "x" * 500])
def test_an_invalid_id_is_not_published(stream: FakeStream, finding: str) -> None:
    """The message names the option: exit status 2."""
    done = release("--finding", finding)

    assert 2 == done.exit_code
    assert "Invalid value for --finding" in sentence(done.stderr)
    assert [] == stream.commands


def test_a_held_notice_is_shown_and_released_by_its_id(stream: FakeStream) -> None:
    """The command that releases it names the notice."""
    findings = held("placeholder.1").findings
    stream.say(NoticeHeld(case_number=NUMBER, notice="assignment", kind="assignment", findings=findings))
    done = release("--notice", "assignment")

    assert 1 == done.exit_code
    assert "placeholder.1" in done.stdout
    assert f"imr letter release {NUMBER} --notice assignment" in sentence(done.stderr)
    assert "no letter of" in sentence(release().stderr)


@pytest.mark.parametrize(("option", "name"), [("", "--actor"), ("me", "--reason")])
def test_who_and_why_are_asked_before_the_findings_are_shown(stream: FakeStream, option: str, name: str) -> None:
    """The command that is proposed would be refused, or name another actor."""
    stream.say(held("outcome.1"))
    done = runner.invoke(app, ["letter", "release", NUMBER, "--actor", option, "--reason", "" if option else "x"])

    assert (2, "") == (done.exit_code, done.stdout)
    assert f"{name}: is empty" in sentence(done.stderr)
