"""The documents: links, order, decision records, and statements about the code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RECORDS = sorted((ROOT / "docs/decisions").glob("0*.md"))
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
EACH_RECORD = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name[:4])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]*`", re.DOTALL)
HEADINGS = ["## Context", "## Decision", "## Consequences", "## Alternatives"]
OPPOSITES = (("Superseded in part by", "Supersedes part of"), ("Extended by", "Extends"))
SOUGHT = {
    "the filing window's number": "jurisdictions/ca-workers-comp.yaml",
    "the sentence for an undocumented trial of manual therapy": "services/decision/guidelines/mtus-2009-manual-therapy-low-back.yaml",
    "where a letter's PDF is made": "services/letters/printing/pdf.py",
    "how a dead letter is replayed": "docs/how-to/dead-letters.md",
    "the meaning of LetterHeld": "docs/how-to/release.md",
}


def targets(page: Path) -> Iterator[tuple[Path, str]]:
    """The file and the anchor of every link on *page* that stays in the repository."""
    for link in LINK.findall(
        CODE.sub(lambda code: "x" if code[0].startswith("`") and "\n" not in code[0] else "", page.read_text())
    ):
        if "://" not in link and not link.startswith("mailto:"):
            path, _, anchor = link.partition("#")
            yield ((page.parent / path).resolve() if path else page, anchor)


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of *page*, as a forge and the site make them."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    plain = (re.sub(r"\]\([^)]*\)", "", heading).replace("[", "") for heading in headings)
    return {re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip()) for heading in plain}


def reached(start: Path) -> set[Path]:
    """Every page that *start* leads to, in any number of clicks.

    A folder leads to its README.
    """
    found, waiting = {start}, [start]
    while waiting:
        for path, _ in targets(waiting.pop()):
            page = path / "README.md" if path.is_dir() else path
            if page.suffix == ".md" and page.exists() and page not in found:
                found.add(page)
                waiting.append(page)
    return found


@EACH_PAGE
def test_links_lead_to_a_file(page: Path) -> None:
    """Every link on a page leads to a file or folder of the repository."""
    assert [] == [str(path) for path, _ in targets(page) if not path.exists()]


@EACH_PAGE
def test_anchors_lead_to_a_heading(page: Path) -> None:
    """Every link to a part of a page leads to a heading of that page."""
    linked = [(path, anchor) for path, anchor in targets(page) if anchor and path.suffix == ".md" and path.exists()]

    assert [] == [f"{path.name}#{anchor}" for path, anchor in linked if anchor not in anchors(path)]


@EACH_PAGE
def test_a_page_is_reached_from_the_index(page: Path) -> None:
    """A page that docs/README.md does not lead to is read by few."""
    assert page in reached(ROOT / "docs/README.md")


@pytest.mark.parametrize("sought", SOUGHT.values(), ids=list(SOUGHT))
def test_it_is_two_clicks_from_the_readme(sought: str) -> None:
    """A newcomer finds well-known questions answered within two clicks from README.md."""
    first = {path for path, _ in targets(ROOT / "README.md") if path.suffix == ".md"}
    second = {path for page in first for path, _ in targets(page)}

    assert ROOT / sought in first | second


def test_the_undocumented_trial_is_where_the_map_says() -> None:
    """The guideline that the map names has the sentence."""
    text = (ROOT / SOUGHT["the sentence for an undocumented trial of manual therapy"]).read_text()

    assert "The records document neither that this is a first trial of no more than {limit.trial_visits} visits" in text


@pytest.mark.parametrize("service", ["intake", "triage", "decision", "letters", "ops"])
def test_the_map_shows_the_root_of_a_service(service: str) -> None:
    """ARCHITECTURE.md links to each service and names every file and folder at its root."""
    text = (ROOT / "ARCHITECTURE.md").read_text()
    common = {"app.py", "state.py", "handlers", "domain"}
    shape = text.partition("## The shape of a service")[2].partition("\n## ")[0]
    (row,) = re.findall(rf"^\| {service} \| (.*) \|$", shape, re.MULTILINE)
    named = {name.rstrip("/") for name in re.findall(r"`([a-z_]+(?:\.py|/))`", row)}
    there = {each.name for each in (ROOT / "services" / service).iterdir() if not each.name.startswith(("_", "."))}

    assert there - common == named
    assert f"](services/{service}/" in text


def test_every_setting_is_documented() -> None:
    """The reference lists every setting under the name of its environment variable."""
    text = (ROOT / "docs/reference/settings.md").read_text()

    assert [] == [name for name in Settings.model_fields if f"`IMR_{name.upper()}`" not in text]


@EACH_RECORD
def test_a_decision_record_has_its_parts(record: Path) -> None:
    """Title, status, date and four headings, in this order."""
    lines = record.read_text().split("\n")

    assert re.fullmatch(rf"# {record.name[:4]}\. \S.*", lines[0])
    assert re.match(r"- Status: (Accepted|Superseded)", lines[2])
    assert re.fullmatch(r"- Date: 20\d\d-\d\d-\d\d", lines[3])
    assert HEADINGS == [line for line in lines if line.startswith("## ")]


@EACH_RECORD
def test_decision_records_name_each_other(record: Path) -> None:
    """A record that is superseded or extended names the other, and is named there."""
    for here, there in (*OPPOSITES, *((there, here) for here, there in OPPOSITES)):
        for other in _related(record, here):
            assert record.name in _related(ROOT / "docs/decisions" / other, there)


def _related(record: Path, words: str) -> list[str]:
    """The files of the records that *record* names after *words*, in its list below the title."""
    lines = (line for line in record.read_text().split("\n") if line.startswith(f"- {words}: "))
    return [name for line in lines for name in re.findall(r"\]\(([^)]+)\)", line)]
