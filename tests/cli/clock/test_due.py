"""`imr clock due`."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app


def run(*arguments: str) -> Any:
    """The result of the command."""
    return CliRunner().invoke(app, ["clock", "due", *arguments])


def due_on(*arguments: str) -> str:
    """The last day, as JSON has it."""
    result = run(*arguments, "--json")
    assert 0 == result.exit_code, result.stderr
    return str(json.loads(result.stdout)["due_on"])


def refused(*arguments: str) -> str:
    """Return the words of a refusal on one line; nothing was printed as a result."""
    result = run(*arguments)
    assert (2, "") == (result.exit_code, result.stdout)
    return " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("filing --served-on 2015-03-27 --by personal", "2015-04-27"),
        ("filing --served-on 2015-03-12 --by fax", "2015-04-13"),
        ("filing --served-on 2015-11-20 --by mail", "2015-12-28"),
        ("filing --served-on 2015-11-20 --by mail --from-place CA --to-place CA", "2015-12-28"),
        ("filing --served-on 2015-11-20 --by mail --from-place CA --to-place NV", "2015-12-30"),
        ("filing --served-on 2015-11-20 --by mail --from-place MX --to-place CA", "2016-01-11"),
        ("filing-formulary --served-on 2018-03-27 --by mail", "2018-04-11"),
        ("appeal --served-on 2014-11-06 --by mail", "2014-12-11"),
        ("appeal --served-on 2024-05-24 --by mail", "2024-06-28"),
        ("appeal --served-on 2015-04-17 --by electronic", "2015-05-22"),
        ("appeal --served-on 2015-04-17 --by hand", "2015-05-18"),
        ("records-due --started-on 2015-04-20", "2015-05-05"),
        ("determination-due --started-on 2015-04-17", "2015-05-17"),
        ("determination-due --started-at 2015-04-17T23:30", "2015-05-17"),
        ("determination-due --started-at 2015-04-18T06:30+00:00", "2015-05-17"),
        ("authorization-due --started-on 2018-12-24", "2019-01-02"),
    ],
)
def test_the_last_day_of_a_clock(arguments: str, expected: str) -> None:
    """A day typed by a person is a day of the jurisdiction."""
    assert expected == due_on(*arguments.split())


def test_json_has_the_day_and_the_steps() -> None:
    """Each step has its sentence, its days, the day it leads to and its law."""
    answer = json.loads(
        run("filing", "--served-on", "2015-11-20", "--by", "mail", "--from-place", "CA", "--to-place", "NV", "--json").stdout
    )

    assert {"due_on", "steps"} == set(answer)
    assert [{"what", "days", "on", "source"}] * 3 == [set(step) for step in answer["steps"]]
    assert [(0, "2015-11-20"), (30, "2015-12-20"), (10, "2015-12-30")] == [(step["days"], step["on"]) for step in answer["steps"]]


def test_a_clock_of_hours_has_its_instant() -> None:
    """Seventy-two hours over the change of clocks end an hour earlier on the wall."""
    answer = json.loads(run("determination-due-expedited", "--started-at", "2015-10-31T12:00", "--json").stdout)

    assert ("2015-11-03", "2015-11-03T19:00:00+00:00") == (answer["due_on"], answer["due_at"])


def test_for_people_it_is_a_sentence_and_a_table() -> None:
    """The day with its weekday, and a row for each step."""
    lines = run("filing", "--served-on", "2015-11-20", "--by", "mail").stdout.splitlines()

    assert "filing: until the end of Monday, 2015-12-28" == lines[0]
    assert ["2015-11-20", "2015-12-20", "2015-12-25", "2015-12-28"] == [line.strip().split("\t")[0] for line in lines[1:]]
    assert "taken as California" in lines[3]
    assert "CCP 12a" in lines[4]


def test_for_people_a_clock_of_hours_names_the_time() -> None:
    """With the zone's name."""
    assert "until 2015-04-20 10:30 PDT" in run("determination-due-expedited", "--started-at", "2015-04-17T10:30").stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("atlantis", "there is no clock 'atlantis'; there is: ur-decision,"),
        ("filing", "filing starts when the utilization review decision is served: name that day with --served-on YYYY-MM-DD"),
        ("filing --served-on 2015-03-27", "name it with --by, one of mail, personal, hand, fax, electronic"),
        ("filing --started-on 2015-03-27 --by mail", "name that day with --served-on"),
        ("filing --served-on 2015-03-27 --by owl", "--by"),
        ("filing --served-on 2015-02-30 --by mail", "'2015-02-30' is not a day of the calendar"),
        ("filing --served-on 27/03/2015 --by mail", "written as YYYY-MM-DD"),
        ("filing --served-on 2012-12-31 --by mail", "filing: nothing is in force on 2012-12-31; the values run from 2013-01-01 on"),
        ("filing --served-on 2215-03-27 --by mail", "is not in the years 1980 to 2099"),
        ("filing --served-on 2015-03-27 --by mail --to-place Atlantis", "'Atlantis' is no place"),
        ("records-due", "records-due starts when the notice of assignment is given: name it with --started-on YYYY-MM-DD"),
        ("records-due --served-on 2015-03-27", "records-due does not run from service"),
        ("records-due --started-on 2015-03-27 --by mail", "records-due does not run from service"),
        ("records-due --started-on 2015-03-27 --started-at 2015-03-27T09:00", "the start is given twice"),
        ("records-due-expedited", "name it with --started-at TIME"),
        ("records-due-expedited --started-on 2015-03-27", "counts hours: name the time with --started-at 2015-03-27T09:00"),
        ("records-due-expedited --started-at noon", "is not a time"),
    ],
)
def test_a_mistake_is_named_with_its_way_out(arguments: str, expected: str) -> None:
    """An unknown clock lists the known ones, a missing start names its option."""
    assert expected in refused(*arguments.split())


def test_no_broker_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It works where nothing runs."""
    monkeypatch.setenv("IMR_KAFKA_BOOTSTRAP", "nowhere.example:1")

    assert "2014-12-11" == due_on("appeal", "--served-on", "2014-11-06", "--by", "mail")
