"""Where state belongs: every table of every service says it."""

from collections.abc import Callable
from typing import Any

import pytest

from cli.repartition import consumers
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.homes import AllPartitions, Home, by_case, by_first_part, by_subject, of_subject
from runtime.state.state import State
from services.decision.app import create_app as create_decision
from services.intake.app import create_app as create_intake
from services.letters.app import create_app as create_letters
from services.triage.app import create_app as create_triage
from tests.examples import CASE_NUMBER

OF_THE_RUNTIME = {*State()._tables, "retention", "dropped"}


@pytest.mark.parametrize("create", [create_intake, create_triage, create_decision, create_letters])
def test_every_table_of_a_service_has_a_home(create: Callable[[Settings], Service]) -> None:
    """A table that is added without one would be missed when a deployment is copied."""
    service, state = create(Settings()), State()
    service.create_handlers(state)
    (consumer,) = [each for each in consumers() if each.name == service.name]

    assert set(state._tables) - OF_THE_RUNTIME == set(consumer.homes.tables)
    assert set(service.inputs) == set(consumer.inputs)
    assert service.group == consumer.group


def test_a_case_is_at_its_lot_and_others_at_their_hash() -> None:
    """As their messages are."""
    assert [133 % 4, 133 % 7] == [of_subject(CASE_NUMBER).partition(number) for number in (4, 7)]
    assert Home("ca-workers-comp") == of_subject("ca-workers-comp")


@pytest.mark.parametrize(
    ("home", "key"),
    [
        (by_case("service", {"case_number": CASE_NUMBER}, AllPartitions(4)), CASE_NUMBER),
        (by_subject("timer", {"subject": CASE_NUMBER}, AllPartitions(4)), CASE_NUMBER),
        (by_first_part("pool/reviewer", {}, AllPartitions(4)), "pool"),
    ],
)
def test_a_field_or_a_part_of_the_key_tells_it(home: Home, key: str) -> None:
    """Where the key of the object is not that of its messages."""
    assert of_subject(key) == home


def test_the_state_of_all_is_that_of_the_changelogs() -> None:
    """The last record of a key counts, and one without a value deletes."""
    state = AllPartitions(4)
    records: list[tuple[int, str, Any]] = [(0, "a/1", b"{}"), (3, "a/x/y", b'{"n": 1}'), (0, "a/1", b'{"n": 2}'), (1, "b/1", b"{}")]
    for partition, key, content in [*records, (1, "b/1", None)]:
        state.take(partition, key, content)

    assert ["a"] == state.tables()
    assert [(0, "1", b'{"n": 2}'), (3, "x/y", b'{"n": 1}')] == list(state.records("a"))
    assert ({"n": 1}, None) == (state.find("a", "x/y"), state.find("a", "x"))
