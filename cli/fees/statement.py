"""`imr fees statement`: the fees of a month, by claims administrator with totals."""

import asyncio
import csv
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

import typer

from cli.session.connection import connect, wrong_option
from cli.session.local_time import require_year
from cli.session.options import AsJsonLines
from cli.session.output import counted, money, print_json, progress_bar, say, say_aside, terminal_width
from cli.session.table import Prose, print_table
from runtime.outside.follow import stream_to_end
from runtime.settings import Settings
from schemas.messages.ledgers.fees import FeeAssessed
from schemas.topics import INTAKE_EVENTS

_COLUMNS = ("case", "line", "filed", "ended", Prose("end"), "reviewers", "fee", "amount", Prose("note"))
_FORMULA = re.compile(r"[=+\-@\t\r]")
"""The first characters by which a program that opens CSV takes a text for a formula."""


@dataclass
class Total:
    """The lines of one claims administrator in one currency: a sum, and lines without amount."""

    claims_administrator: str
    currency: str
    lines: list[FeeAssessed] = field(default_factory=list)

    @property
    def cents(self) -> int:
        """Return the sum of the amounts that are known."""
        return sum(each.amount_cents or 0 for each in self.lines)

    @property
    def unknown(self) -> int:
        """Return how many lines have no known amount."""
        return sum(each.amount_cents is None for each in self.lines)


def _month(text: str) -> date:
    """Return the first day of a month; end the command if *text* names none."""
    try:
        first = date.fromisoformat(f"{text}-01") if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else None
    except ValueError:
        first = None
    if first is None:
        raise typer.BadParameter(f"{text!r} is not a month, written as YYYY-MM")
    require_year(first, text)
    return first


def statement(
    month: Annotated[
        date, typer.Option(help="The month in which the reviews ended, where the law is.", parser=_month, metavar="YYYY-MM")
    ],
    claims_administrator: Annotated[str | None, typer.Option(help="Only lines of this claims administrator, by name.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a heading, for a billing system.")] = False,
    as_json: AsJsonLines = False,
) -> None:
    """Print the fees of a month by claims administrator, each with its total.

    A line is told once and never changed: a correction is a later line of the case, in the month in
    which it was made. An amount that is not known is left empty, with the reason, and is in no
    total.
    """
    if as_csv and as_json:
        wrong_option("--csv", "prints another format than --json; leave one out")
    totals = totals_of(asyncio.run(_lines(connect(), month)))
    if claims_administrator is not None:
        totals = [each for each in totals if _same(each.claims_administrator) == _same(claims_administrator)]
    if as_csv:
        _print_csv(totals)
    elif as_json:
        for total in totals:
            for line in total.lines:
                print_json(_as_json(line))
            print_json(_total(total))
    else:
        _print(totals)
    if not totals and not (as_csv or as_json):
        say_aside(f"no fee in {month:%Y-%m}")


def totals_of(lines: Iterable[FeeAssessed]) -> list[Total]:
    """Return the lines by claims administrator and currency, each in the order of its case."""
    found: dict[tuple[str, str], Total] = {}
    for line in sorted(lines, key=lambda each: (each.case_number, each.line)):
        key = _same(line.claims_administrator), line.currency
        found.setdefault(key, Total(line.claims_administrator, line.currency)).lines.append(line)
    return [found[key] for key in sorted(found)]


async def _lines(settings: Settings, month: date) -> list[FeeAssessed]:
    """Return the lines of a month; a line that stands twice on the topic counts once."""
    found: dict[tuple[str, int], FeeAssessed] = {}
    with progress_bar() as progress:
        task = progress.add_task("reading fees", total=None)
        stream = stream_to_end(
            settings,
            (INTAKE_EVENTS,),
            kinds=(FeeAssessed,),
            progress=lambda behind, total: progress.update(task, completed=behind, total=total),
        )
        async for seen in stream:
            line = seen.message
            if isinstance(line, FeeAssessed) and (line.ended_on.year, line.ended_on.month) == (month.year, month.month):
                found[line.case_number, line.line] = line
    return list(found.values())


def _same(name: str) -> str:
    """Return a name by which one organization is the same in any case and spacing."""
    return " ".join(name.casefold().split())


def _end(line: FeeAssessed) -> str:
    """Return the end of a review, and the kind of the review, in words."""
    end = {
        "determined": "determined",
        "ended-in-review": "ended in review",
        "ended-before-review": "ended before review",
        "ineligible": "ineligible",
        "consolidated": "consolidated",
    }[line.end]
    kind = [*([line.ground] if line.ground else []), line.priority, *(["drugs alone"] if line.pharmacy_only else [])]
    return f"{end} ({', '.join(kind)})"


def _print(totals: Iterable[Total]) -> None:
    """Print a table for each claims administrator; in a pipe one line for each line of it."""
    for total in totals:
        rows = [
            (
                each.case_number,
                each.line,
                f"{each.filed_on}",
                f"{each.ended_on}",
                _end(each),
                each.reviewers,
                money(each.fee_cents),
                money(each.amount_cents),
                each.because,
            )
            for each in total.lines
        ]
        if not terminal_width():
            print_table(("claims administrator", *_COLUMNS), [(total.claims_administrator, *row) for row in rows])
            continue
        say(total.claims_administrator, style="bold")
        print_table(_COLUMNS, rows, indent=2)
        unknown = f"; {counted(total.unknown, 'line')} without a known amount" if total.unknown else ""
        say(f"total: {total.currency} {money(total.cents)} in {counted(len(total.lines), 'line')}{unknown}", indent=2)


def _print_csv(totals: Iterable[Total]) -> None:
    """Print a heading and a row for each line; a text that a program would compute is quoted."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_FIELDS)
    for total in totals:
        for line in total.lines:
            row = _as_json(line)
            writer.writerow(["" if row[each] is None else _plain(row[each]) for each in _FIELDS])


_FIELDS = (
    "claims_administrator",
    "case",
    "line",
    "filed_on",
    "ended_on",
    "end",
    "ground",
    "priority",
    "pharmacy_only",
    "reviewers",
    "currency",
    "fee",
    "amount",
    "because",
    "source",
)


def _plain(value: Any) -> Any:
    """Return a value of a CSV row; a name that begins like a formula gets a quotation mark."""
    if isinstance(value, str) and _FORMULA.match(value) and not re.fullmatch(r"-[0-9]+\.[0-9]{2}", value):
        return f"'{value}"
    return str(value).lower() if isinstance(value, bool) else value


def _as_json(line: FeeAssessed) -> dict[str, Any]:
    return {
        "kind": "line",
        "claims_administrator": line.claims_administrator,
        "case": line.case_number,
        "line": line.line,
        "filed_on": f"{line.filed_on}",
        "ended_on": f"{line.ended_on}",
        "end": line.end,
        "ground": line.ground,
        "priority": line.priority,
        "pharmacy_only": line.pharmacy_only,
        "reviewers": line.reviewers,
        "currency": line.currency,
        "fee": money(line.fee_cents),
        "amount": money(line.amount_cents),
        "because": line.because,
        "source": line.source,
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "kind": "total",
        "claims_administrator": total.claims_administrator,
        "currency": total.currency,
        "lines": len(total.lines),
        "amount": money(total.cents),
        "unknown": total.unknown,
    }
