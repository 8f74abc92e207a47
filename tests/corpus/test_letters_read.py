"""Reading real letters, compared with an index, with known facts, and with their own text."""

import csv
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.letters.letter import Letter
from services.letters.parse.determination import read_letter
from services.letters.parse.text.encoding import text_of
from services.letters.printing.render import render

CORPUS = Path(os.environ.get("IMR_CORPUS", Path(__file__).parents[3] / "shared"))
SEED = CORPUS / "reference/seed-determination.txt"
INDEX = CORPUS / "letters/index.csv"
LETTERS = sorted((CORPUS / "letters").glob("*.txt"))
EACH = pytest.mark.parametrize("path", [*LETTERS, SEED], ids=lambda path: path.stem)
LABELS = (
    "CLINICAL CASE SUMMARY",
    "IMR ISSUES, DECISIONS AND RATIONALES",
    "Claims Administrator guideline:",
    "MAXIMUS guideline:",
    "Decision rationale:",
)
LEFT_OVER_MAX = 0.02

pytestmark = pytest.mark.skipif(not INDEX.exists(), reason=f"no corpus: {INDEX} is absent (IMR_CORPUS names the folder)")


def read(path: Path) -> Letter:
    """Read the letter at *path*."""
    return read_letter(text_of(path.read_bytes()))


def squeezed(text: str) -> str:
    """Remove the white space from *text*, so that line breaks do not matter."""
    return "".join(text.split())


def decided(path: Path) -> str:
    """Return the letter's text from the first decision on, without white space."""
    return squeezed(path.read_text()[path.read_text().index("IMR ISSUES") :])


def index_rows() -> Iterator[dict[str, str]]:
    """Yield the rows of the index that came with the letters."""
    with INDEX.open() as file:
        yield from csv.DictReader(file)


def day(printed: str) -> str:
    """Convert a date of the index to ISO form."""
    month, number, year = printed.split("/")
    return f"{year}-{month}-{number}"


@pytest.mark.parametrize("row", list(index_rows()) if INDEX.exists() else [], ids=lambda row: row["case"])
def test_the_index_and_the_letter_agree(row: dict[str, str]) -> None:
    """Header, number of items, and number of overturned items are those of the index."""
    letter = read(INDEX.parent / f"{row['case']}.txt").model_dump(mode="json")
    names = {"assigned": "assigned_on", "injury": "injured_on", "decision": "decided_on", "ur": "denied_on", "app": "received_on"}

    assert {name: day(row[column]) for column, name in names.items()} == {name: letter[name] for name in names.values()}
    assert (row["case"], row["priority"]) == (letter["case_number"], letter["priority"])
    assert (int(row["items"]), int(row["overturned"])) == (
        len(letter["items"]),
        [item["outcome"] for item in letter["items"]].count("overturned"),
    )


@EACH
def test_every_item_of_the_text_is_an_item(path: Path) -> None:
    """The items are as many as the headings that end in an outcome, in their order."""
    letter = read(path)
    printed = re.findall(r":\s*(Upheld|Overturned)\s*\n\s*Claims Administrator guideline:", path.read_text())

    assert [outcome.lower() for outcome in printed] == [item.outcome for item in letter.items]
    assert list(range(1, len(printed) + 1)) == [item.number for item in letter.items]


@EACH
def test_each_part_of_an_item_stands_where_the_text_has_it(path: Path) -> None:
    """The labels and fields of the items, put together, are the text of the letter."""
    expected = "".join(
        f"{item.request}:{item.outcome}ClaimsAdministratorguideline:{item.claims_administrator_guideline}"
        f"MAXIMUSguideline:{item.reviewer_guideline}Decisionrationale:{item.rationale}{item.closing}"
        for item in read(path).items
    )
    introduction, text = decided(path).split("setforthbelow:")

    assert introduction.startswith("IMRISSUES")
    assert squeezed(expected).lower() == text.lower()


@EACH
def test_the_fields_hold_the_whole_letter(path: Path) -> None:
    """Less than 2 % of the text after the header is in no field, label or fixed sentence."""
    letter = read(path)
    text = path.read_text()
    rest = squeezed(text[text.index("CLINICAL CASE SUMMARY") :])
    total = len(rest)
    parts = [squeezed(letter.clinical_summary), *map(squeezed, LABELS[:2])]
    for item in letter.items:
        texts = (item.request, item.claims_administrator_guideline, item.reviewer_guideline, item.rationale, item.closing)
        parts += [*map(squeezed, texts), *map(squeezed, LABELS[2:]), f":{item.outcome.capitalize()}"]
    for part in sorted(parts, key=len, reverse=True):
        assert part in rest
        rest = rest.replace(part, "\n", 1)
    fixed = [piece for piece in rest.split("\n") if piece.endswith(("medicalrecords:", "setforthbelow:"))]

    assert 2 == len(fixed)
    assert (len(squeezed(rest)) - sum(map(len, fixed))) / total < LEFT_OVER_MAX


@EACH
def test_a_real_letter_written_back_reads_the_same(path: Path) -> None:
    """A letter that is read, rendered and read again has the same fields."""
    letter = read(path)
    again = read_letter(text_of(render(letter, "text")))

    assert squeezed(letter.model_dump_json()) == squeezed(again.model_dump_json())


@EACH
@pytest.mark.parametrize(
    "other_form",
    [
        lambda text: "\n".join(line.rstrip() for line in text.split("\n")).encode(),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
        lambda text: text.replace("\n", "\n\n").encode("utf-8-sig"),
    ],
    ids=["blanks stripped", "Windows", "double-spaced"],
)
def test_the_form_of_the_text_changes_nothing(path: Path, other_form: Any) -> None:
    """Stripped blanks, another system's encoding, and double spacing change no field."""
    assert read(path) == read_letter(text_of(other_form(path.read_text())))


def test_the_seed() -> None:
    """A letter without a header is read, with credentials that wrap and two upheld denials."""
    letter = read(SEED)

    assert ("MAXIMUS Federal Services", "MAXIMUS") == (letter.review_organization, letter.review_organization_short)
    assert [None] * 7 == [
        letter.case_number,
        letter.assigned_on,
        letter.injured_on,
        letter.decided_on,
        letter.denied_on,
        letter.received_on,
        letter.priority,
    ]
    assert ("Iowa", "Illinois", "Hawaii") == letter.reviewer.licensure
    assert (
        "Preventive Medicine",
        "Occupational Medicine",
        "Public Health & General Preventive Medicine",
    ) == letter.reviewer.specialties
    assert [("Chiropractic, 6 visits", "upheld"), ("Massage Therapy to the Lumbar Spine, 6 visits", "upheld")] == [
        (item.request, item.outcome) for item in letter.items
    ]


def known_cases() -> list[dict[str, Any]]:
    """Return the cases with known facts whose letters are in the corpus."""
    file = CORPUS / "reference/real-cases.json"
    cases = json.loads(file.read_text())["cases"] if file.exists() else []
    return [case for case in cases if (CORPUS / f"letters/{case['case_number']}.txt").exists()]


@pytest.mark.parametrize("case", known_cases(), ids=lambda case: case["case_number"])
def test_facts_that_others_took_from_the_letters(case: dict[str, Any]) -> None:
    """Dates, licences and outcomes are those that people noted from the letters."""
    letter = read(CORPUS / f"letters/{case['case_number']}.txt").model_dump(mode="json")
    dates = {
        "injury": "injured_on",
        "ur_denial": "denied_on",
        "application_received": "received_on",
        "assigned": "assigned_on",
        "decision": "decided_on",
    }

    assert {name: case["dates"][name] for name in dates} == {name: letter[field] for name, field in dates.items()}
    assert sorted(case["reviewer_credentials"]["licensure"]) == sorted(letter["reviewer"]["licensure"])
    if len(case["items"]) == len(letter["items"]):
        assert [item["decision"] for item in case["items"]] == [item["outcome"] for item in letter["items"]]
