"""Letters keep PDF/A-3a and PDF/UA-1 by veraPDF, and carry their data and text."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from services.letters.copies.for_recipient import RECIPIENT_KINDS, copy_for
from services.letters.letter import Letter
from services.letters.printing.render import Edition, determination, render
from tests.services.letters.sample import BARE, DRAFT, LETTER, SAMPLES, editions_of

POM = Path(__file__).parents[2] / "deploy" / "verapdf" / "pom.xml"

pytestmark = pytest.mark.tools

UNUSUAL = LETTER.model_copy(
    update={
        "clinical_summary": "\u4e2d\u6587 \U0001f600 \ue000 \u0378 עברית العربية e\u0301 #panic() <b>&amp;</b> " + "long" * 200,
        "recipients": ("Pat Example", "名前 Example"),
    }
)

MANY = LETTER.model_copy(update={"items": tuple(LETTER.items[0].model_copy(update={"number": number}) for number in range(1, 201))})

LETTERS = {"signed": LETTER, "draft": DRAFT, "bare": BARE, "unusual": UNUSUAL, "many": MANY}

EDITIONS = {
    "normal": Edition(),
    "large": Edition(large_print=True),
    "es": Edition("es"),
    "es-large": Edition("es", large_print=True),
}

COPIES = {f"copy-{recipient}": copy_for(recipient, LETTER) for recipient in RECIPIENT_KINDS}


def program(name: str) -> str:
    """Return the path of *name*.

    Without it the test is skipped, or fails where every tool is required.
    """
    found = shutil.which(name)
    if found:
        return found
    if os.environ.get("IMR_TOOLS_REQUIRED") == "1":
        pytest.fail(f"{name} is not installed, and IMR_TOOLS_REQUIRED=1 wants every tool")
    pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that runs veraPDF, fetched by Maven as the pom says."""
    java, maven = program("java"), program("mvn")
    libraries = tmp_path_factory.mktemp("verapdf")
    subprocess.run(
        [maven, "--quiet", "--batch-mode", "-f", POM, "dependency:copy-dependencies", f"-DoutputDirectory={libraries}"],
        check=True,
        cwd=libraries,
    )
    return [java, "-cp", f"{libraries}/*", "org.verapdf.apps.GreenfieldCliWrapper", "--format", "text"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each letter as a file."""
    folder = tmp_path_factory.mktemp("letters")
    for name, letter in LETTERS.items():
        (folder / f"{name}.pdf").write_bytes(render(letter, "pdf"))
    return {name: folder / f"{name}.pdf" for name in LETTERS}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return every layout in every edition, issued and draft, and every copy of a letter."""
    folder = tmp_path_factory.mktemp("editions")
    for name, letter in SAMPLES.items():
        printed = editions_of(letter, EDITIONS.values())
        for edition_name, edition in EDITIONS.items():
            if edition in printed:
                (folder / f"{name}-{edition_name}.pdf").write_bytes(render(letter, "pdf", None, edition))
        draft = letter.model_copy(update={"draft": True})
        (folder / f"{name}-draft.pdf").write_bytes(render(draft, "pdf", None, printed[-1]))
    for name, copy in COPIES.items():
        (folder / f"{name}.pdf").write_bytes(render(copy, "pdf"))
    return {file.stem: file for file in sorted(folder.iterdir())}


def judged(validator: list[str], standard: str, files: dict[str, Path]) -> tuple[dict[str, str], str]:
    """VeraPDF's word on each file, by name, and all that it said."""
    report = subprocess.run([*validator, "--flavour", standard, *files.values()], capture_output=True, check=False, text=True)
    words = [line.split() for line in report.stdout.splitlines() if ".pdf" in line]
    return {Path(word[1]).stem: word[0] for word in words}, report.stdout + report.stderr


@pytest.mark.parametrize("standard", ["3a", "ua1"])
def test_letters_keep_the_standard(standard: str, validator: list[str], files: dict[str, Path]) -> None:
    """Every letter passes veraPDF for archives (PDF/A-3a) and accessibility (PDF/UA-1)."""
    results, report = judged(validator, standard, files)

    assert dict.fromkeys(files, "PASS") == results, report


@pytest.mark.parametrize("standard", ["3a", "ua1"])
def test_every_layout_in_every_edition_keeps_the_standard(standard: str, validator: list[str], editions: dict[str, Path]) -> None:
    """Every layout passes in English and Spanish, both sizes, as draft and as any copy."""
    results, report = judged(validator, standard, editions)

    assert dict.fromkeys(editions, "PASS") == results, report


def test_a_spanish_letter_says_which_part_is_in_which_language(editions: dict[str, Path]) -> None:
    """The document is Spanish; the reviewer's text is marked as English."""
    for name, languages in (("determination-2014-es", {"es", "en"}), ("determination-2014-normal", {"en"})):
        shown = subprocess.run([program("qpdf"), "--json", editions[name]], capture_output=True, check=True, text=True).stdout
        assert languages == set(re.findall(r'"/Lang": "u:(\w+)"', shown))


def test_large_print_has_nothing_under_18_points(editions: dict[str, Path]) -> None:
    """Every character of a large letter is 18 points or more, the foot of the page too."""
    for name in (name for name in editions if name.endswith("-large")):
        shown = subprocess.run(
            [program("pdftohtml"), "-xml", "-stdout", "-i", editions[name]], capture_output=True, check=True, text=True
        )
        sizes = [float(size) / 1.5 for size in re.findall(r'<fontspec [^>]*size="(\d+)"', shown.stdout)]

        assert sizes, name
        assert min(sizes) >= 18, name


@pytest.mark.parametrize("name", LETTERS)
def test_the_data_is_attached(name: str, files: dict[str, Path]) -> None:
    """The attachment of the PDF is the determination, byte for byte."""
    shown = subprocess.run(
        [program("qpdf"), "--show-attachment=determination.json", files[name]], capture_output=True, check=True
    ).stdout

    assert determination(LETTERS[name]) == shown
    assert LETTERS[name] == Letter.model_validate_json(shown)


@pytest.mark.parametrize("name", ["signed", "draft", "many"])
def test_every_page_has_number_and_case_and_a_draft_its_mark(name: str, files: dict[str, Path]) -> None:
    """Each foot has the page and the case; each page of a draft, and no other, its mark."""
    text = subprocess.run([program("pdftotext"), "-layout", files[name], "-"], capture_output=True, check=True, text=True).stdout
    pages = text.split("\f")[:-1]

    for number, page in enumerate(pages, start=1):
        printed = [line.strip() for line in page.splitlines() if line.strip()]
        assert ["Case", "Number:", "CM26-4170023", "Page", str(number), "of", str(len(pages))] == printed[-1].split()
        assert (name == "draft") == (printed[0] == "DRAFT - NOT A DETERMINATION")


def test_the_text_of_the_page_is_the_text_of_the_letter(files: dict[str, Path]) -> None:
    """Text copied from the PDF is the text of the letter's data."""
    text = subprocess.run([program("pdftotext"), files["signed"], "-"], capture_output=True, check=True, text=True).stdout
    words = " ".join(text.split())

    assert " ".join(f"{LETTER.items[1].rationale} {LETTER.items[1].closing}".split()) in words
    assert "Massage Therapy to the Lumbar Spine, 6 visits: Overturned" in words


def test_the_title_is_shown_and_nobody_is_named(files: dict[str, Path]) -> None:
    """The document has a title and a language; its author is the organization."""
    shown = subprocess.run([program("pdfinfo"), files["signed"]], capture_output=True, check=True, text=True).stdout
    about = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in shown.splitlines())}
    catalogue = subprocess.run([program("qpdf"), "--json", files["signed"]], capture_output=True, check=True).stdout

    assert about["Title"] == "Independent Medical Review Final Determination - CM26-4170023"
    assert about["Author"] == "Example Review Organization"
    assert about["Tagged"] == "yes"
    assert '"/Lang": "u:en"' in json.dumps(json.loads(catalogue))
