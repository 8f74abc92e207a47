"""`imr case appeal` and `affirm`."""

from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.case.acts import appealing
from cli.case.acts.appealing import jurisdiction_of, last_day
from cli.main import app
from runtime.outside.follow import Seen
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import CaseConsolidated
from schemas.messages.intake import ApplicationReceived
from schemas.messages.letters import LetterServed
from schemas.wire.codec import read
from tests.cli.case.acts.asked import answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import ROOT
from tests.services.letters.verification.case_events import NUMBER, RECEIVED

runner = CliRunner()
BY = ["--reason", "x", "--actor", "Example Clerk"]


def served(party: str, until: date | None) -> LetterServed:
    """Return a service on *party*."""
    example = read(LetterServed, 1, (ROOT / "schemas/examples/imr.letters.letter-served/1.json").read_bytes())
    return example.model_copy(update={"case_number": NUMBER, "party": party, "appeal_until": until})


def test_a_petition_has_the_last_day_of_its_party(stream: FakeStream) -> None:
    """It is that of the service on it; the answer says whether the petition is late."""
    answer = read(CaseAppealed, 1, (ROOT / "schemas/examples/imr.intake.case-appealed/1.json").read_bytes())
    answering(stream, answer.model_copy(update={"late": True}))
    stream.say(served("worker", date(2015, 6, 1)))
    done = runner.invoke(app, ["case", "appeal", NUMBER, "--on", "2015-06-02", "--by", "worker", "--ground", "bias", *BY])

    assert "late" in sentence(done.stdout)
    (command,) = stream.commands
    assert isinstance(command, AppealCase)
    assert (date(2015, 6, 1), "worker", "bias") == (command.appeal_until, command.petitioner, command.ground)


def test_a_denied_petition_has_its_day(stream: FakeStream) -> None:
    """The case is at its end again."""
    answering(stream, read(CaseAffirmed, 1, (ROOT / "schemas/examples/imr.intake.case-affirmed/1.json").read_bytes()))
    done = runner.invoke(app, ["case", "affirm", NUMBER, "--on", "2015-09-01", *BY])

    assert "the case stays determined" in sentence(done.stdout)
    assert [date(2015, 9, 1)] == [each.decided_on for each in stream.commands if isinstance(each, AffirmCase)]


def test_a_decision_names_the_petitioner(stream: FakeStream) -> None:
    """The answer says whose petition it was, and whose are pending."""
    answer = read(CaseAffirmed, 2, (ROOT / "schemas/examples/imr.intake.case-affirmed/2.json").read_bytes())
    answering(stream, answer.model_copy(update={"pending": ("employer", "claims-administrator")}))
    done = runner.invoke(app, ["case", "affirm", NUMBER, "--on", "2015-09-01", "--by", "worker", *BY])

    assert "the petition of the worker was denied or withdrawn on 2015-09-01" in sentence(done.stdout)
    assert "pending: that of the employer and of the claims administrator" in sentence(done.stdout)
    assert ["worker"] == [each.petitioner for each in stream.commands if isinstance(each, AffirmCase)]


@pytest.mark.parametrize("act", ["appeal", "affirm", "remand"])
def test_the_events_of_a_case_are_read_once(act: str, stream: FakeStream, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partition of millions of events takes its time."""
    reads: list[str | None] = []

    async def counted(*asked: Any, subject: str | None = None) -> list[Seen]:
        reads.append(subject)
        return await stream.read_to_end(*asked, subject=subject)

    monkeypatch.setattr(appealing, "read_to_end", counted)
    options = {"appeal": ["--by", "worker", "--ground", "bias"], "affirm": [], "remand": ["--ground", "bias", "--facts", "x"]}
    stream.say(RECEIVED)
    runner.invoke(app, ["case", act, NUMBER, "--on", "2015-09-01", "--timeout", "0", *options[act], *BY])

    assert [NUMBER] == reads
    assert 1 == len(stream.commands)


def test_the_jurisdiction_is_that_of_the_application() -> None:
    """A case without one that is read has none, and its days are judged in UTC."""
    found = ROOT / "schemas/examples/imr.intake.application-received"
    version = max(int(each.stem) for each in found.iterdir())
    received = read(ApplicationReceived, version, (found / f"{version}.json").read_bytes())

    assert "ca-workers-comp" == jurisdiction_of([served("worker", None), received])
    assert jurisdiction_of([served("worker", None)]) is None


def test_the_newest_service_on_the_party_counts() -> None:
    """Another party's does not, nor one without an appeal."""
    events = [served("worker", date(2015, 6, 1)), served("worker", date(2015, 7, 1)), served("provider", None)]

    assert date(2015, 7, 1) == last_day("worker", [*events, served("worker", None)])
    assert last_day("provider", events) is None


def test_a_petition_may_name_the_number_that_ended(stream: FakeStream) -> None:
    """It is against the determination of the case that goes on, with that case's last day."""
    other = f"{NUMBER[:-1]}9"
    ended = read(CaseConsolidated, 1, (ROOT / "schemas/examples/imr.intake.case-consolidated/1.json").read_bytes())
    stream.cases.add(other)
    stream.say(ended.model_copy(update={"case_number": other, "into": NUMBER}), served("worker", date(2015, 6, 1)))
    answering(stream, read(CaseAppealed, 1, (ROOT / "schemas/examples/imr.intake.case-appealed/1.json").read_bytes()))
    done = runner.invoke(app, ["case", "appeal", other, "--on", "2015-06-02", "--by", "worker", "--ground", "bias", *BY])

    assert f"{other} is consolidated into {NUMBER}" in sentence(done.stderr)
    (command,) = stream.commands
    assert isinstance(command, AppealCase)
    assert (NUMBER, date(2015, 6, 1)) == (command.case_number, command.appeal_until)
