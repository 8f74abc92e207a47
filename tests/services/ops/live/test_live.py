"""The answer of the live view."""

from datetime import timedelta

from services.ops.live.counting import take
from services.ops.live.live import Live, TimeInStage, live_view
from services.ops.state import LiveTables
from tests.services.ops.lives import NOON, Found, found, ineligible, life, received

NOW = NOON.timestamp()


def view(*records: Found, now: float = NOW) -> Live:
    """Return the view *now* of *records* that were counted at noon."""
    tables = LiveTables()
    for record in records:
        take(record, tables, NOW)
    return live_view(tables, now, None)


def test_nothing_counted_is_an_answer() -> None:
    """Before the first event every number is absent, and all sixty minutes are there."""
    live = view()

    assert live.as_of == NOON
    assert live.events == live.left_out == live.cases == {}
    assert live.time_in_stage == {}
    assert [minute.stages for minute in live.minutes] == [{}] * 60


def test_totals_are_summed_over_partitions() -> None:
    """Cases of two partitions are counted together."""
    live = view(*found([(received("CM26-0010001"), NOON), (received("CM26-0020001"), NOON)]))

    assert live.events == {"imr.intake.application-received": 2}
    assert live.cases == {"received": 2}


def test_minutes_are_by_the_time_of_the_event() -> None:
    """An event of three minutes ago stands in that minute, and leaves the view an hour later."""
    records = found([(received("CM26-0010001"), NOON - timedelta(minutes=3)), (received("CM26-0010002"), NOON)])

    assert view(*records).minutes[-4].stages == view(*records).minutes[-1].stages == {"received": 1}
    assert view(*records).minutes[-4].start == NOON - timedelta(minutes=3)
    assert view(*records, now=NOW + 3_600).minutes[0].stages == {}
    assert view(*records, now=NOW + 3_540).minutes[0].stages == {"received": 1}


def test_stages_are_shown_in_the_order_of_the_flow() -> None:
    """Stages follow the flow, not the order in which they came."""
    live = view(*found([(ineligible("CM26-0010002"), NOON), (received("CM26-0010001"), NOON)]))

    assert list(live.cases) == ["received", "ineligible"]


def test_outcomes_and_time_in_stage() -> None:
    """A determination of two items is one case and two items; seconds are from event to event."""
    messages = life("CM26-0010001", "upheld", "overturned")
    live = view(*found((message, NOON + timedelta(seconds=2 * place)) for place, message in enumerate(messages)))

    assert live.outcomes.cases == {"partial overturn": 1}
    assert live.outcomes.items == {"overturned": 1, "upheld": 1}
    assert live.outcomes.signatures == {"reviewer": 1}
    assert live.time_in_stage["received"] == TimeInStage(cases=1, mean_seconds=2.0, p50_seconds=2.0)
    assert "letter issued" not in live.time_in_stage


def test_no_case_number_or_name_is_shown() -> None:
    """The view shows numbers, not cases or people."""
    text = view(*found((message, NOON) for message in life("CM26-0010001"))).model_dump_json()

    assert "letter issued" in text
    assert "CM26" not in text
    assert "Example" not in text


def test_a_case_that_closed_over_an_hour_ago_is_not_counted() -> None:
    """Not even right after a start, before it is forgotten; an open case always is."""
    records = found([(ineligible("CM26-0010002"), NOON), (received("CM26-0010001"), NOON)])

    assert view(*records, now=NOW + 3_599).cases == {"received": 1, "ineligible": 1}
    assert view(*records, now=NOW + 3_600).cases == {"received": 1}
