"""The command of a chaos run: `make chaos`, or `python -m bench.chaos --help`."""

import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.chaos.plan import Plan
from bench.chaos.run import Run
from bench.chaos.watch.report import table
from bench.chaos.watch.waiting import NeverCame

_TELL_SECONDS = 5.0
_SHOWN = 50


def _one_or_three(brokers: int) -> int:
    if brokers not in {1, 3}:
        raise typer.BadParameter("a run has 1 or 3 brokers")
    return brokers


app = typer.Typer(add_completion=False)


@app.command()
def main(
    *,
    cases: Annotated[int, typer.Option(min=25, help="Number of applications to submit.")] = 20_000,
    kills: Annotated[
        int, typer.Option(min=1, help="Number of workers to kill -9. Other faults come in proportion: one of each for 20 kills.")
    ] = 200,
    hard: Annotated[
        int | None,
        typer.Option(
            help="Number of each slow fault: long pause, third worker, broker restart, broker kill -9. Default: kills / 20."
        ),
    ] = None,
    brokers: Annotated[
        int,
        typer.Option(
            help="Number of brokers, 1 or 3. Of three, a leader is killed, a follower is paused, and one has a wrong clock.",
            callback=_one_or_three,
        ),
    ] = 1,
    upgrade_from: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            resolve_path=True,
            help="Another checkout, such as a worktree of an earlier commit. Workers begin with its code and are upgraded one by one.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the choice and order of faults. Default: a random one, which is printed.")
    ] = None,
    folder: Annotated[Path | None, typer.Option(help="Folder for logs and data; emptied first. Default: var/chaos/SEED.")] = None,
    keep: Annotated[bool, typer.Option(help="Keep the folder after a run without findings.")] = False,
) -> None:
    """Break a running system and check that nothing was lost and nothing happened twice.

    Exit status 1: the run did not finish, or the checker found something.
    """
    console = Console(soft_wrap=True)
    chosen = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    where = (folder or Path("var/chaos") / str(chosen)).resolve()
    if where.exists():
        shutil.rmtree(where)
    plan = Plan(
        cases,
        kills,
        chosen,
        where,
        hard=max(1, kills // 20) if hard is None else hard,
        brokers=brokers,
        upgrade_from=upgrade_from,
    )
    console.print(f"seed {chosen}; logs in {where}")
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # SIGTERM stops the child processes as Ctrl-C does
    try:
        run_result = Run(plan, _teller(console)).go()
    except (NeverCame, KeyboardInterrupt) as error:
        console.print(
            f"The run did not finish: {str(error) or 'interrupted'}.\nLogs are in {where}; repeat the run with --seed {chosen}."
        )
        sys.exit(1)
    console.print(table(run_result))
    for finding in run_result.findings[:_SHOWN]:
        console.print(str(finding), markup=False)
    if run_result.findings:
        console.print(f"{len(run_result.findings)} findings. Logs are in {where}; repeat the run with --seed {chosen}.")
        sys.exit(1)
    if not keep:
        shutil.rmtree(where)


def _teller(console: Console):  # noqa: ANN202 - a function of a str
    """Return a function that prints the progress of the run every few seconds."""
    began, said = time.monotonic(), [0.0]

    def tell(standing: str) -> None:
        now = time.monotonic()
        if now - said[0] > _TELL_SECONDS:
            said[0] = now
            console.print(f"{now - began:6.0f} s  {standing}", markup=False)

    return tell


if __name__ == "__main__":
    app()
