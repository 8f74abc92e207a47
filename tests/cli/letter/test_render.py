"""`imr letter render`: layouts, languages, formats and copies."""

import hashlib
import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from cli.letter import render as render_command
from cli.main import app
from services.letters.copies.known_names import names_of
from tests.cli.screens import sentence
from tests.examples import ROOT, application

runner = CliRunner()
LETTER = str(ROOT / "examples/letter.json")
APPLICATION = str(ROOT / "examples/chiropractic-and-massage.json")


def rendered(tmp_path: Path, *options: str, file: str = LETTER, output_format: str = "text") -> str:
    """Run the command and return the file it writes."""
    out = tmp_path / "letter"
    done = runner.invoke(app, ["letter", "render", file, "--format", output_format, "--out", str(out), "--force", *options])
    assert 0 == done.exit_code, done.output
    return out.read_text("utf-8")


def refused(tmp_path: Path, *options: str, file: str = LETTER) -> str:
    """Run the command, check that it writes nothing, and return its message."""
    out = tmp_path / "letter"
    done = runner.invoke(app, ["letter", "render", file, "--out", str(out), *options])
    assert (1, False) == (done.exit_code, out.exists()), done.output
    return " ".join(done.output.split())


@pytest.mark.parametrize("file", sorted((ROOT / "examples/letters").glob("*.json")), ids=lambda file: file.stem)
@pytest.mark.parametrize("output_format", ["text", "html", "json"])
def test_every_kind_is_rendered(tmp_path: Path, file: Path, output_format: str) -> None:
    """Each example letter is rendered in each format, with its case number."""
    number = json.loads(file.read_bytes())["case_number"]

    assert number in rendered(tmp_path, file=str(file), output_format=output_format)


def test_another_layout_and_language(tmp_path: Path) -> None:
    """A determination can be rendered in the form of 2013, and in Spanish."""
    assert "RESULTS" in rendered(tmp_path, "--layout", "ca-workers-comp-2013@1")
    assert "RESUMEN CLÍNICO DEL CASO" in rendered(tmp_path, "--language", "es")


def test_large_print_is_larger(tmp_path: Path) -> None:
    """A letter in large print has more pages."""
    pages = []
    for options in ([], ["--large-print"]):
        out = tmp_path / "letter.pdf"
        assert 0 == runner.invoke(app, ["letter", "render", LETTER, "--out", str(out), "--force", *options]).exit_code
        pages.append(len(PdfReader(out).pages))

    assert pages[0] < pages[1]


def test_the_public_copy_takes_its_names_from_the_application(tmp_path: Path) -> None:
    """The public copy leaves out the people whom the application names."""
    known = application()
    letter = json.loads(Path(LETTER).read_bytes())
    letter["clinical_summary"] = f"{known.employee.name} was seen by {known.requesting_physician.name}."
    file = tmp_path / "named.json"
    file.write_text(json.dumps(letter), "utf-8")

    public = rendered(tmp_path, "--copy", "public", "--application", APPLICATION, file=str(file))

    assert known.employee.name in rendered(tmp_path, file=str(file))
    assert "[employee] was seen by" in public
    assert [] == [each.name for each in names_of(known) if each.person and each.name in public]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--copy", "public"], "--application"),
        (["--layout", "nowhere"], "there is no layout nowhere@1; layouts are ca-workers-comp-2013@1"),
        (["--layout", "ca-workers-comp-cover@1"], "is for a cover-letter, and this is a determination"),
        (["--language", "fr"], "its languages are en, es"),
        (["--copy", "public", "--application", LETTER], "is not an application"),
    ],
)
def test_invalid_options_are_refused_in_a_line(tmp_path: Path, options: list[str], why: str) -> None:
    """The message names the fault and the values that exist; nothing is written."""
    assert why in refused(tmp_path, *options)


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--copy", "neighbour", "copies are for worker, attorney"),
        ("--layout", "Not A Layout", "is not a layout"),
        ("--layout", "ca-workers-comp-2014@one", "is not a layout"),
        ("--layout", "", "is not a layout"),
    ],
)
def test_a_wrong_value_is_exit_status_2(tmp_path: Path, option: str, value: str, why: str) -> None:
    """The message names the option; nothing is written."""
    out = tmp_path / "letter"
    done = runner.invoke(app, ["letter", "render", LETTER, "--out", str(out), option, value])

    assert (2, False) == (done.exit_code, out.exists()), done.output
    assert f"Invalid value for {option}" in sentence(done.stderr)
    assert why in sentence(done.stderr)


def test_a_notice_has_no_copies(tmp_path: Path) -> None:
    """A cover letter names people, so it has no public copy."""
    file = str(ROOT / "examples/letters/cover-letter.json")

    assert "never published" in refused(tmp_path, "--copy", "public", "--application", APPLICATION, file=file)


def test_an_organizations_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in a file of IMR_LETTER_LAYOUTS_DIR is reported with file and line."""
    own = tmp_path / "own/ca-workers-comp-2014/1/statements/en.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("how_made: By {whom}.\n", "utf-8")
    monkeypatch.setenv("IMR_LETTER_LAYOUTS_DIR", str(tmp_path / "own"))

    assert "en.yaml, line 1: how_made: {whom} is no place to fill" in refused(tmp_path)


@pytest.mark.parametrize("command", ["render", "lint"])
def test_a_folder_of_layouts_that_is_none_is_named(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter would be made with our sentences."""
    monkeypatch.setenv("IMR_LETTER_LAYOUTS_DIR", str(tmp_path / "none"))
    out = ["--out", str(tmp_path / "letter.pdf")] if command == "render" else []
    done = runner.invoke(app, ["letter", command, LETTER, *out])

    assert (1, f"IMR_LETTER_LAYOUTS_DIR: {tmp_path / 'none'} is no folder") == (done.exit_code, " ".join(done.stderr.split()))


def test_a_file_is_replaced_only_on_demand(tmp_path: Path) -> None:
    """The message names the file and --force; `-` is standard output."""
    out = tmp_path / "letter"
    out.write_text("mine")
    done = runner.invoke(app, ["letter", "render", LETTER, "--format", "text", "--out", str(out)])

    assert (1, "mine") == (done.exit_code, out.read_text())
    assert f"{out} exists already; replace it with --force" in " ".join(done.stderr.split())
    printed = runner.invoke(app, ["letter", "render", LETTER, "--format", "text", "--out", "-"])
    assert "CM" in printed.stdout
    assert 0 == printed.exit_code


def test_the_file_is_named_with_its_hash(tmp_path: Path) -> None:
    """As `imr letter fetch` does."""
    out = tmp_path / "letter.html"
    done = runner.invoke(app, ["letter", "render", LETTER, "--format", "html", "--out", str(out)])

    assert f"{out}  sha256 {hashlib.sha256(out.read_bytes()).hexdigest()}\n" == done.output


@pytest.mark.parametrize(
    ("options", "terminal", "told"),
    [
        (["--out", "-"], True, "--out: a PDF cannot be shown on a terminal"),
        (["--out", "-"], False, None),
        (["--out", "-", "--format", "text"], True, None),
        (["--out", "-", "--application", APPLICATION], False, "--application: it is read for the public copy only"),
        (["--out", "-", "--application", APPLICATION, "--copy", "worker"], False, "add --copy public"),
    ],
)
def test_an_option_that_would_go_wrong_is_refused(
    options: list[str], *, terminal: bool, told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes of a PDF on a terminal, and names that nothing leaves out."""
    monkeypatch.setattr(render_command, "is_terminal", lambda: terminal)
    done = runner.invoke(app, ["letter", "render", LETTER, *options])

    assert (2 if told else 0) == done.exit_code
    assert (told or "") in sentence(done.stderr)


@pytest.mark.parametrize(
    ("name", "output_format", "status"),
    [
        ("x.docx", "pdf", 2),
        ("x.html", "pdf", 2),
        ("x.pdf", "text", 2),
        ("x.HTM", "html", 0),
        ("x", "text", 0),
        ("x.txt", "text", 0),
    ],
)
def test_a_file_has_the_suffix_of_its_format(tmp_path: Path, name: str, output_format: str, status: int) -> None:
    """A PDF in x.docx could not be opened; a name without a suffix promises nothing."""
    done = runner.invoke(app, ["letter", "render", LETTER, "--format", output_format, "--out", str(tmp_path / name)])

    assert status == done.exit_code
    assert (status == 0) == (tmp_path / name).exists()
