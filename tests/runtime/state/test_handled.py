"""Handled messages are recognised, however many a subject has, in records of bounded size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.state.handled import IDS_MAX, Handled, is_handled, note_handled

MANY = IDS_MAX * 40


class Noting(dict[str, Handled]):
    """Records that note which keys were written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def __setitem__(self, key: str, record: Handled) -> None:
        self.written.append(key)
        super().__setitem__(key, record)


@given(st.lists(st.tuples(st.sampled_from(["case", "case/a", "pool"]), st.integers(0, 3 * IDS_MAX)), max_size=5 * IDS_MAX))
def test_a_message_is_handled_once_it_is_noted(messages: list[tuple[str, int]]) -> None:
    """The same id of another subject is another message."""
    handled: dict[str, Handled] = {}
    for noted, (subject, number) in enumerate(messages):
        known = set(messages[:noted])
        assert ((subject, number) in known) == is_handled(handled, subject, str(number))
        if (subject, number) not in known:
            note_handled(handled, subject, str(number))

    assert len(set(messages)) == sum(len(record.ids) for record in handled.values())


def test_a_subject_of_a_few_messages_has_one_record() -> None:
    """Its key is the subject, as in state of earlier versions."""
    handled: dict[str, Handled] = {}
    for number in range(IDS_MAX):
        note_handled(handled, "case", str(number))

    assert {"case": Handled(ids=tuple(str(number) for number in range(IDS_MAX)))} == handled


def test_no_record_outgrows_its_bound_and_a_message_writes_few() -> None:
    """A message writes one record, or the parts of one that is divided."""
    handled, writes = Noting(), []
    for number in range(MANY):
        note_handled(handled, "pool", str(number))
        writes.append(len(handled.written))
        handled.written.clear()

    assert max(len(record.ids) for record in handled.values()) <= IDS_MAX
    assert max(writes) <= 17
    assert sum(writes) < 3 * MANY


@pytest.mark.parametrize("number", [IDS_MAX, IDS_MAX + 1, MANY])
def test_a_record_of_an_earlier_version_is_divided_with_the_next_message(number: int) -> None:
    """Every id in it is still known, and each part is divided in its turn."""
    handled = {"pool": Handled(ids=tuple(str(each) for each in range(number)))}

    before = [is_handled(handled, "pool", str(each)) for each in range(number + 1)]
    for each in range(number, 2 * number):
        note_handled(handled, "pool", str(each))

    assert [True] * number + [False] == before
    assert all(is_handled(handled, "pool", str(each)) for each in range(2 * number))
    assert ((), 2 * number) == (handled["pool"].ids, sum(len(record.ids) for record in handled.values()))
