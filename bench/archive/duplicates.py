"""The benchmark of the check for duplicates beside many cases, with state on disk.

    python -m bench.archive.duplicates --cases 1000000

The cases of ten years are written to the state of one partition, as intake keeps them, and the
state is opened again. Then three kinds of application are compared with them: of a worker without a
case, a repeat, and one whose name and day of injury many share, as one case in fifty does. Each has
two items.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import track

from runtime.state.disk import Disk
from runtime.state.state import State
from schemas.lots import case_number
from schemas.messages.application import Application
from services.intake.app import create_tables
from services.intake.handlers.known_items import known_items, put_under_review
from tests.examples import application

CASES = 1_000_000
CHECKS = 2_000
BATCH = 5_000
DAYS = 3_650
SHARED_EVERY = 50
"""One case in so many has the name of others, and a day of injury of few."""

_BEGIN = date(2013, 1, 1)
_AT = datetime(2026, 1, 2, tzinfo=UTC)
_LETTERS = "abcdefghijklmnoprstuvwyz"


@dataclass(frozen=True)
class Figures:
    """The seconds of one check in the middle and of the slowest in a hundred."""

    median: float
    slow: float


def an_application(number: int, template: Application) -> Application:
    """Return an invented application; worker, day of injury and claim follow from *number*."""
    shared = number % SHARED_EVERY == 0
    name = "Example, Shared" if shared else f"{_word(number)} {_word(number * 7 + 3)}-Example"
    injured_on = _BEGIN + timedelta(days=number % DAYS)
    return template.model_copy(
        update={
            "employee": template.employee.model_copy(update={"name": name}),
            "injured_on": injured_on,
            "claims_administrator": template.claims_administrator.model_copy(update={"claim_number": f"EX-{number:08d}"}),
        }
    )


def fill(folder: Path, cases: int, progress: Callable[[Iterator[int]], Iterator[int]] = iter) -> None:
    """Write the state of *cases* to a disk in *folder*."""
    disk, template = Disk(folder, "bench"), application()
    state = State(disk)
    tables = create_tables(state)
    for number in progress(iter(range(cases))):
        put_under_review(
            case_number(2015 + number // 1_000_000, number % 1_000, number // 1_000 + 1),
            an_application(number, template),
            _AT,
            tables,
        )
        state.keep()
        if number % BATCH == BATCH - 1 or number == cases - 1:
            state.commit(state.changes(), number + 1)
    disk.close()


def check(folder: Path, cases: int, checks: int) -> dict[str, Figures]:
    """Return the cost of a check for *checks* applications of each kind."""
    disk, template = Disk(folder, "bench"), application()
    tables = create_tables(State(disk))
    step = max(1, cases // checks)
    kinds = {
        "of a worker without a case": (each for each in range(cases, cases + 2 * checks) if each % SHARED_EVERY),
        "filed a second time": (each for each in range(1, cases, step) if each % SHARED_EVERY),
        "of a name and a day that many share": range(cases, cases + checks * SHARED_EVERY, SHARED_EVERY),
    }
    figures = {}
    for kind, numbers in kinds.items():
        seconds = []
        for number in numbers:
            filed = an_application(number, template)
            began = time.perf_counter()
            found = known_items(filed, tables)
            seconds.append(time.perf_counter() - began)
            if number < cases:
                assert len(found.certain) == len(filed.items), "a repeat is found"
        figures[kind] = Figures(statistics.median(seconds), statistics.quantiles(seconds, n=100)[-1])
    disk.close()
    return figures


def _word(number: int) -> str:
    """Return a name of letters for *number*."""
    letters = []
    number += len(_LETTERS)
    while number:
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters).capitalize()


def main() -> None:
    """Fill, check, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=CASES, help=f"cases in the state (default {CASES:,})")
    cases = parser.parse_args().cases
    console = Console()
    with tempfile.TemporaryDirectory(prefix="imr-bench-") as folder:
        home = Path(folder) / "state"
        began = time.monotonic()
        fill(home, cases, lambda numbers: iter(track(numbers, "cases", total=cases, console=Console(file=sys.stderr))))
        console.print(f"{cases:,} cases written in {time.monotonic() - began:.0f} s")
        on_disk = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for kind, figures in check(home, cases, min(CHECKS, cases)).items():
            console.print(f"an application {kind}: {figures.median * 1e3:.2f} ms, 1 in 100 above {figures.slow * 1e3:.2f} ms")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    console.print(f"on disk {on_disk / 2**20:.0f} MiB, {on_disk / cases:.0f} bytes a case")
    console.print(f"memory of the process at most {most / 1024:.0f} MiB, before the checks {before / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
