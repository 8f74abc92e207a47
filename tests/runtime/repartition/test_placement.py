"""State by new partitions; whole deployments are placed in tests/flow/test_repartition.py."""

import json

import pytest

from runtime.repartition.placement import KeyTwice, NoHome, QueuedAt, place_state
from runtime.state.handled import IDS_MAX, Handled, is_handled, note_handled
from runtime.state.homes import AllPartitions, Home, Homes, by_key, data_of
from runtime.state.packed import unpacked
from runtime.state.state import Parked, Waiting
from tests.examples import CASE_NUMBER

LOT = 133
POOL = next(pool for pool in map(Home, "abcdefgh") if pool.partition(4) != LOT % 4 and pool.partition(8) != LOT % 8)
HOMES = Homes({"cases": by_key}, lambda _state: lambda _subject: [POOL])


def state(*records: tuple[int, str, object], partitions: int = 4) -> AllPartitions:
    """Return the state with *records* of partition, `table/key` and data."""
    made = AllPartitions(partitions)
    for partition, key, data in records:
        made.take(partition, key, json.dumps(data).encode())
    return made


def test_a_table_that_is_unknown_stops_it() -> None:
    """Without its home its state would be lost."""
    with pytest.raises(NoHome, match="example's table newer"):
        place_state("example", state((0, "newer/1", {})), HOMES, {}, 8)


def test_two_objects_under_one_key_stop_it() -> None:
    """One would replace the other."""
    with pytest.raises(KeyTwice, match="table cases"):
        place_state("example", state((0, "cases/a", {}), (1, "cases/a", {})), HOMES, {}, 8)


def test_handled_ids_go_to_the_homes_that_explain_them() -> None:
    """A case has ids in the partitions of lot and pool; from one of both, each gets all."""
    here, there = LOT % 4, POOL.partition(4)
    apart = state((here, f"handled/{CASE_NUMBER}", {"ids": ["a"]}), (there, f"handled/{CASE_NUMBER}", {"ids": ["b"]}))
    together = state((0, f"handled/{CASE_NUMBER}", {"ids": ["a", "b"]}), partitions=1)
    key = f"handled/{CASE_NUMBER}"

    assert [["a"], ["b"]] == [
        data_of(place_state("example", apart, HOMES, {}, 8)[number][key])["ids"] for number in (LOT % 8, POOL.partition(8))
    ]
    assert ["a", "b"] == data_of(place_state("example", apart, HOMES, {}, 1)[0][key])["ids"]
    assert [["a", "b"]] * 2 == [
        data_of(place_state("example", together, HOMES, {}, 8)[number][key])["ids"] for number in (LOT % 8, POOL.partition(8))
    ]


def test_many_handled_ids_are_divided_again() -> None:
    """In the copy each is found, and no record is larger than others."""
    before: dict[str, Handled] = {}
    ids = [f"id-{number}" for number in range(20 * IDS_MAX)]
    for each in ids:
        note_handled(before, "reviewer-1", each)
    at = Home("reviewer-1").partition(4)
    placed = place_state(
        "example", state(*((at, f"handled/{key}", {"ids": each.ids}) for key, each in before.items())), HOMES, {}, 8
    )
    after = {
        key.partition("/")[2]: Handled.model_validate_json(unpacked(content))
        for records in placed.values()
        for key, content in records.items()
    }

    assert all(is_handled(after, "reviewer-1", each) for each in ids)
    assert max(len(each.ids) for each in after.values()) <= IDS_MAX


def queue(number: int, *waiting: str, first: int = 0) -> list[tuple[int, str, object]]:
    """Return the records of a queue of parked messages in partition *number*."""
    messages = [
        (number, f"waiting-dead-letters/{CASE_NUMBER}/{name}", Waiting(id=name, reason="behind", attempt=1, place=first + index))
        for index, name in enumerate(waiting)
    ]
    parked = (number, f"parked/{CASE_NUMBER}", Parked(first=first, end=first + len(waiting)).model_dump())
    return [*((at, key, record.model_dump()) for at, key, record in messages), parked]


def test_queues_that_meet_become_one_in_the_order_of_their_dead_letters() -> None:
    """Two partitions had messages of one case parked; the earlier ones go first."""
    places = {name: QueuedAt(0, order) for order, name in enumerate(["t/0/1", "t/1/1", "t/0/2"])}
    placed = place_state("example", state(*queue(0, "t/0/1", "t/0/2", first=7), *queue(1, "t/1/1")), HOMES, places, 1)[0]

    found = [Waiting.model_validate_json(unpacked(placed[f"waiting-dead-letters/{CASE_NUMBER}/{name}"])).place for name in places]
    assert [0, 1, 2] == found
    assert Parked(first=0, end=3) == Parked.model_validate_json(unpacked(placed[f"parked/{CASE_NUMBER}"]))


def test_a_queue_whose_messages_part_becomes_two() -> None:
    """Messages to the case and to its pool were in one partition, and are not any more."""
    places = {"t/0/1": QueuedAt(5, 0), "t/0/2": QueuedAt(2, 0)}
    placed = place_state("example", state(*queue(0, "t/0/1", "t/0/2")), HOMES, places, 8)

    assert {2, 5} == {number for number, records in placed.items() if records}
    assert {Parked(end=1)} == {Parked.model_validate_json(unpacked(placed[number][f"parked/{CASE_NUMBER}"])) for number in (2, 5)}


def test_a_queue_of_an_earlier_version_is_taken_apart() -> None:
    """It held its messages in one record."""
    old = Parked(messages=(Waiting(id="t/0/1", reason="unreadable", attempt=2),))
    placed = place_state("example", state((0, f"parked/{CASE_NUMBER}", old.model_dump())), HOMES, {"t/0/1": QueuedAt(0, 0)}, 1)[0]

    assert Parked(end=1) == Parked.model_validate_json(unpacked(placed[f"parked/{CASE_NUMBER}"]))
    assert 2 == Waiting.model_validate_json(unpacked(placed[f"waiting-dead-letters/{CASE_NUMBER}/t/0/1"])).attempt


def test_a_parked_message_without_a_dead_letter_stops_it() -> None:
    """Nobody could replay it."""
    with pytest.raises(NoHome, match="waiting-dead-letters"):
        place_state("example", state(*queue(0, "t/0/1")), HOMES, {}, 8)
