"""The clocks over the dates of published letters: each is in time."""

import csv
import os
from datetime import date, datetime
from pathlib import Path

import pytest

from jurisdictions.clock_rules import Served
from jurisdictions.files import load_jurisdiction

INDEX = Path(os.environ.get("IMR_CORPUS", Path(__file__).parents[3] / "shared")) / "letters/index.csv"
RULES = load_jurisdiction("ca-workers-comp")
BY_MAIL = {"CM16-0246487": date(2016, 12, 27), "CM17-0017776": date(2017, 1, 26)}
"""Cases that were filed after the days of a fax, with the last day after service by mail."""

RECORDS_AWAITED = {
    "CM16-0239607",
    "CM16-0240434",
    "CM16-0246487",
    "CM17-0005924",
    "CM17-0007142",
    "CM17-0014449",
    "CM17-0015333",
    "CM17-0016311",
}
"""Cases decided later than thirty days after assignment."""

pytestmark = pytest.mark.skipif(not INDEX.exists(), reason=f"no corpus: {INDEX} is absent (IMR_CORPUS names the folder)")


def cases() -> dict[str, dict[str, date]]:
    """The dates of each letter by case."""
    named = ("assigned", "decision", "ur", "app")
    with INDEX.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["case"]: {name: datetime.strptime(row[name], "%m/%d/%Y").date() for name in named} for row in rows}  # noqa: DTZ007


def test_every_application_was_filed_in_time() -> None:
    """Within the days after service by fax, or by mail: they were accepted."""
    last = {
        name: {by: RULES.due("filing", days["ur"], served=Served(by=by)).on for by in ("fax", "mail")}  # type: ignore[arg-type]
        for name, days in cases().items()
    }

    assert BY_MAIL == {name: last[name]["mail"] for name, days in cases().items() if days["app"] > last[name]["fax"]}
    assert all(days["app"] <= last[name]["mail"] for name, days in cases().items())


def test_every_determination_was_issued_in_time() -> None:
    """Thirty days from assignment or, if records were awaited, from the end of their time."""
    late = set()
    for name, days in cases().items():
        records = RULES.due("records-due", days["assigned"]).on
        if days["decision"] > RULES.due("determination-due", days["assigned"]).on:
            late.add(name)
        assert days["decision"] <= RULES.due("determination-due", records).on, name

    assert RECORDS_AWAITED == late
