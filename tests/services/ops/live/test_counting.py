"""From bytes to tables."""

from dataclasses import replace
from datetime import timedelta

import pytest
from faust.windows import TumblingWindow
from hypothesis import given
from hypothesis import strategies as st

from schemas.messages.assessment import Outcome
from schemas.messages.duplicates import DuplicateFound
from services.ops.domain.stages import current_stage
from services.ops.live.counting import forget, minute_window, take
from services.ops.state import LiveTables
from tests.services.ops.lives import NOON, SUBMISSION, Found, found, ineligible, life, received, signed

CASE = "CM26-4170001"
PARTITION = 417 % 4
NOW = NOON.timestamp()
WHOLE = found((message, NOON + timedelta(seconds=second)) for second, message in enumerate(life(CASE, "upheld", "overturned")))


def tables() -> LiveTables:
    """Empty tables."""
    return LiveTables()


def totals(live: LiveTables, what: str) -> dict[str, int]:
    """Return the totals of one kind, by name."""
    return {key[3]: count.number for key, count in live.counts.items() if key[2] == what}


def test_a_whole_case_is_followed() -> None:
    """Each event and stage is counted, and the case is where its last event put it."""
    live = tables()

    for record in WHOLE:
        take(record, live, NOW)

    assert len(WHOLE) == sum(totals(live, "event").values())
    assert len(WHOLE) == sum(count.number for count in live.minutes.values())
    assert current_stage(live.cases[PARTITION, CASE]) == "letter issued"


@given(st.permutations(sorted({record.topic for record in WHOLE})), st.lists(st.sampled_from(range(len(WHOLE)))))
def test_topics_may_be_read_in_any_order_and_again(topics: list[str], again: list[int]) -> None:
    """Topics in any order, and any message repeated later, give the same tables."""
    straight, mixed = tables(), tables()
    for record in WHOLE:
        take(record, straight, NOW)

    for record in (record for topic in topics for record in WHOLE if record.topic == topic):
        take(record, mixed, NOW)
    for place in again:
        take(WHOLE[place], mixed, NOW)

    assert straight == mixed


def test_a_crash_between_two_tables_is_made_good() -> None:
    """A repeat is counted only in the table that did not save the message."""
    live, torn = tables(), tables()
    take(WHOLE[0], live, NOW)
    torn.counts.update(live.counts)

    take(WHOLE[0], torn, NOW)

    assert live == torn


@pytest.mark.parametrize(
    ("outcomes", "case", "items"),
    [
        (("upheld",), {"uphold": 1}, {"upheld": 1}),
        (("overturned", "overturned"), {"overturn": 1}, {"overturned": 2}),
        (("upheld", "overturned", "upheld"), {"partial overturn": 1}, {"upheld": 2, "overturned": 1}),
    ],
)
def test_outcomes_are_counted_by_case_and_by_item(
    outcomes: tuple[Outcome, ...], case: dict[str, int], items: dict[str, int]
) -> None:
    """One determination is one case and as many items as it decides."""
    live = tables()

    take(found([(signed(CASE, *outcomes), NOON)])[0], live, NOW)

    assert case == totals(live, "case outcome")
    assert items == totals(live, "item outcome")
    assert totals(live, "signature") == {"reviewer": 1}


def strange(**changes: object) -> Found:
    """A message that was good before *changes*."""
    return replace(WHOLE[0], **changes)  # type: ignore[arg-type]


def without(name: str, text: bytes | None = None) -> tuple[tuple[str, bytes], ...]:
    """Good headers, *name* taken out or saying *text*."""
    kept = [(header, value) for header, value in WHOLE[0].headers or () if header != name]
    return tuple(kept if text is None else [*kept, (name, text)])


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (strange(headers=None), "unreadable"),
        (strange(headers=()), "unreadable"),
        (strange(headers=without("ce_id")), "unreadable"),
        (strange(headers=without("ce_time", b"noon")), "unreadable"),
        (strange(headers=without("ce_type", b"\xff")), "unreadable"),
        (strange(value=None), "unreadable"),
        (strange(value=b""), "unreadable"),
        (strange(value=b"\xff\x00"), "unreadable"),
        (strange(value=b"{}"), "unreadable"),
        (strange(value=b"[" * 100_000), "unreadable"),
        (
            strange(
                headers=(
                    *(each for each in without("ce_type", b"imr.test.new") if each[0] != "ce_dataschema"),
                    ("ce_dataschema", b"urn:imr:schema:imr.test.new:1"),
                )
            ),
            "unknown",
        ),
    ],
)
def test_what_cannot_be_read_is_counted_as_left_out(record: Found, expected: str) -> None:
    """It is counted once, moves no case, and nothing is raised."""
    live = tables()

    take(record, live, NOW)
    take(record, live, NOW)

    assert totals(live, "left out") == {expected: 1}
    assert not totals(live, "event")
    assert live.cases == {}


def test_an_event_without_a_case_is_counted_and_moves_none() -> None:
    """A duplicate has no number of its own."""
    live = tables()

    take(found([(DuplicateFound(submission_id=SUBMISSION, duplicate_of=CASE, items=(), submission=None), NOON)])[0], live, NOW)

    assert totals(live, "event") == {"imr.intake.duplicate-found": 1}
    assert live.cases == {}


@pytest.mark.parametrize(("ago", "expected"), [(timedelta(minutes=59), 1), (timedelta(minutes=61), 0), (timedelta(minutes=-5), 0)])
def test_only_the_minutes_that_are_shown_are_kept(ago: timedelta, expected: int) -> None:
    """An event over an hour ago, or dated ahead, is counted in the totals only."""
    live = tables()

    take(found([(received(CASE), NOON - ago)])[0], live, NOW)

    assert expected == len(live.minutes)
    assert sum(totals(live, "event").values()) == 1


def test_closed_cases_are_forgotten_and_stay_counted() -> None:
    """An hour after it closed, a case leaves the cases but not the counts; open ones stay."""
    live = tables()
    for message in (received("CM26-0010001"), ineligible("CM26-0010001"), received("CM26-0010002")):
        take(found([(message, NOON)])[0], live, NOW)
    counted = dict(live.counts)

    forget(live, NOW + 3_600)

    assert [(1, "CM26-0010002")] == list(live.cases)
    assert counted == live.counts


@given(st.floats(0, 4e9))
def test_our_minutes_are_fausts_windows(instant: float) -> None:
    """Faust expires a window by its end, so our minutes must be faust's windows."""
    assert TumblingWindow(60).current(instant) == minute_window(instant)
