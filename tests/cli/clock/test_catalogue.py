"""`imr clock list`."""

import json

from typer.testing import CliRunner

from cli.main import app
from jurisdictions.files import load_jurisdiction

RULES = load_jurisdiction("ca-workers-comp")


def listed(*options: str) -> list[str]:
    """The lines of the list."""
    result = CliRunner().invoke(app, ["clock", "list", *options])
    assert 0 == result.exit_code
    return result.stdout.splitlines()


def test_every_clock_is_listed_with_its_limit_and_law() -> None:
    """In a pipe one line each: id, limit, period, start, act, source."""
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in listed()}

    assert list(RULES.clock_ids()) == list(rows)
    assert ["5 business days", "2014-02-12 on"] == rows["answer-due"][:2]
    assert ["72 hours", "2018-01-01 on"] == rows["determination-due-expedited"][:2]
    assert "the determination is served" == rows["appeal"][2]
    assert all(row[-1] for row in rows.values())


def test_the_history_has_the_versions_of_before() -> None:
    """The emergency rules of 2013 gave fifteen days to answer."""
    rows = [line.split("\t")[:3] for line in listed("--history")]

    assert ["answer-due", "15 days", "2013-01-01 to 2014-02-11"] in rows
    assert ["answer-due", "5 business days", "2014-02-12 on"] in rows


def test_in_json_each_clock_has_its_versions() -> None:
    """One value a line, with units and carrying over for programs."""
    clocks = {each["id"]: each for each in map(json.loads, listed("--json"))}

    assert list(RULES.clock_ids()) == list(clocks)
    assert {
        "from_on": "2013-01-01",
        "until_on": "2017-12-31",
        "length": 30,
        "unit": "calendar-days",
        "runs_from_service": True,
        "carried_over": "court-days",
        "source": "LC 4610.5(h)(1); 8 CCR 9792.10.1(b)(1)",
    } == clocks["filing"]["versions"][0]
