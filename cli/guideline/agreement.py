"""`imr guideline agreement`: compare the rules' proposals with real decisions."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.session.documents import read_document
from cli.session.options import AsJson
from cli.session.output import print_json, say, terminal_width
from cli.session.table import Cell, Prose, print_table
from services.decision.analysis.agreement import Compared, compare_cases, figures_of, halves
from services.decision.analysis.decided_cases import read_cases
from services.decision.assessment.config import rules_of
from services.decision.domain.comparison.agreement_figures import Figures

Cases = Annotated[
    Path,
    typer.Argument(
        help="JSON of decided cases, or letters as `imr letter parse` prints them, one a line.", exists=True, dir_okay=False
    ),
]


def agreement(
    file: Cases,
    jurisdiction: Annotated[str, typer.Option(help="The jurisdiction whose evidence order applies.")] = "ca-workers-comp",
    as_json: AsJson = False,
) -> None:
    """Compare the rules' proposals with the reviewers' decisions in FILE, item by item.

    Balanced accuracy is the mean of two shares: of the upheld items, those the rules also upheld;
    of the overturned items, those the rules also overturned. Both count alike, although most
    denials are upheld. They are shares of the items with a proposal, and coverage is the share of
    these. Precision is the share of items the rules would overturn that were overturned. The cases
    are also compared in two alternating halves; a figure that holds in one half only is chance.
    """
    compared = compare_cases(read_document(file, read_cases), rules_of(jurisdiction))
    first, second = halves(compared)
    groups = {"all": figures_of(compared), "one half": figures_of(first), "other half": figures_of(second)}
    if as_json:
        items = [{**asdict(each), "agrees": each.agrees} for each in compared]
        totals = {
            name: {**asdict(each), "coverage": each.coverage, "balanced_accuracy": each.balanced_accuracy}
            for name, each in groups.items()
        }
        print_json({"figures": totals, "items": items})
        return
    _print_items(compared)
    if terminal_width():  # a pipe gets one kind of record; the figures are in --json
        say()
        _print_figures(groups)


def _print_items(compared: Sequence[Compared]) -> None:
    rows = [
        (each.case, each.decided, each.proposed, each.guideline, each.request, each.left_out or each.reason) for each in compared
    ]
    print_table(("case", "decided", "proposed", "guideline", Prose("item"), Prose("why otherwise")), rows)


def _print_figures(groups: dict[str, Figures]) -> None:
    rows: list[tuple[Cell, ...]] = []
    for name, each in groups.items():
        shares = (
            each.coverage,
            each.agreement,
            each.recall_upheld,
            each.recall_overturned,
            each.balanced_accuracy,
            each.precision_overturned,
        )
        rows.append((name, each.items, *("-" if share is None else f"{share:.2f}" for share in shares)))
    print_table(("", "items", "coverage", "agreement", "upheld", "overturned", "balanced accuracy", "precision"), rows)
