"""`imr case clocks`: each clock is counted from its ledger, in a closed case too."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from cli.case.clocks import clocks_of, entry_of, times_to_appeal
from cli.main import app
from jurisdictions.files import load_jurisdiction
from jurisdictions.model import Jurisdiction
from schemas.messages.ledgers.clocks import ClockChanged, HowServed
from schemas.messages.letters import LetterServed
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import NUMBER, READY, RECEIVED

RULES = load_jurisdiction("ca-workers-comp")
NAME = "determination-due"


def pacific(text: str) -> datetime:
    """The instant at which a clock on a Californian wall shows *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Los_Angeles"))


def changed(change: str, at: str, **fields: Any) -> ClockChanged:
    """A change of the decision clock."""
    none = dict.fromkeys(("variant", "days", "served", "reason", "due_at"))
    told = {"name": NAME, "clock": NAME, "jurisdiction": "ca-workers-comp", "items": (1, 2)}
    return ClockChanged.model_validate({"case_number": NUMBER, "change": change, "at": pacific(at), **none, **told, **fields})


STARTED = changed("start", "2015-04-17T10:30", variant="standard")
TOLLED = changed("toll", "2015-04-20T09:00", reason="liability is disputed")
RESUMED = changed("resume", "2015-05-04T09:00")
STOPPED = changed("stop", "2015-05-20T09:00", reason="the determination is signed")


def longer(_name: str) -> Jurisdiction:
    """California's rules with 40 days for a determination instead of 30."""
    data = RULES.model_dump()
    for version in data["clocks"][NAME]["versions"]:
        version["variants"]["standard"]["length"] = 40
    return Jurisdiction.model_validate(data)


def test_the_same_ledger_has_another_end_under_other_rules() -> None:
    """No due date is read from the events."""
    ends = [clocks_of([STARTED], rules)[0].due for rules in (load_jurisdiction, longer)]

    assert ["2015-05-17", "2015-05-27"] == [str(due.on) for due in ends if due]


def test_a_clock_says_what_paused_it() -> None:
    """While it stands still it has steps and no end."""
    (clock,) = clocks_of([STARTED, TOLLED], load_jurisdiction)
    assert ("stands still", None) == (clock.stage, clock.due)
    assert "tolled after 3 of 30 days: liability is disputed" == clock.steps[-1].what

    (clock,) = clocks_of([STARTED, TOLLED, RESUMED], load_jurisdiction)
    assert clock.due is not None
    assert ("runs", "2015-05-31") == (clock.stage, str(clock.due.on))


@pytest.mark.parametrize(("events", "late"), [([STARTED, STOPPED], True), ([STARTED, TOLLED, RESUMED, STOPPED], False)])
def test_a_stopped_clock_was_in_time_or_late(events: list[ClockChanged], *, late: bool) -> None:
    """By the ledger, whose pause is the reason."""
    (clock,) = clocks_of(events, load_jurisdiction)

    assert ("stopped", late) == (clock.stage, clock.is_late(pacific("2030-01-01T00:00")))


def test_a_clock_that_starts_anew_is_another_one() -> None:
    """As for a second question of the reviewer; a change without a start is passed over."""
    assert 2 == len(clocks_of([TOLLED, STARTED, STARTED], load_jurisdiction))


def test_every_entry_is_read_back() -> None:
    """With the way of service, the days and the variant."""
    served = HowServed(by="mail", from_place="california", to_place=None)
    start = entry_of(changed("start", "2015-04-17T10:30", variant="standard", served=served))
    converted = entry_of(changed("convert", "2015-04-18T10:30", variant="expedited", reason="certified"))
    extended = entry_of(changed("extend", "2015-04-19T10:30", days=2, reason="good cause"))

    assert "mail" == start.model_dump()["served"]["by"]
    assert ("expedited", 2) == (converted.model_dump()["variant"], extended.model_dump()["days"])


def test_the_command_tells_each_clock_with_its_steps(stream: FakeStream) -> None:
    """In words and as JSON."""
    stream.say(STARTED, STOPPED)
    told = sentence(CliRunner().invoke(app, ["case", "clocks", NUMBER]).stdout)
    (line,) = CliRunner().invoke(app, ["case", "clocks", NUMBER, "--json"]).stdout.splitlines()

    assert "stopped 2015-05-20 09:00 PDT, the determination is signed; late: it had until the end of Sunday, 2015-05-17" in told
    assert "LC 4610.6(d)" in told
    data = json.loads(line)
    assert (NAME, "stopped", True, "2015-05-17T23:59:59-07:00") == (data["name"], data["stage"], data["late"], data["due_at"])


def test_a_case_without_ledgers_is_told(stream: FakeStream) -> None:
    """It is from an earlier version."""
    stream.say(READY)
    assert "no clock ran in this case" in sentence(CliRunner().invoke(app, ["case", "clocks", NUMBER]).output)


@pytest.mark.parametrize(
    ("method", "last", "place"),
    [("mail", "2026-06-08", "california"), ("mail", "2026-06-15", "another-state"), ("hand", "2026-06-03", None)],
)
def test_each_party_has_its_time_to_appeal_from_the_newest_service(method: Any, last: str, place: str | None) -> None:
    """By the way and the place that give its last day (LC 4610.6(h)); others have none."""
    served = LetterServed(
        case_number=NUMBER,
        service_id=f"{NUMBER}.1.worker.1",
        party="worker",
        method=method,
        served_on=date(2026, 5, 4),
        proof="outbox",
        confirmed_by=None,
        appeal_until=date.fromisoformat(last),
    )
    provider = served.model_copy(update={"party": "provider", "appeal_until": None})
    earlier = served.model_copy(update={"served_on": date(2026, 5, 1)})
    (clock,) = times_to_appeal([RECEIVED, earlier, served, provider], load_jurisdiction)

    assert clock.due is not None
    assert ("appeal of the worker", last) == (clock.name, str(clock.due.on))
    assert place is None or place in str(clock.ledger)
    assert [] == times_to_appeal([served], load_jurisdiction)
