"""Ledgers that are kept with the summary of a case."""

from datetime import datetime
from itertools import permutations
from typing import Any

from cli.case.kept_ledgers import next_clock, with_change
from jurisdictions.files import load_jurisdiction
from schemas.messages.ledgers.clocks import ClockChanged
from tests.cli.case.test_next_step import AT, clock

NAME = "determination-due"


def change(kind: Any, **fields: Any) -> ClockChanged:
    """Return a change of the clock of the determination."""
    changed = clock(NAME, kind, **fields)
    assert isinstance(changed, ClockChanged)
    return changed


def end(*changes: ClockChanged) -> datetime | None:
    """Return the end of the clock after *changes*, a second apart."""
    kept = None
    for when, each in enumerate(changes):
        kept = with_change(kept, each, float(when))
    found = next_clock({NAME: kept or {}}, load_jurisdiction)
    return found and found.at


def test_of_a_stopped_clock_only_the_stop_is_kept() -> None:
    """A closed case needs little room; a repeat of its start does not start it again."""
    kept = with_change(with_change(None, change("start"), 1.0), change("stop", reason="signed"), 2.0)

    assert {"entries": [], "stopped": [2.0, 0, 5]} == kept
    assert kept == with_change(kept, change("start"), 1.0)


def test_a_clock_that_starts_again_counts_from_the_new_start() -> None:
    """Another question of the reviewer has its own time."""
    later = AT.replace(day=30)

    assert end(change("start"), change("start", at=later)) == end(change("start", at=later))


def test_an_entry_that_the_rules_refuse_today_hides_no_list() -> None:
    """The rules gave more days once; `imr case clocks` says why this clock has no end."""
    assert end(change("start"), change("extend", days=60, reason="approval A-1")) is None


def test_a_clock_that_stops_and_starts_in_one_act_runs() -> None:
    """So a consolidation lets it count for more items; read in any order, and twice."""
    events = [(change("start"), 1.0, 7), (change("stop", reason="joined"), 2.0, 8), (change("start"), 2.0, 9)]
    for order in permutations(events):
        kept = None
        for each in (*order, order[0]):
            kept = with_change(kept, *each)
        assert next_clock({NAME: kept or {}}, load_jurisdiction) is not None

    stopped = with_change(with_change(None, change("start"), 2.0, 8), change("stop", reason="joined"), 2.0, 9)
    assert next_clock({NAME: stopped}, load_jurisdiction) is None
