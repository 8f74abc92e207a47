"""The pages of reference that follow from the code."""

from pathlib import Path

import pytest

from runtime.settings import Settings
from schemas.catalogue import MESSAGES
from schemas.topics import TOPICS
from tests.architecture.reference import PAGES, PARTS, current, row

GENERATED = sorted(page for page in PAGES.glob("*.md") if "<!-- from the code: " in page.read_text())


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_a_page_agrees_with_the_code(page: Path) -> None:
    """`make reference` has nothing to renew."""
    assert current(page) == page.read_text()


def test_every_part_has_its_page() -> None:
    """Each part made from the code is on the page of its name."""
    assert sorted(PARTS) == [page.stem for page in GENERATED]


def test_settings_show_values_and_defaults() -> None:
    """A setting is listed with its default, its range or choices, and its meaning."""
    table = "\n".join(PARTS["settings"]())

    assert "| `IMR_BATCH_SECONDS_MAX` | 0.25 | above 0 to 5 |" in table
    assert "| `IMR_STATE` | memory | `memory`, `rocksdb` |" in table
    assert len(Settings.model_fields) == table.count("| `IMR_")


def test_every_topic_and_message_is_listed() -> None:
    """No topic and no message is left out."""
    topics, messages = "\n".join(PARTS["topics"]()), "\n".join(PARTS["messages"]())

    assert [] == [topic.name for topic in TOPICS if f"`{topic.name}`" not in topics and topic.name.count(".") < 2]
    assert [] == [name for name in MESSAGES if f"[`{name}`]" not in messages]


def test_commands_show_their_options() -> None:
    """An option is listed with its default and the values it takes."""
    page = "\n".join(PARTS["commands"]())

    assert "### imr letter render" in page
    assert "| `--format` | pdf |" in page
    assert "One of `pdf`, `html`, `text`, `json`." in page


def test_a_bar_does_not_end_a_cell() -> None:
    r"""A bar in a cell is written `\|`, and the row keeps its columns."""
    assert r"| a \| b | c |" == row("a | b", "c")
