"""`make chaos`: cases flow to letters while workers and the broker are killed, stopped, paused and poisoned; then a checker judges."""

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

app = typer.Typer(add_completion=False)


@app.command()
def main(
    *,
    cases: Annotated[int, typer.Option(min=25, help="Applications that flow from submission to letter.")] = 20_000,
    kills: Annotated[
        int, typer.Option(min=1, help="kill -9 of workers; SIGTERM, slow consumers, replays and clock jumps in proportion.")
    ] = 200,
    hard: Annotated[
        int | None,
        typer.Option(
            help="How many each of: SIGSTOP beyond the session, third worker, broker restart, broker kill -9. Default: kills / 20."
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Decides who, when and in which order. Default: a new one, which is printed.")
    ] = None,
    broker: Annotated[
        str, typer.Option(help="apache or embedded; guarantees under faults are claimed on Apache Kafka.")
    ] = "apache",
    folder: Annotated[Path | None, typer.Option(help="Where logs and data go. Default: var/chaos/SEED.")] = None,
    keep: Annotated[bool, typer.Option(help="Keep the folder also where nothing was found.")] = False,
) -> None:
    """Hurt a running system and prove that nothing was lost and nothing happened twice. Exit status 1: something was found."""
    console = Console(soft_wrap=True)
    chosen = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    where = (folder or Path("var/chaos") / str(chosen)).resolve()
    if where.exists():
        shutil.rmtree(where)
    plan = Plan(cases, kills, chosen, where, hard=max(1, kills // 20) if hard is None else hard)
    console.print(f"seed {chosen}; logs in {where}")
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # a run that is ended takes its processes with it
    try:
        outcome = Run(plan, broker, _teller(console)).go()  # type: ignore[arg-type]  # typer hands on a text
    except (NeverCame, KeyboardInterrupt) as error:
        console.print(f"the run did not end: {str(error) or 'interrupted'}\nlogs in {where}; again with: --seed {chosen}")
        sys.exit(1)
    console.print(table(outcome))
    for finding in outcome.findings[:_SHOWN]:
        console.print(str(finding), markup=False)
    if outcome.findings:
        console.print(f"{len(outcome.findings)} findings; logs in {where}; again with: --seed {chosen}")
        sys.exit(1)
    if not keep:
        shutil.rmtree(where)


def _teller(console: Console):  # noqa: ANN202 - a function of a text
    """Say where the run stands, every few seconds."""
    began, said = time.monotonic(), [0.0]

    def tell(standing: str) -> None:
        now = time.monotonic()
        if now - said[0] > _TELL_SECONDS:
            said[0] = now
            console.print(f"{now - began:6.0f} s  {standing}", markup=False)

    return tell


if __name__ == "__main__":
    app()
