"""`imr letter services`, `reissue`, `confirm` and `returned`."""

import getpass
import json
from datetime import date

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from schemas.message import Message
from schemas.messages.letters import (
    ConfirmService,
    HeldFinding,
    LetterHeld,
    LetterReturned,
    LetterServed,
    OfServiceOnParty,
    ReissueLetter,
    ReportReturnedMail,
    ServiceAttempted,
    ServiceIntended,
)
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, ISSUED, NUMBER, RECEIVED, SIGNED

runner = CliRunner()
WORKER, EMPLOYER = f"{NUMBER}.1.worker.1", f"{NUMBER}.1.employer.1"
HELD = LetterHeld(
    case_number=NUMBER,
    determination_version=1,
    findings=(HeldFinding(id="outcome.1", rule="outcome", severity="error", place="/items/0", text="It says otherwise."),),
)
BY = ["--actor", "Example Operator"]


def intended(service_id: str) -> ServiceIntended:
    """Return the first event of a service."""
    return ServiceIntended(
        case_number=service_id.partition(".")[0],
        service_id=service_id,
        party=service_id.split(".")[2],  # type: ignore[arg-type]
        method="mail",
        letter_version=1,
        notice=None,
        sha256="a" * 64,
        cover_sha256=None,
        reason=None,
    )


def attempted(service_id: str) -> ServiceAttempted:
    """Return the event before the letter is sent."""
    return ServiceAttempted(**_of(service_id), attempt=1)


def served(service_id: str) -> LetterServed:
    """Return the event of a party that was served and may appeal."""
    return LetterServed(
        **_of(service_id), served_on=date(2026, 5, 4), proof="Receipt 7", confirmed_by=None, appeal_until=date(2026, 6, 3)
    )


def returned(service_id: str) -> LetterReturned:
    """Return the event of a letter that came back."""
    return LetterReturned(**_of(service_id), returned_on=date(2026, 5, 9), reason="Moved.")


def _of(service_id: str) -> dict[str, object]:
    return intended(service_id).model_dump(include=set(OfServiceOnParty.model_fields))


def run(*arguments: str) -> Result:
    """Run a command of `imr letter`."""
    return runner.invoke(app, ["letter", *arguments])


def test_the_latest_event_of_each_service_is_shown(stream: FakeStream) -> None:
    """One line of JSON for each service of the case, in the order in which they began."""
    other = intended("CM26-4170024.1.worker.1")
    stream.say(ISSUED, intended(WORKER), intended(EMPLOYER), served(WORKER), attempted(EMPLOYER), other, returned(WORKER))
    shown = [json.loads(line) for line in run("services", NUMBER, "--json").stdout.splitlines()]

    assert [(WORKER, LetterReturned.type), (EMPLOYER, ServiceAttempted.type)] == [
        (each["service_id"], each["type"]) for each in shown
    ]


def test_a_table_shows_the_last_day_to_appeal(stream: FakeStream) -> None:
    """The table has the id of the service and its latest event."""
    stream.say(served(WORKER))
    done = run("services", NUMBER)

    assert 0 == done.exit_code, done.output
    assert WORKER in done.stdout
    assert "2026-06-03" in done.stdout


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([served(WORKER), served(EMPLOYER)], 0),
        ([served(EMPLOYER), served(WORKER), returned(WORKER)], 0),
        ([served(WORKER), attempted(EMPLOYER)], 1),
        ([served(WORKER)], 1),
        ([], 1),
    ],
)
def test_wait_ends_when_no_service_is_under_way(stream: FakeStream, events: list[Message], status: int) -> None:
    """A service that is intended or attempted is under way."""
    stream.say(intended(WORKER), intended(EMPLOYER), *events)
    done = run("services", NUMBER, "--wait", "--json")

    assert status == done.exit_code, done.output
    assert ("not every party was served within 30 seconds" in done.output) == bool(status)


def test_wait_waits_for_the_first_service(stream: FakeStream) -> None:
    """A case whose letter has been issued but not yet served is not done."""
    stream.say(ISSUED)

    assert 1 == run("services", NUMBER, "--wait", "--json").exit_code


def test_a_case_without_services_points_to_its_stage(stream: FakeStream) -> None:
    """A case without services prints nothing as JSON, and an error otherwise."""
    stream.say(ISSUED)

    assert (0, "") == ((done := run("services", NUMBER, "--json")).exit_code, done.output)
    assert "no party of CM26-4170023 has been served yet; `imr case show CM26-4170023`" in run("services", NUMBER).output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["reissue", NUMBER, *BY, "--reason", "Lost."],
            ReissueLetter(
                notice=None,
                case_number=NUMBER,
                actor="Example Operator",
                reason="Lost.",
                new_version=False,
                parties=(),
                method=None,
                address=None,
            ),
        ),
        (
            [
                "reissue",
                NUMBER,
                *BY,
                "--reason",
                "Moved.",
                "--party",
                "worker",
                "--method",
                "fax",
                "--address",
                "1",
                "--new-version",
            ],
            ReissueLetter(
                notice=None,
                case_number=NUMBER,
                actor="Example Operator",
                reason="Moved.",
                new_version=True,
                parties=("worker",),
                method="fax",
                address="1",
            ),
        ),
        (
            ["confirm", WORKER, *BY, "--on", "2026-05-04", "--proof", "Receipt 7"],
            ConfirmService(
                case_number=NUMBER,
                service_id=WORKER,
                actor="Example Operator",
                served_on=date(2026, 5, 4),
                proof="Receipt 7",
            ),
        ),
        (
            ["returned", WORKER, *BY, "--on", "2026-05-09", "--reason", "Moved."],
            ReportReturnedMail(
                case_number=NUMBER, service_id=WORKER, actor="Example Operator", returned_on=date(2026, 5, 9), reason="Moved."
            ),
        ),
    ],
    ids=["reissue", "reissue another way", "confirm", "returned"],
)
def test_a_command_carries_its_options(stream: FakeStream, arguments: list[str], expected: Message) -> None:
    """Each option is a field of the command; the case number comes from the id of the service."""
    stream.answer = lambda _command: [served(WORKER)]
    done = run(*arguments)

    assert 0 == done.exit_code, done.output
    assert [expected] == stream.commands


@pytest.mark.parametrize(
    "arguments",
    [
        ["reissue", NUMBER, "--reason", "Lost."],
        ["confirm", WORKER, "--on", "2026-05-04", "--proof", "Receipt 7"],
        ["returned", WORKER, "--on", "2026-05-09", "--reason", "Moved."],
        ["release", NUMBER, "--reason", "It is right.", "--finding", "outcome.1"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_without_an_actor_it_is_the_login_name(stream: FakeStream, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As of the acts on a case."""
    monkeypatch.setattr(getpass, "getuser", lambda: "operator")
    stream.answer = lambda _command: [served(WORKER)]
    run(*arguments)

    assert ["operator"] == [getattr(each, "actor", None) for each in stream.commands]


@pytest.mark.parametrize(
    "service_id", ["CM26-4170023", "CM26-4170023.1.worker", "worker.1", f"{WORKER}.1", f" {WORKER}", f"{WORKER}\n"]
)
@pytest.mark.parametrize("command", [["confirm", "--proof", "x"], ["returned", "--reason", "x"]], ids=["confirm", "returned"])
def test_an_invalid_id_of_a_service_is_refused(stream: FakeStream, command: list[str], service_id: str) -> None:
    """The message shows an example and the command that lists the ids; nothing is published."""
    done = run(command[0], service_id, *BY, "--on", "2026-05-04", *command[1:])

    assert 2 == done.exit_code
    assert "`imr letter services` lists them" in sentence(done.output)
    assert [] == stream.commands


@pytest.mark.parametrize(
    ("events", "told"),
    [([RECEIVED, ASSESSED, SIGNED, HELD], "imr letter release"), ([RECEIVED, ASSESSED], "the determination is not signed")],
)
def test_a_wait_for_a_letter_that_does_not_come_ends_at_once(stream: FakeStream, events: list[Message], told: str) -> None:
    """With the reason, and the command that goes on."""
    stream.say(*events)
    done = run("services", NUMBER, "--wait")

    assert 1 == done.exit_code
    assert told in sentence(done.stderr)


def test_wait_is_for_the_determination_where_one_is_signed(stream: FakeStream) -> None:
    """A notice served before does not end the wait for the determination's letter."""
    notice = f"{NUMBER}.assignment.worker.1"
    stream.say(SIGNED, intended(notice), served(notice))

    assert 1 == run("services", NUMBER, "--wait", "--timeout", "0.1").exit_code
    stream.say(intended(WORKER), served(WORKER))
    done = run("services", NUMBER, "--wait", "--timeout", "5")
    assert 0 == done.exit_code, done.output
    assert "notice assignment served on the worker" in sentence(done.output)
