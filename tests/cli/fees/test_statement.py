"""`imr fees statement`: the lines of a month, totals, and formats."""

import csv
import json
from datetime import date
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from cli.session import output
from schemas.messages.ledgers.fees import FeeAssessed
from schemas.wire.codec import read
from tests.cli.stream import FakeStream
from tests.examples import ROOT

EXAMPLE = read(FeeAssessed, 1, (ROOT / "schemas/examples/imr.intake.fee-assessed/1.json").read_bytes())
MUTUAL, OTHER = "Example Mutual Claims", "Another Example Administrator"
UNKNOWN: dict[str, Any] = {"fee_cents": None, "amount_cents": None, "because": "The file of the law has no amount."}


def line(number: int, name: str = MUTUAL, **changes: Any) -> FeeAssessed:
    """Return a line of the case of this number."""
    return EXAMPLE.model_copy(update={"case_number": f"CM15-{number:07}", "claims_administrator": name, **changes})


STOPPED: dict[str, Any] = {"end": "ended-before-review", "ground": "withdrawn", "fee_cents": 16000, "amount_cents": 16000}
LINES = (
    line(2),
    line(1, "EXAMPLE  mutual claims", **STOPPED),
    line(3, OTHER, **UNKNOWN),
    line(3, OTHER, line=2, fee_cents=34500, amount_cents=-7500),
    line(4, ended_on=date(2015, 2, 28)),
    line(5, ended_on=date(2016, 3, 1)),
    line(2),
)
"""Two claims administrators in March 2015, other months, and a line that stands twice."""


def run(*options: str) -> Result:
    """Ask for the statement of March 2015."""
    return CliRunner().invoke(app, ["fees", "statement", "--month", "2015-03", *options])


def test_a_month_has_its_lines_and_totals(stream: FakeStream) -> None:
    """Names that differ in case and spaces are one; an unknown amount is in no total."""
    stream.say(*LINES)
    rows = [json.loads(each) for each in run("--json").stdout.splitlines()]

    assert [
        ("line", "CM15-0000003", 1, None),
        ("line", "CM15-0000003", 2, "-75.00"),
        ("total", 2, "-75.00", 1),
        ("line", "CM15-0000001", 1, "160.00"),
        ("line", "CM15-0000002", 1, "420.00"),
        ("total", 2, "580.00", 0),
    ] == [
        (each["kind"], each["case"], each["line"], each["amount"])
        if each["kind"] == "line"
        else (each["kind"], each["lines"], each["amount"], each["unknown"])
        for each in rows
    ]


def test_one_claims_administrator_is_asked_for_by_name(stream: FakeStream) -> None:
    """In a pipe a line has no heading."""
    stream.say(*LINES)
    rows = [each.split("\t") for each in run("--claims-administrator", MUTUAL.upper()).stdout.splitlines()]

    assert ["CM15-0000001", "CM15-0000002"] == [each[1] for each in rows]
    assert ["2015-02-02", "2015-03-11", "ended before review (withdrawn, standard)", "1", "160.00", "160.00", ""] == rows[0][3:]


def test_csv_has_a_heading_and_computes_nothing(stream: FakeStream) -> None:
    """A name that a spreadsheet would take for a formula is text; an amount is a number."""
    stream.say(*LINES, line(6, "=HYPERLINK(1)"))
    rows = list(csv.DictReader(run("--csv").stdout.splitlines()))

    assert 5 == len(rows)
    assert "'=HYPERLINK(1)" in {each["claims_administrator"] for each in rows}
    assert ["", "-75.00"] == [each["amount"] for each in rows if each["case"] == "CM15-0000003"]
    assert {"false"} == {each["pharmacy_only"] for each in rows}


def test_a_terminal_has_a_table_for_each_with_its_total(stream: FakeStream, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines without a known amount are counted and their reason is told."""
    monkeypatch.setattr(output, "_as_terminal", [200])
    stream.say(*LINES)
    told = run().stdout

    assert "total: USD -75.00 in 2 lines; 1 line without a known amount" in told
    assert "total: USD 580.00 in 2 lines" in told
    assert "The file of the law has no amount." in told


@pytest.mark.parametrize("month", ["2015", "2015-13", "2015-3", "March", "1015-03"])
def test_a_month_is_a_year_and_a_month(stream: FakeStream, month: str) -> None:
    """Another word is refused with the way to write it."""
    assert 2 == CliRunner().invoke(app, ["fees", "statement", "--month", month]).exit_code


def test_two_formats_at_once_are_refused(stream: FakeStream) -> None:
    """Nothing is printed then."""
    refused = run("--csv", "--json")

    assert (2, "") == (refused.exit_code, refused.stdout)


def test_a_month_without_fees_is_told(stream: FakeStream) -> None:
    """The heading of CSV is there for programs."""
    assert "no fee in 2015-03" in run().output
    assert 1 == len(run("--csv").stdout.splitlines())
