"""Commands without a running system: their output and their refusals."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_group
from typer.testing import CliRunner

from cli import main as main_module
from cli.main import app
from schemas.topics import TOPICS
from tests.cli.screens import commands, sentence
from tests.cli.stream import FakeStream
from tests.examples import ROOT

runner = CliRunner()


@pytest.fixture(autouse=True)
def _nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty data folder."""
    monkeypatch.setenv("IMR_DATA_DIR", str(tmp_path))


def _all_commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the group, its commands, and those of its groups."""
    yield path
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _all_commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("command", list(_all_commands(get_group(app))), ids=" ".join)
def test_help_helps(command: tuple[str, ...]) -> None:
    """Every command explains itself and its options."""
    shown = runner.invoke(app, [*command, "--help"])

    assert 0 == shown.exit_code
    assert "Usage:" in shown.output
    assert len(shown.output.split()) > 15
    assert not re.search(r"<(bool|str|int|float|list|file|path)\b", shown.output)


def test_a_command_imports_its_own_alone() -> None:
    """A list of cases does not load the letter compiler or the guideline library."""
    asked = "import sys; from cli.main import app; app(['case', '--help'], standalone_mode=False); print(*sys.modules)"
    imported = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()

    assert "cli.case" in imported
    assert not {"cli.letter.fetch", "services.letters.app", "services.decision.app"} & set(imported)


def test_the_version_is_that_of_the_package() -> None:
    """`imr --version` needs no command."""
    done = runner.invoke(app, ["--version"])

    assert (0, f"imr {version('imr')}\n") == (done.exit_code, done.stdout)


@pytest.mark.parametrize(
    ("shell", "typed", "offered", "left_out"),
    [
        ("bash", "imr dead", ["dead-letters"], ["decision"]),
        ("bash", "imr case l", ["list"], ["show"]),
        ("bash", "imr case list --sort ", ["due", "received", "case"], ["--sort"]),
        ("bash", "imr case list --stage awaiting", ["awaiting-records"], ["assessed"]),
        ("zsh", "imr case l", ["list"], ["show"]),
        ("zsh", "imr case list --sort ", ["due", "received", "case"], ["--sort"]),
        ("fish", "imr case l", ["list"], ["show"]),
        ("fish", "imr case list --sort ", ["due", "received", "case"], ["--sort"]),
    ],
)
def test_shells_complete(shell: str, typed: str, offered: list[str], left_out: list[str]) -> None:
    """Commands, and the values of options as one word each."""
    asked = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" ")), "_TYPER_COMPLETE_ARGS": typed}
    environment = os.environ | asked | {"_IMR_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    program = Path(sys.executable).with_name("imr")
    done = subprocess.run([program], env=environment, capture_output=True, text=True, check=True)

    words = re.findall(r"[\w-]+", done.stdout)
    assert set(offered) <= set(words)
    assert not set(left_out) & set(words)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_shown(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script for the shell that asks."""
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: shell)

    assert "_IMR_COMPLETE=complete_" + shell in runner.invoke(app, ["--show-completion"], prog_name="imr").stdout


def test_topics_are_listed() -> None:
    """--json prints the whole catalogue."""
    lines = [json.loads(line) for line in runner.invoke(app, ["topics", "--json"]).output.splitlines()]

    assert [topic.name for topic in TOPICS] == [line["name"] for line in lines]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["case", "list"], "nothing runs in"),
        (["case", "show", "CM15-1330001"], "nothing runs in"),
        (["submit", str(ROOT / "examples/chiropractic-and-massage.json")], "nothing runs in"),
        (["dead-letters", "list"], "nothing runs in"),
        (["letter", "services", "CM15-1330001"], "nothing runs in"),
        (["letter", "release", "CM15-1330001", "--actor", "Example", "--reason", "x", "--finding", "a.1"], "nothing runs in"),
    ],
)
def test_a_command_that_cannot_run_is_refused_in_a_line(arguments: list[str], complaint: str) -> None:
    """Exit status 1 and one sentence, no traceback."""
    done = runner.invoke(app, arguments)

    assert 1 == done.exit_code
    assert complaint in " ".join(done.output.split())
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["dead-letters", "replay", "--everything", "--actor", " "], "--actor: is empty"),
        (
            ["dead-letters", "discard", "--everything", "--reason", "\x07"],
            "--reason: has the control character U+0007",
        ),
        (
            ["letter", "reissue", "CM15-1330001", "--actor", "Example", "--reason", "x", "--party", "nobody"],
            "--party: is not 'worker'",
        ),
        (
            ["letter", "reissue", "CM15-1330001", "--actor", "\x07", "--reason", "x"],
            "--actor: has the control character",
        ),
        (
            ["letter", "confirm", "CM15-1330001.1.worker.1", "--actor", "E", "--on", "2026-01-02", "--proof", ""],
            "--proof: is empty",
        ),
        (
            ["letter", "confirm", "not-one", "--actor", "E", "--on", "2026-01-02", "--proof", "x"],
            "not-one is not the id of a service",
        ),
        (
            ["letter", "returned", "CM15-1330001", "--actor", "E", "--on", "2026-01-02", "--reason", "x"],
            "is not the id of a service",
        ),
        (["up", "--clock", "yesterday"], "is no instant"),
        (["up", "--clock", "2015-04-17T09:00"], "no offset from UTC"),
        (["letter", "reissue", "CM15-1330001", "--actor", "E", "--reason", ""], "--reason: is empty"),
        (["letter", "reissue", "CM15-1330001", "--actor", "E", "--reason", "x", "--method", "pigeon"], "--method: is not 'mail'"),
        (["letter", "fetch", "CM15-1330001", "--recipient", "nobody"], "--recipient: 'nobody' is no recipient"),
        (["demo", "--cases", "0"], "--cases: 0 is not between 1 and"),
        (["case", "show", "CM15"], "CASE_NUMBER: 'CM15' is no case number"),
    ],
)
def test_a_wrong_argument_is_exit_status_2(arguments: list[str], complaint: str, stream: FakeStream) -> None:
    """The option is named, and nothing is sent."""
    done = runner.invoke(app, arguments)

    assert 2 == done.exit_code, done.output
    assert complaint in sentence(done.output)
    assert [] == stream.commands


def test_a_command_that_is_interrupted_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 130, also while its module is imported."""

    def interrupt(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module, "import_module", interrupt)
    done = runner.invoke(app, ["topics"])

    assert (130, "stopped\n") == (done.exit_code, done.stderr)


def test_items_in_a_file_are_assessed(tmp_path: Path) -> None:
    """Both items of the example are upheld, each with its trace."""
    items = [
        {"request": "Chiropractic, 6 visits", "facts": {"previous_treatment": True}},
        {"request": "Massage Therapy to the Lumbar Spine, 6 visits", "facts": {"previous_treatment": True}},
    ]
    file = tmp_path / "items.json"
    file.write_text(json.dumps({"requested_on": "2015-03-20", "injured_on": "2014-03-12", "items": items}))

    assessed = json.loads(runner.invoke(app, ["guideline", "assess", str(file)]).output)

    assert ["upheld", "upheld"] == [each["proposal"] for each in assessed]
    assert all(each["trace"] for each in assessed)


@pytest.mark.parametrize("content", ["not json", "[]", "{}", '{"requested_on": "2015-03-20", "items": [{"request": ""}]}'])
def test_a_file_that_cannot_be_assessed_is_refused(tmp_path: Path, content: str) -> None:
    """The message names the file and the problem."""
    file = tmp_path / "items.json"
    file.write_text(content)

    done = runner.invoke(app, ["guideline", "assess", str(file)])

    assert 1 == done.exit_code
    assert "items.json" in done.output.replace("\n", "")


@pytest.mark.parametrize(
    ("output_format", "start"), [("pdf", b"%PDF-1.7"), ("html", b"<!"), ("text", b"Case Number: CM15-1330001")]
)
def test_a_letter_is_rendered_from_a_file(tmp_path: Path, output_format: str, start: bytes) -> None:
    """Every format works without a system."""
    out = tmp_path / "letter"

    done = runner.invoke(
        app, ["letter", "render", str(ROOT / "examples/letter.json"), "--format", output_format, "--out", str(out)]
    )

    assert 0 == done.exit_code, done.output
    assert re.match(re.escape(start), out.read_bytes())


def _pdf(tmp_path: Path) -> Path:
    """Render the example letter as PDF."""
    out = tmp_path / "letter.pdf"
    assert 0 == runner.invoke(app, ["letter", "render", str(ROOT / "examples/letter.json"), "--out", str(out)]).exit_code
    return out


def test_a_letter_is_verified_without_a_system_as_far_as_that_goes(tmp_path: Path) -> None:
    """File, data and text hold; issue and chain are not checked: exit status 3."""
    done = runner.invoke(app, ["letter", "verify", str(_pdf(tmp_path)), "--json"])
    checks = {check["step"]: check["result"] for check in map(json.loads, done.output.splitlines())}

    assert 3 == done.exit_code
    assert {"file": "holds", "data": "holds", "text": "holds", "issue": "not checked", "chain": "not checked"} == checks


def test_a_letter_that_does_not_hold_is_named(tmp_path: Path) -> None:
    """Exit status 1; the last line names the check that failed and the reason."""
    file = _pdf(tmp_path)
    file.write_bytes(file.read_bytes()[:-900])
    done = runner.invoke(app, ["letter", "verify", str(file)])

    assert 1 == done.exit_code
    assert "file fails PdfBroken" in " ".join(done.output.splitlines()[-1].split())
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "arguments", [["--help"], ["case", "list", "--help"], ["case", "list", "--stage", "foo"], ["submit"], ["foo"]]
)
def test_help_and_usage_errors_are_plain_in_a_pipe(arguments: list[str]) -> None:
    """A log or a program gets lines, and no frames."""
    told = runner.invoke(app, arguments).output

    assert "Usage: " in told
    assert not set(told) & set("╭─│╰\x1b")


_NUMBERS = [
    (path, parameter.opts[0], [huge] * parameter.nargs)
    for path, command in commands(get_group(app))
    for parameter in command.params
    if {int, float} & main_module._types(parameter.type_descriptor.annotation)
    for huge in (["9" * 30] if int in main_module._types(parameter.type_descriptor.annotation) else ["inf", "nan", "1e300"])
]


@pytest.mark.parametrize(("path", "option", "number"), _NUMBERS, ids=lambda each: each if isinstance(each, str) else " ".join(each))
def test_a_number_that_cannot_be_counted_to_is_refused(path: tuple[str, ...], option: str, number: list[str]) -> None:
    """Options and arguments have a limit, which is checked before anything else: status 2."""
    done = runner.invoke(app, [*path, option, *number], env={"IMR_DATA_DIR": "/nonexistent"})
    shown = option if option.startswith("-") else option.upper()

    assert 2 == done.exit_code, done.output
    assert f"Invalid value for {shown}" in done.output.replace("'", "")


def test_output_that_cannot_be_written_is_named() -> None:
    """Its disk is full."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", "topics"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT
        )

    assert (1, "the output could not be written: No space left on device\n") == (done.returncode, done.stderr)
