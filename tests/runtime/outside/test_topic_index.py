"""A file of an index: going on, starting over, and files that cannot be used."""

from pathlib import Path

import pytest

from runtime.outside.topic_index import TopicIndex

TABLES = "create table if not exists cases (number text primary key);"
PLACE = {("imr.intake.events", 1): 7}


def numbers(index: TopicIndex) -> list[str]:
    """Return the rows of the index."""
    return [number for (number,) in index.connection.execute("select number from cases")]


def write(path: Path | None, shape: str = "1", **options: bool) -> TopicIndex:
    """Return an index with a row that is saved and one that is not."""
    index = TopicIndex(path, TABLES, shape, **options)
    index.connection.execute("insert into cases values ('saved')")
    index.save(PLACE)
    index.connection.execute("insert into cases values ('lost')")
    return index


@pytest.mark.parametrize("alone", [False, True])
def test_rows_and_positions_are_saved_together(tmp_path: Path, *, alone: bool) -> None:
    """Later rows are read from the topics again."""
    path = tmp_path / "state" / "index.sqlite"
    write(path, alone=alone).close()
    index = TopicIndex(path, TABLES, "1", alone=alone)

    assert (["saved"], PLACE, False) == (numbers(index), dict(index.positions), index.in_memory)
    assert [0o700, 0o600] == [each.stat().st_mode & 0o777 for each in (path.parent, path)]


def test_another_shape_starts_over(tmp_path: Path) -> None:
    """The shape tells how and from which topics the file was made."""
    write(tmp_path / "index.sqlite").close()
    index = TopicIndex(tmp_path / "index.sqlite", TABLES, "2")

    assert ([], {}) == (numbers(index), dict(index.positions))
    index.close()
    assert {} == dict(TopicIndex(tmp_path / "index.sqlite", TABLES, "2").positions)


@pytest.mark.parametrize("damage", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 2000])
def test_a_damaged_file_starts_over(tmp_path: Path, damage: bytes) -> None:
    """It is replaced, not kept in memory."""
    path = tmp_path / "index.sqlite"
    path.write_bytes(damage)
    index = write(path)

    assert not index.in_memory
    index.close()
    assert ["saved"] == numbers(TopicIndex(path, TABLES, "1"))


def test_where_nothing_can_be_written_it_is_in_memory(tmp_path: Path) -> None:
    """A file in place of the folder, a link in place of the file, or no path."""
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for path in (tmp_path / "file" / "index.sqlite", tmp_path / "link", None):
        assert ["saved", "lost"] == numbers(index := write(path))
        assert index.in_memory
    assert ["file", "link"] == sorted(each.name for each in tmp_path.iterdir())


def test_a_file_that_another_holds_alone_is_left_to_it(tmp_path: Path) -> None:
    """The second index is in memory, and does not wait."""
    first = write(tmp_path / "index.sqlite", alone=True)
    second = write(tmp_path / "index.sqlite", alone=True)

    assert [False, True] == [first.in_memory, second.in_memory]
    first.close()
    assert not write(tmp_path / "index.sqlite", shape="2", alone=True).in_memory
