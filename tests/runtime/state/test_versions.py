"""State goes back and forth between versions of workers, and nothing of it is lost."""

import json
from typing import Any

import pytest
from pydantic import Field

from runtime.state.disk import Disk
from runtime.state.packed import unpacked
from runtime.state.state import State
from runtime.state.table import Table
from schemas.message import Part


class OldFile(Part):
    """A case file of version 1."""

    title: str


class OldCase(Part):
    """A case of version 1."""

    stage: str
    file: OldFile | None = None
    files: tuple[OldFile, ...] = ()
    by_name: dict[str, OldFile] = Field(default_factory=dict)


class NewFile(OldFile):
    """A case file of version 3."""

    pages: int = 0


class NewCase(Part):
    """A case of version 3: the stage has another name, and there is a priority."""

    status: str
    priority: str = "standard"
    file: NewFile | None = None
    files: tuple[NewFile, ...] = ()
    by_name: dict[str, NewFile] = Field(default_factory=dict)


class NewerCase(OldCase):
    """A case of version 2, with a priority that version 1 does not know."""

    priority: str = "standard"
    file: NewFile | None = None
    files: tuple[NewFile, ...] = ()  # type: ignore[assignment]
    by_name: dict[str, NewFile] = Field(default_factory=dict)  # type: ignore[assignment]


def rename(data: dict[str, Any]) -> dict[str, Any]:
    """Rename the stage, as version 3 does."""
    return {**{name: value for name, value in data.items() if name != "stage"}, "status": data["stage"]}


def add_nothing(data: dict[str, Any]) -> dict[str, Any]:
    """Change nothing: version 2 adds a field that may be missing."""
    return data


def put(state: State, table: Table[Any], key: str, record: Part) -> bytes:
    """Commit *record* and return its JSON in the changelog."""
    table[key] = record
    state.keep()
    changes = state.changes()
    state.commit(changes, 1)
    (content,) = changes.values()
    assert content is not None
    return unpacked(content)


def restored(content: bytes, *args: Any) -> tuple[State, Table[Any]]:
    """Return the table of cases with *content* under the key of a case."""
    state = State()
    table = state.table("cases", *args)
    state.restore([("cases/CM15-1330001", content)], 1)
    state.restored()
    return state, table


NEWER = NewerCase(
    stage="ready",
    priority="expedited",
    file=NewFile(title="a", pages=1),
    files=(NewFile(title="b", pages=2),),
    by_name={"c": NewFile(title="c", pages=3)},
)


def test_version_1_is_written_as_before() -> None:
    """It has no mark, so that state of earlier commits is the same state."""
    state = State()

    content = put(state, state.table("cases", OldCase), "CM15-1330001", OldCase(stage="ready"))

    assert {"stage": "ready", "file": None, "files": [], "by_name": {}} == json.loads(content)


def test_an_older_version_is_brought_up() -> None:
    """Upcasters lead from each version to the next; the newest is written."""
    upcasters = [add_nothing, rename]
    state, table = restored(b'{"stage":"ready"}', NewCase, upcasters)

    assert NewCase(status="ready") == table["CM15-1330001"]
    content = put(state, table, "CM15-1330001", table["CM15-1330001"].model_copy(update={"priority": "expedited"}))
    assert (3, "ready", "expedited") == tuple(json.loads(content)[name] for name in ("$version", "status", "priority"))
    assert NewCase(status="ready", priority="expedited") == restored(content, NewCase, upcasters)[1]["CM15-1330001"]


@pytest.mark.parametrize("is_read", [True, False])
def test_an_older_worker_keeps_the_fields_of_a_newer_one(is_read: bool) -> None:  # noqa: FBT001 - a row of the table
    """It writes the object back with its version; one made anew keeps its own fields."""
    first = State()
    content = put(first, first.table("cases", NewerCase, [add_nothing]), "CM15-1330001", NEWER)
    old, table = restored(content, OldCase)

    changed = table["CM15-1330001"].model_copy(update={"stage": "determined"}) if is_read else OldCase(stage="determined")
    again = restored(put(old, table, "CM15-1330001", changed), NewerCase, [add_nothing])[1]["CM15-1330001"]

    expected = NEWER.model_copy(update={"stage": "determined"})
    assert again == (expected if is_read else NewerCase(stage="determined", priority="expedited"))


def test_unknown_fields_without_a_version_are_kept_too() -> None:
    """They are no error, which would park each message of the case."""
    state, table = restored(b'{"stage":"ready","added":1}', OldCase)
    assert "ready" == table["CM15-1330001"].stage

    content = put(state, table, "CM15-1330001", OldCase(stage="determined"))

    assert ("determined", 1, False) == (*(json.loads(content)[name] for name in ("stage", "added")), b"$version" in content)


def test_what_is_deleted_does_not_come_back() -> None:
    """An object that is put in the place of a deleted one has no fields of it."""
    state, table = restored(b'{"$version":2,"stage":"ready","priority":"expedited"}', OldCase)
    del table["CM15-1330001"]
    state.keep()

    content = put(state, table, "CM15-1330001", OldCase(stage="ready"))

    assert {"stage", "file", "files", "by_name"} == json.loads(content).keys()


class Nothing(Part):
    """An object without fields."""


def test_an_object_without_fields_has_a_version() -> None:
    """It is JSON all the same."""
    state = State()

    content = put(state, state.table("cases", Nothing, [add_nothing]), "CM15-1330001", Nothing())

    assert {"$version": 2} == json.loads(content)
    assert Nothing() == restored(content, Nothing, [add_nothing])[1]["CM15-1330001"]


@pytest.mark.parametrize("is_on_disk", [False, True])
def test_an_unknown_table_is_kept(tmp_path: Any, is_on_disk: bool) -> None:  # noqa: FBT001 - a row of the table
    """A newer worker wrote it; this one goes on, and its table is there if it is asked for."""
    state = State(Disk(tmp_path / "state", "cluster") if is_on_disk else None)
    state.restore([("newer/CM15-1330001", b'{"stage":"ready"}')], 1)
    state.restored()

    assert OldCase(stage="ready") == state.table("newer", OldCase)["CM15-1330001"]
