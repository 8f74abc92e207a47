"""Checks a deployment that has come to rest: `python -m bench.checker --bootstrap HOST:PORT`."""

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
    bootstrap: Annotated[str, typer.Option(help="host:port of the brokers.")],
    partitions: Annotated[int, typer.Option(help="Partitions of the deployment.")] = 4,
    signs_itself: Annotated[
        bool, typer.Option(help="Whether drafts sign themselves, so that no case waits for a signature.")
    ] = False,
) -> None:
    """Prove from the topics alone that nothing was lost and nothing happened twice. Exit status 1: something was found."""
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
