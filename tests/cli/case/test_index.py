"""The index of cases: pages, filters, going on, and starting over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.case.index import CaseIndex, Order, Wanted, index_path
from runtime.outside.follow import Seen
from runtime.settings import Settings
from schemas.message import Message
from schemas.wire.envelope import Envelope
from tests.services.letters.events import ASSIGNED
from tests.services.letters.verification.case_events import CASE, READY, RECEIVED

ZONE = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 4, 29, 17, 0, tzinfo=UTC)
NUMBERS = [f"CM26-000000{each}" for each in range(1, 6)]


def seen(message: Message, number: str, offset: int) -> Seen:
    """Return *message* for the case *number*."""
    changed = message.model_copy(update={"case_number": number})
    envelope = Envelope(f"id-{offset}", "/imr/test", message.type, 1, AT + timedelta(minutes=offset), number, "id")
    return Seen(envelope, changed, "imr.intake.events", 0, offset)


def ready(days: int) -> Message:
    """A case that is due so many days after the first."""
    return READY.model_copy(update={"determination_due_at": AT + timedelta(days=days)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Five cases: the first is closed, the last has no deadline, the others in turn."""
    path = tmp_path / "cases.sqlite"
    with CaseIndex(path, ZONE, 4) as index:
        for place, message in enumerate(CASE):
            index.take(seen(message, NUMBERS[0], place))
        for place, number in enumerate(NUMBERS[1:4], start=10):
            index.take(seen(RECEIVED, number, place))
            index.take(seen(ready(20 - place), number, place + 10))
        index.take(seen(ASSIGNED, NUMBERS[1], 30))
        index.take(seen(RECEIVED, NUMBERS[4], 31))
    return path


def found(path: Path, wanted: Wanted = Wanted(), order: Order = "due", limit: int | None = None, offset: int = 0) -> list[int]:  # noqa: B008
    """Return the places of the cases that are found."""
    with CaseIndex(path, ZONE, 4) as index:
        return [NUMBERS.index(each.case_number) + 1 for each in index.find(wanted, order, limit, offset)[0]]


def test_the_most_urgent_case_is_first(path: Path) -> None:
    """Cases without a deadline come last."""
    assert [4, 3, 2, 1, 5] == found(path)
    assert [1, 2, 3, 4, 5] == found(path, order="case")
    assert 5 == len(found(path, order="received"))


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (Wanted(stages=["letter issued"]), [1]),
        (Wanted(stages=["received", "ready for review"]), [4, 3, 5]),
        (Wanted(only_open=True), [4, 3, 2, 5]),
        (Wanted(reviewer=ASSIGNED.reviewer_id, only_open=True), [2]),
        (Wanted(due_before=AT + timedelta(days=9)), [4]),
        (Wanted(due_before=AT + timedelta(days=9, seconds=1)), [4, 3]),
        (Wanted(reviewer="' or 1=1 --"), []),
    ],
)
def test_filters_leave_the_others_out(path: Path, wanted: Wanted, places: list[int]) -> None:
    """A deadline at the very instant is not before it."""
    assert places == found(path, wanted)


def test_pages_make_the_whole_list(path: Path) -> None:
    """Each case is on one page; the number of all is known on each."""
    pages = [found(path, limit=2, offset=offset) for offset in (0, 2, 4, 6)]

    assert [[4, 3], [2, 1], [5], []] == pages
    with CaseIndex(path, ZONE, 4) as index:
        assert 5 == index.find(Wanted(), "due", 2, 4)[1]


def test_reading_goes_on_where_it_ended(path: Path) -> None:
    """The position is after the last message; taking that again changes nothing."""
    before = found(path)
    with CaseIndex(path, ZONE, 4) as index:
        assert {("imr.intake.events", 0): 32} == dict(index.positions)
        index.take(seen(RECEIVED, NUMBERS[4], 31))

    assert before == found(path)


def test_an_interrupted_reading_keeps_what_was_saved(path: Path) -> None:
    """Cases and positions are saved together."""

    def interrupted() -> None:
        with CaseIndex(path, ZONE, 4) as index:
            index.take(seen(ready(1), NUMBERS[4], 40))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with CaseIndex(path, ZONE, 4) as index:
        assert {("imr.intake.events", 0): 32} == dict(index.positions)

    assert [4, 3, 2, 1, 5] == found(path)


def test_another_zone_or_number_of_partitions_starts_over(path: Path) -> None:
    """Deadlines and positions depend on them."""
    for zone, partitions in ((ZONE, 8), (ZoneInfo("UTC"), 8)):
        with CaseIndex(path, zone, partitions) as index:
            assert ({}, ([], 0)) == (dict(index.positions), index.find(Wanted(), "due", None, 0))
            index.take(seen(RECEIVED, NUMBERS[0], 1))


def test_the_file_is_its_owners(path: Path) -> None:
    """It holds case numbers."""
    assert 0o600 == path.stat().st_mode & 0o777


def test_a_damaged_file_is_made_again(path: Path) -> None:
    """The topics have everything."""
    path.write_bytes(b"something else" * 100)

    assert [] == found(path)


def test_where_nothing_can_be_written_it_works_in_memory(tmp_path: Path) -> None:
    """A file where a folder should be."""
    (tmp_path / "file").write_text("")
    with CaseIndex(tmp_path / "file" / "cases.sqlite", ZONE, 4) as index:
        index.take(seen(RECEIVED, NUMBERS[0], 1))
        index.save()

        assert 1 == index.find(Wanted(), "due", None, 0)[1]


def test_each_broker_outside_has_an_index_of_its_own(tmp_path: Path) -> None:
    """The broker in the data folder has a new port with each start."""
    one, other = (Settings(data_dir=tmp_path, kafka_bootstrap=name) for name in ("one:9092", "other:9092"))

    assert index_path(one, own_broker=True) == index_path(other, own_broker=True)
    assert index_path(one, own_broker=False) != index_path(other, own_broker=False)
