"""A letter as PDF.

veraPDF checks PDF/A and PDF/UA in tests/tools/test_pdf_standards.py.
"""

import hashlib
import io
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from services.letters.composition.compose import compose
from services.letters.composition.kinds import kind_of
from services.letters.composition.layout import LAYOUTS, LayoutBroken, load_layout
from services.letters.copies.for_recipient import copy_for
from services.letters.copies.known_names import KnownName
from services.letters.letter import Letter, layout_reference
from services.letters.printing import pdf as render_pdf
from services.letters.printing.pdf import Attachment, Compilers, LetterNotRenderable, pdf
from services.letters.printing.render import Edition, Format, determination, render
from tests.services.letters.sample import BARE, DRAFT, LAYOUT, LETTER, SAMPLES, editions_of

FORM = load_layout(LAYOUT)
EDITIONS = (Edition(), Edition("es", large_print=True))


def test_a_compiler_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    """Layouts of one folder share a compiler; other fonts or a panic create a new one."""
    compilers = Compilers()
    first = compilers.compiler(FORM)

    assert compilers.compiler(FORM) is first
    assert compilers.compiler(load_layout(layout_reference("ca-workers-comp-2013@1"))) is first
    assert compilers.compiler(replace(FORM, fonts=tmp_path)) is not first
    compilers.forget()
    assert compilers.compiler(FORM) is not first


def test_threads_share_none() -> None:
    """Each thread has its own compiler, because one serves a single caller at a time."""
    compilers = Compilers()
    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(compilers.compiler, FORM).result()

    assert compilers.compiler(FORM) is not other


ROOT = Path(__file__).parents[4]
FORM = load_layout(LAYOUT)

PRINT_DIGEST = """
from tests.services.letters.printing.test_pdf import digest
print(digest())
"""


def digest() -> str:
    """Return one hash of every layout and format, Spanish large print and the public copy."""
    letters = [*SAMPLES.values(), copy_for("public", LETTER, (KnownName("employee", "Lumbar Strain", person=True),))]
    digest = hashlib.sha256()
    for letter, format_name in product(letters, get_args(Format)):
        for edition in editions_of(letter, EDITIONS):
            digest.update(render(letter, format_name, None, edition))
    return digest.hexdigest()


def attached(letter: Letter) -> Attachment:
    """Return the attached data."""
    return Attachment("determination.json", determination(letter))


def as_pdf(letter: Letter) -> bytes:
    """Return *letter* as PDF in the sample's layout."""
    return pdf(compose(letter, FORM), FORM, attached(letter))


def with_summary(summary: str) -> Letter:
    """Return the sample with another summary."""
    return LETTER.model_copy(update={"clinical_summary": summary})


def test_the_same_letter_is_the_same_bytes_in_every_process() -> None:
    """Hash seed and time zone of a process change no byte of any layout and format."""
    digests = [
        subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": str(ROOT)},
            text=True,
        ).stdout.strip()
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Los_Angeles"))
    ]

    assert [digest()] * 2 == digests


@pytest.mark.parametrize(
    ("name", "edition"), [(name, each) for name, letter in SAMPLES.items() for each in editions_of(letter, EDITIONS)], ids=str
)
def test_every_layout_is_rendered_the_same_by_a_new_compiler(name: str, edition: Edition) -> None:
    """Earlier letters of a compiler change no byte of the next one."""
    kept = render(SAMPLES[name], "pdf", None, edition)
    render_pdf.COMPILERS.forget()

    assert kept == render(SAMPLES[name], "pdf", None, edition)


def test_threads_do_not_meet() -> None:
    """Letters rendered at the same time are the same as letters rendered in turn."""
    letters = [LETTER.model_copy(update={"case_number": f"CM26-41700{number}"}) for number in range(10, 22)]
    alone = [as_pdf(letter) for letter in letters]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(as_pdf, letters))

    assert alone == together
    assert len(set(together)) == 12


@pytest.mark.parametrize("letter", [LETTER, DRAFT, BARE], ids=["signed", "draft", "bare"])
def test_every_letter_is_a_pdf(letter: Letter) -> None:
    """Signed, draft and headerless letters are each a PDF, and all differ."""
    assert as_pdf(letter).startswith(b"%PDF-1.7")
    assert as_pdf(letter) != as_pdf(letter.model_copy(update={"draft": not letter.draft}))


def test_two_hundred_items_are_rendered() -> None:
    """The largest possible application has a letter."""
    items = tuple(LETTER.items[1].model_copy(update={"number": number}) for number in range(1, 201))

    assert len(as_pdf(LETTER.model_copy(update={"items": items}))) > len(as_pdf(LETTER))


@pytest.mark.parametrize(
    "written",
    [
        '#panic() *bold* _it_ $x$ `raw` <label> @ref // no comment /* none */ \\u{41} [#read("/etc/passwd")]',
        '" } ] \\" \\n {"kind": "heading"}',
        '")) #panic() \\")) #panic() \\\\")) #panic() //',
        "A" * 5_000,
        "עברית العربية ελληνικά кириллица",
    ],
    ids=["markup", "JSON", "an end of the string", "a long word", "other scripts"],
)
def test_data_is_never_markup(written: str) -> None:
    """Markup, quotes, long words and other scripts in data are printed as text."""
    item = LETTER.items[0].model_copy(update={"request": written})
    letter = LETTER.model_copy(update={"clinical_summary": written, "review_organization": written[:300], "items": (item,)})

    assert [determination(letter)] == PdfReader(io.BytesIO(as_pdf(letter))).attachments["determination.json"]


def test_a_character_without_a_glyph_is_printed_as_its_number() -> None:
    """A character that no font has is printed as its number, and a note explains it."""
    note = FORM.statements["missing_characters"]
    composed = compose(with_summary("[U+4E2D] and [U+1F600] and [U+E000]"), FORM)
    noted = replace(composed, blocks=(*composed.blocks, render_pdf.Prose((note,))))
    letter = with_summary("\u4e2d and \U0001f600 and \ue000")

    assert pdf(noted, FORM, attached(letter)) == as_pdf(letter)


def test_a_panic_of_the_compiler_is_survived() -> None:
    """The letter is rendered even where right-to-left text makes the compiler panic."""
    syriac, thaana = "".join(map(chr, range(0x723, 0x749))), "".join(map(chr, (*range(0x749, 0x752), *range(0x776, 0x798))))

    assert as_pdf(with_summary(f"{syriac} {thaana}")).startswith(b"%PDF-")


class FailingCompilers:
    """Compilers that fail in one way and count how often they were forgotten."""

    def __init__(self, failure: type[BaseException]) -> None:
        self.failure = failure
        self.forgotten = 0

    def compiler(self, _: object) -> "FailingCompilers":
        """Return a compiler that fails."""
        return self

    def compile(self, **_: object) -> bytes:
        """Fail."""
        raise self.failure

    def forget(self) -> None:
        """Count the call."""
        self.forgotten += 1


def test_a_letter_that_cannot_be_rendered_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """If every attempt panics, the error names the case, and the compiler is replaced."""
    failing = FailingCompilers(type("PanicException", (BaseException,), {}))
    monkeypatch.setattr(render_pdf, "COMPILERS", failing)

    with pytest.raises(LetterNotRenderable, match="CM26-4170023") as caught:
        as_pdf(with_summary("\u0723"))
    assert isinstance(caught.value, Exception)
    assert 2 == failing.forgotten


def test_an_interrupt_is_no_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt while a letter is rendered ends the process."""
    monkeypatch.setattr(render_pdf, "COMPILERS", FailingCompilers(KeyboardInterrupt))

    with pytest.raises(KeyboardInterrupt):
        as_pdf(LETTER)


@pytest.mark.parametrize("broken", ["ca-workers-comp-2014/1/letter.typ", "base/1/letter.typ"])
def test_a_mistake_in_a_template_is_named_with_file_and_line(tmp_path: Path, broken: str) -> None:
    """The error for a broken template, its base's included, names file and line."""
    folder = tmp_path / "layouts"
    shutil.copytree(LAYOUTS, folder)
    template = folder / broken
    template.write_text(template.read_text("utf-8") + "\n#unknown-name\n", "utf-8")
    line = len(template.read_text("utf-8").splitlines())

    with pytest.raises(LayoutBroken, match="unknown variable: unknown-name") as caught:
        pdf(compose(LETTER, FORM), replace(FORM, template=folder / FORM.template.relative_to(LAYOUTS)), attached(LETTER))
    assert (template, line) == (caught.value.file, caught.value.line)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=300).filter(str.strip))
def test_any_text_is_rendered(summary: str) -> None:
    """A letter with any text can be rendered."""
    assert as_pdf(with_summary(summary)).startswith(b"%PDF-")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_data_is_attached_under_its_own_name(name: str) -> None:
    """The only attachment is named after the letter's kind and reads back as the letter."""
    attachments = PdfReader(io.BytesIO(render(SAMPLES[name], "pdf"))).attachments

    assert {f"{kind_of(SAMPLES[name])}.json": [determination(SAMPLES[name])]} == dict(attachments)
