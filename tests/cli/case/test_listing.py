"""`imr case list`: what is due, filters and pages."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.case import listing
from cli.main import app
from cli.session import output, table
from runtime import clock
from runtime.outside.follow import StartsGone
from schemas.messages.triage import ReviewerAssigned, ReviewerRecorded
from schemas.wire.codec import read
from services.ops.domain.stages import STAGES
from services.triage.handlers.registry import read_registry_file
from tests.cli.stream import FakeStream
from tests.examples import ROOT
from tests.services.letters.verification.case_events import NUMBER, READY, RECEIVED, SIGNED

EXAMPLE = ROOT / f"schemas/examples/{ReviewerAssigned.type}/{ReviewerAssigned.version}.json"
DUE = READY.model_copy(update={"determination_due_at": datetime(2026, 5, 30, 6, 59, 59, tzinfo=UTC)})
ASSIGNED = read(ReviewerAssigned, ReviewerAssigned.version, EXAMPLE.read_bytes()).model_copy(update={"case_number": NUMBER})
OTHERS = [f"CM26-{number:07}" for number in range(1, 61)]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """May 29, 2026, 22:00 in California, when it is May 30 in UTC."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 30, 5, 0, tzinfo=UTC))


def _list(*options: str) -> Result:
    return CliRunner().invoke(app, ["case", "list", *options])


def _rows(*options: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in _list("--json", *options).stdout.splitlines()]


def test_a_row_has_what_is_due(stream: FakeStream) -> None:
    """Days are those of California; a case due today is not overdue."""
    stream.say(RECEIVED.model_copy(update={"received_at": datetime(2026, 4, 30, 3, 0, tzinfo=UTC)}), DUE)

    assert [
        {
            "case": NUMBER,
            "stage": "ready for review",
            "received": "2026-04-29",
            "due": "2026-05-29T23:59:59-07:00",
            "overdue": False,
            "age_days": 30,
            "reviewer": None,
            "outcome": None,
            "due_clock": "determination-due",
            "waits_for": None,
        }
    ] == _rows()


def test_a_case_is_overdue_after_its_last_second(stream: FakeStream, monkeypatch: pytest.MonkeyPatch) -> None:
    """--overdue finds it from then on."""
    stream.say(RECEIVED, DUE)

    for after, overdue in ((0, False), (1, True)):
        at = datetime(2026, 5, 30, 6, 59, 59, tzinfo=UTC) + timedelta(seconds=after)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert ([overdue], overdue) == ([row["overdue"] for row in _rows()], bool(_rows("--overdue")))


@pytest.mark.parametrize(("day", "found"), [("2026-05-29", 0), ("2026-05-30", 1)])
def test_due_before_is_a_day_in_the_jurisdiction(stream: FakeStream, day: str, found: int) -> None:
    """The deadline at the end of May 29 in California is before May 30."""
    stream.say(RECEIVED, DUE)

    assert found == len(_rows("--due-before", day))


def test_a_pipe_has_a_case_a_line(stream: FakeStream) -> None:
    """Ten columns, separated by tabs, without a heading; new ones are at the end."""
    stream.say(RECEIVED, DUE, SIGNED)

    (line,) = _list().stdout.splitlines()
    assert [NUMBER, "determined"] == line.split("\t")[:2]
    assert 10 == len(line.split("\t"))


def test_an_unknown_stage_is_refused_with_those_there_are(stream: FakeStream) -> None:
    """Exit status 2."""
    done = _list("--stage", "recieved")

    assert 2 == done.exit_code
    told = " ".join(done.stderr.replace("│", " ").split())
    assert all(stage.replace(" ", "-") in told for stage in STAGES)


@pytest.mark.parametrize("stage", ["ready-for-review", "ready for review"])
def test_a_stage_may_be_one_word(stream: FakeStream, stage: str) -> None:
    """As completion offers it, or as the list prints it."""
    stream.say(RECEIVED, DUE)

    assert 1 == len(_list("--stage", stage).stdout.splitlines())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "cases 1 to 50 of 60; the next page: --offset 50; all: --all\n"),
        (["--offset", "50"], "cases 51 to 60 of 60; all: --all\n"),
        (["--limit", "7", "--offset", "7"], "cases 8 to 14 of 60; the next page: --offset 14; all: --all\n"),
        (["--offset", "60"], "--offset 60 is after the last of 60 cases\n"),
        (["--stage", "received", "--stage", "assessed", "--limit", "60"], ""),
        (["--stage", "assessed"], "no case fits (60 in all)\n"),
        (["--all"], ""),
    ],
)
def test_a_terminal_gets_a_page_and_the_number_of_all(
    stream: FakeStream, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    """A list that is not whole says so."""
    for module in (output, table, listing):
        monkeypatch.setattr(module, "terminal_width", lambda: 120)
    stream.say(*(RECEIVED.model_copy(update={"case_number": each}) for each in OTHERS))

    shown = _list(*options).stdout

    assert shown.startswith("now Friday 2026-05-29 22:00 PDT (America/Los_Angeles)\n")
    assert shown.endswith(told)
    assert told or " of 60" not in shown


def test_a_pipe_gets_all_unless_it_asks_for_a_page(stream: FakeStream) -> None:
    """Standard error says what is missing."""
    stream.say(*(RECEIVED.model_copy(update={"case_number": each}) for each in OTHERS))

    assert (60, "") == (len(_list().stdout.splitlines()), _list().stderr)
    page = _list("--limit", "9")
    assert (9, "cases 1 to 9 of 60; the next page: --offset 9; all: --all\n") == (len(page.stdout.splitlines()), page.stderr)
    assert 60 == len(_rows())


def test_an_empty_list_says_so(stream: FakeStream) -> None:
    """On standard error, past the records."""
    assert ("", "no cases yet\n") == (_list().stdout, _list().stderr)


def test_topics_that_were_made_anew_are_read_from_their_beginning(stream: FakeStream, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cases of the former topics are gone."""
    stream.say(RECEIVED)
    assert [NUMBER] == [row["case"] for row in _rows()]
    stream.events.clear()

    async def gone_once(settings, topics, *, starts, **named):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003, ANN202
        if starts:
            raise StartsGone
        async for seen in stream.stream_to_end(settings, topics):
            yield seen

    monkeypatch.setattr(listing, "stream_to_end", gone_once)
    stream.say(RECEIVED.model_copy(update={"case_number": OTHERS[0]}))

    assert [OTHERS[0]] == [row["case"] for row in _rows()]


@pytest.mark.parametrize(
    ("reviewer", "status", "told"),
    [("nobody", 2, "no reviewer has the id 'nobody'"), ("reviewer-001", 0, "no case fits"), ("reviewer-777", 0, "")],
)
def test_a_reviewer_who_does_not_exist_is_refused(stream: FakeStream, reviewer: str, status: int, told: str) -> None:
    """One that is registered, or had a case, is known."""
    registry = read_registry_file(ROOT / "examples/reviewers.yaml")
    assigned = ASSIGNED.model_copy(update={"reviewer_id": "reviewer-777"})
    stream.say(RECEIVED, assigned, *(each for each in registry if isinstance(each, ReviewerRecorded)))
    done = _list("--reviewer", reviewer)

    assert status == done.exit_code, done.output
    assert told in done.stderr


def test_a_wide_deadline_leaves_a_table_at_80_columns(stream: FakeStream, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time and the word overdue go below its day."""
    for module in (output, table, listing):
        monkeypatch.setattr(module, "terminal_width", lambda: 80)
    due = READY.model_copy(update={"determination_due_at": datetime(2026, 5, 1, 17, 30, tzinfo=UTC)})
    stream.say(RECEIVED, due, ASSIGNED.model_copy(update={"reviewer_id": "reviewer-001"}))
    lines = _list().stdout.splitlines()

    assert ["case", "stage", "received", "due", "age", "reviewer", "outcome"] == lines[1].split()
    assert max(map(len, lines[1:])) <= 80
    assert ["10:30"] == lines[3].split()[-1:] or "10:30" in lines[3]


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "2026-05-30T09:00"])
def test_a_day_that_is_none_is_refused(stream: FakeStream, day: str) -> None:
    """With the form that it has."""
    done = _list("--due-before", day)

    assert 2 == done.exit_code
    assert f"'{day}' is not a day of the calendar, written as YYYY-MM-DD" in done.stderr


def test_all_and_a_limit_contradict_each_other(stream: FakeStream) -> None:
    """Neither is passed over."""
    done = _list("--all", "--limit", "3")

    assert (2, True) == (done.exit_code, "leave one out" in done.stderr)
