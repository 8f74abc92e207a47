"""The benchmark of letters: ours, WeasyPrint and ReportLab on the same letters.

    python -m bench.letters

Each engine runs three times in a process pinned to one core, and the median counts. Rates are per
processor second, so that other work on the machine does not count. The first letter is timed by
the clock, from the start of the process.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.letter_engine import ENGINES
from bench.letter_inputs import write_letters

RUNS = 3
LETTERS = {"weasyprint": 8}
"""Letters per run, for engines that need fewer than LETTERS_OTHERWISE."""

LETTERS_OTHERWISE = 100

OTHERS = Path(".venv-bench/bin/python")
"""The environment of the other engines, made by `make bench`."""

WRITES = {
    "typst": "PDF/A-3a, PDF/UA-1, data attached",
    "typst, the same letter": "the same, from memory",
    "weasyprint": "PDF/A-3a, tagged",
    "reportlab": "neither tags nor PDF/A",
}


def main() -> None:
    """Measure every engine and print one table."""
    table = Table(
        "letters as PDF, one core", "per second", "first, seconds", "memory, MB", "kB each", "writes", box=None, padding=(0, 2)
    )
    for engine in ENGINES:
        table.add_row(engine, *_row(engine), WRITES[engine])
    Console(width=130).print(table)


def _row(engine: str) -> list[str]:
    """Return the medians of three runs, or the reason why there are none."""
    python = Path(sys.executable) if engine.startswith("typst") else OTHERS
    if missing := _missing(engine, python):
        return [missing, "", "", ""]
    with tempfile.TemporaryDirectory() as name:
        write_letters(Path(name), LETTERS.get(engine, LETTERS_OTHERWISE))
        runs = [_run(python, engine, name) for _ in range(RUNS)]
    return [
        f"{statistics.median(run[figure] for run in runs):,.{digits}f}"
        for figure, digits in (("per_second", 1), ("first_seconds", 2), ("memory_megabytes", 0))
    ] + [f"{runs[0]['bytes'] / 1000:,.0f}"]


def _run(python: Path, engine: str, folder: str) -> dict[str, float]:
    command = [str(python), "-m", "bench.letter_engine", engine, folder]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": "0"}, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _missing(engine: str, python: Path) -> str | None:
    """Return the reason why *engine* cannot run here, or None."""
    if not python.exists():
        return "skipped: .venv-bench is missing; run `make bench`, which creates it"
    if engine.startswith("typst"):
        return None
    tried = subprocess.run([str(python), "-c", f"import {engine}"], capture_output=True, check=False, text=True)
    if tried.returncode == 0:
        return None
    if "pango" in tried.stderr:
        return "skipped: Pango is missing; install libpango-1.0-0 and libpangoft2-1.0-0 (Debian)"
    return f"skipped: {tried.stderr.strip().splitlines()[-1]}"


if __name__ == "__main__":
    main()
