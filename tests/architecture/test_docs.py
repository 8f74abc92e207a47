"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from runtime.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """A newcomer finds any rule within two clicks only while the clicks work."""
    assert [] == [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]


def test_every_rule_is_linked_from_the_map() -> None:
    """ARCHITECTURE.md leads to each service's rules."""
    text = (ROOT / "ARCHITECTURE.md").read_text()

    for service in ("intake", "triage", "decision", "letters", "ops"):
        assert f"services/{service}/" in text


def test_every_setting_is_documented() -> None:
    """What can be set stands in the operations page, under the name it is set by."""
    text = (ROOT / "docs/how-to/operate.md").read_text()

    assert [] == [name for name in Settings.model_fields if f"IMR_{name.upper()}" not in text]
