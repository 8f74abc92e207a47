"""The command that checks an idle deployment: `python -m bench.checker --help`."""

import sys
from typing import Annotated

import typer

from bench.checker.expectation import Expectation
from bench.checker.reading.reading import read_changelogs, read_facts
from bench.checker.verdict import judge

app = typer.Typer(add_completion=False)


@app.command()
def main(
    *,
    bootstrap: Annotated[str, typer.Option(help="Brokers, as HOST:PORT.")],
    partitions: Annotated[int, typer.Option(help="Partitions of each topic, as in IMR_PARTITIONS.")] = 4,
    signs_itself: Annotated[
        bool, typer.Option(help="Drafts sign themselves (IMR_AUTO_SIGN), so no case may wait for a signature.")
    ] = False,
) -> None:
    """Check from the topics alone that nothing was lost and nothing happened twice.

    The deployment must be idle. Exit status 1: the checker found something.
    """
    expected = Expectation(partitions, poison=None, signs_itself=signs_itself)
    verdict = judge(read_facts(bootstrap, partitions), expected, read_changelogs(bootstrap, partitions))
    for finding in verdict.findings:
        typer.echo(str(finding))
    typer.echo(
        f"{verdict.cases} cases, {verdict.letters} letters, {verdict.repeats} repeats, {verdict.still_parked} parked; "
        f"lost {verdict.lost}, twice {verdict.twice}, findings {len(verdict.findings)}"
    )
    sys.exit(bool(verdict.findings))


if __name__ == "__main__":
    app()
