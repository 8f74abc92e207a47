"""`imr clock list`: every legal clock of a jurisdiction, with its law."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cli.clock.options import Jurisdiction, rules_of
from cli.session.options import AsJsonLines
from cli.session.output import print_json
from cli.session.table import Prose, print_table
from jurisdictions.clock_rules import ClockVersion
from jurisdictions.model import Jurisdiction as Rules


def list_clocks(
    jurisdiction: Jurisdiction = None,
    history: Annotated[bool, typer.Option("--history", help="Show earlier versions of each clock, too.")] = False,
    as_json: AsJsonLines = False,
) -> None:
    """List the legal clocks with their limits and sources.

    The ids are those that `imr clock due` takes. In JSON each clock has all of its versions.
    """
    rules = rules_of(jurisdiction)
    if as_json:
        for clock_id in rules.clock_ids():
            print_json(_as_json(clock_id, rules))
        return
    rows = [row for clock_id in rules.clock_ids() for row in _rows(clock_id, rules, history=history)]
    print_table(("clock", "limit", "in force", Prose("from"), Prose("until"), Prose("source")), rows)


def _versions(clock_id: str, rules: Rules) -> Iterator[ClockVersion]:
    """Yield the versions that know the clock, in the order of time."""
    clock, variant = rules.clock_of(clock_id)
    yield from (version for version in rules.clocks[clock].versions if variant in version.variants)


def _rows(clock_id: str, rules: Rules, *, history: bool) -> Iterator[tuple[str, ...]]:
    clock, variant = rules.clock_of(clock_id)
    versions = list(_versions(clock_id, rules))
    for version in versions if history else versions[-1:]:
        until = f" to {version.until_on}" if version.until_on else " on"
        span = version.variants[variant]
        about = rules.clocks[clock]
        yield clock_id, span.told, f"{version.from_on}{until}", about.starts, about.act, span.source


def _as_json(clock_id: str, rules: Rules) -> dict[str, Any]:
    clock, variant = rules.clock_of(clock_id)
    return {
        "id": clock_id,
        "starts": rules.clocks[clock].starts,
        "act": rules.clocks[clock].act,
        "versions": [
            {
                "from_on": version.from_on,
                "until_on": version.until_on,
                "length": version.variants[variant].length,
                "unit": version.variants[variant].unit,
                "runs_from_service": version.added_days is not None,
                "carried_over": version.carried_over.to if version.carried_over else None,
                "source": version.variants[variant].source,
            }
            for version in _versions(clock_id, rules)
        ],
    }
