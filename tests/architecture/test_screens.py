"""Every command that prints data: at 40, 80 and 200 columns, in a pipe and as JSON.

A new command fails here until it has an example in `EXAMPLES`, or is named in `NO_DATA`.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.main import get_group
from typer.testing import CliRunner

from cli import repartition, transactions
from cli.dead_letters import commands as dead_letters
from cli.main import app
from cli.session import ask
from runtime.content.store import FolderLetterStore
from runtime.loop import parking
from runtime.record import Found
from runtime.repartition.repartition import Done
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.acts.addresses import PartyAddressChanged
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import ConsolidationDeclined, ConsolidationProposed
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.deferral import ReviewDeferred
from schemas.messages.acts.extensions import DeadlineExtended
from schemas.messages.acts.implementation import DeterminationImplemented
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.duplicates import DuplicateItemsDropped, DuplicateReversed, DuplicateSettled
from schemas.messages.ledgers.clocks import ClockChanged
from schemas.messages.ledgers.fees import FeeAssessed
from schemas.messages.letters import HeldFinding, LetterFile, LetterHeld, LetterReturned, LetterSent, LetterServed
from schemas.messages.lifecycle import CaseTerminated, InformationAnswered, LiabilityResolved, RecordsAdded
from schemas.messages.shadow import AssessmentDiffered
from schemas.messages.triage import ReviewerRecorded
from schemas.wire.codec import read
from schemas.wire.dead_letters import MessageParked
from services.letters.printing.render import render
from services.triage.handlers.registry import read_registry_file
from tests.cli.screens import WIDTHS, commands, set_width
from tests.cli.stream import FakeStream
from tests.cli.test_repartition import COPIED
from tests.cli.test_transactions import DECIDED, UNKNOWN
from tests.examples import ROOT
from tests.services.letters.sample import LETTER
from tests.services.letters.verification.case_events import CASE, ISSUED, NUMBER, SIGNED
from tests.services.letters.verification.pdf_files import PDF

NO_DATA = {("up",), ("demo",), ("migrate",), ("letter", "render")}
"""They run a broker or write files; the live view has tests of its own."""

PROSE_PAGES = {("guideline", "facts"), ("guideline", "topics")}
"""Pages of Markdown, which are the same everywhere."""

EXAMPLE = str(ROOT / "examples/chiropractic-and-massage.json")
BY = ("--actor", "Example Operator", "--reason", "It is right.")
SERVICE = f"{NUMBER}.1.claims-administrator.1"
ID = "imr.intake.events/1/0"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT")


@dataclass(frozen=True)
class Run:
    """An example of a command: its arguments, with the test's {folder}, and its answer."""

    arguments: tuple[str, ...] = ()
    answer: Message | None = None
    status: int = 0


def _example(kind: type[Message], **changes: Any) -> Message:
    example = read(kind, kind.version, (ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_bytes())
    return example.model_copy(update=changes)


SENT = _example(LetterSent, case_number=NUMBER, service_id=SERVICE, party="claims-administrator")
SERVED = _example(LetterServed, case_number=NUMBER, service_id=SERVICE, party="claims-administrator")
RETURNED = _example(LetterReturned, case_number=NUMBER, service_id=SERVICE, party="claims-administrator")
HELD = LetterHeld(
    case_number=NUMBER,
    determination_version=1,
    findings=(HeldFinding(id="outcome.1", rule="outcome", severity="error", place="/items/0", text="It says otherwise. " * 9),),
)

EXAMPLES: dict[tuple[str, ...], Run] = {
    ("submit",): Run((EXAMPLE,)),
    ("case", "show"): Run((NUMBER,)),
    ("case", "list"): Run(),
    ("case", "answer"): Run((NUMBER, "--sent-by", "provider", *BY), _example(InformationAnswered, case_number=NUMBER)),
    ("case", "withdraw"): Run((NUMBER, "--sent-by", "employee", *BY), _example(CaseTerminated, case_number=NUMBER)),
    ("case", "authorize"): Run((NUMBER, "--on", "2026-05-01", *BY), _example(CaseTerminated, case_number=NUMBER)),
    ("case", "change-address"): Run(
        (NUMBER, "--party", "worker", "--address", "7 Example Road", *BY), _example(PartyAddressChanged, case_number=NUMBER)
    ),
    ("case", "amend"): Run(
        (NUMBER, "--employee-name", "Pat Example", "--born-on", "1970-02-03", *BY), _example(ApplicationAmended, case_number=NUMBER)
    ),
    ("case", "appeal"): Run(
        (NUMBER, "--on", "2026-05-01", "--by", "worker", "--ground", "bias", *BY), _example(CaseAppealed, case_number=NUMBER)
    ),
    ("case", "affirm"): Run((NUMBER, "--on", "2026-05-01", *BY), _example(CaseAffirmed, case_number=NUMBER)),
    ("case", "defer"): Run((NUMBER, *BY), _example(ReviewDeferred, case_number=NUMBER)),
    ("case", "remand"): Run(
        (NUMBER, "--on", "2026-05-01", "--ground", "bias", "--facts", "The letter says so.", *BY),
        _example(CaseRemanded, case_number=NUMBER),
    ),
    ("case", "resolve"): Run(
        (NUMBER, "--outcome", "liable", "--on", "2026-05-01", *BY), _example(LiabilityResolved, case_number=NUMBER)
    ),
    ("case", "clocks"): Run((NUMBER,)),
    ("case", "extend"): Run((NUMBER, "--days", "2", "--approval", "AD-1", *BY), _example(DeadlineExtended, case_number=NUMBER)),
    ("case", "convert"): Run((NUMBER, "--to", "standard", *BY), _example(ReviewConverted, case_number=NUMBER)),
    ("case", "implement"): Run((NUMBER, "--on", "2026-05-01", *BY), _example(DeterminationImplemented, case_number=NUMBER)),
    ("case", "records"): Run(
        (NUMBER, "--sent-by", "employee", "--document", "note=medical-record:A note", *BY),
        _example(RecordsAdded, case_number=NUMBER),
    ),
    ("case", "consolidations"): Run(),
    ("case", "consolidate"): Run(
        (NUMBER, "--with", "CM26-4170099", "--decline", *BY), _example(ConsolidationDeclined, case_number=NUMBER)
    ),
    ("case", "duplicate", "show"): Run((NUMBER,)),
    ("case", "duplicate", "confirm"): Run((NUMBER, *BY), _example(DuplicateSettled, case_number=NUMBER)),
    ("case", "duplicate", "reject"): Run((NUMBER, *BY), _example(DuplicateSettled, case_number=NUMBER, verdict="reject")),
    ("case", "duplicate", "reverse"): Run((NUMBER, *BY), _example(DuplicateReversed, case_number=NUMBER)),
    ("decision", "show"): Run((NUMBER, "--precedents", "0")),
    ("decision", "sign"): Run((NUMBER, "--reviewer", "reviewer-001", "--keep"), SIGNED),
    ("decision", "countersign"): Run((NUMBER, "--reviewer", "reviewer-001"), SIGNED),
    ("decision", "correct"): Run((NUMBER, "--reviewer", "reviewer-001", "--reason", "A slip."), SIGNED),
    ("decision", "correct-fact"): Run(
        (NUMBER, "1", "previous_visits", "6", "--quotation", "6 of 6", "--document", "note", *BY),
        _example(CaseAssessed, case_number=NUMBER),
    ),
    ("decision", "return"): Run(
        (NUMBER, "--reviewer", "reviewer-001", "--because", "conflict-of-interest", "--explanation", "A cousin."), SIGNED
    ),
    ("decision", "panel"): Run(
        (NUMBER, "--reviewers", "3", "--approval", "AD-1", "--approved-on", "2026-05-01", "--finding", "Two fields."), SIGNED
    ),
    ("decision", "replay"): Run((NUMBER,), status=1),
    ("decision", "similar"): Run((NUMBER,)),
    ("letter", "parse"): Run(("{folder}/letter.txt", "--no-json")),
    ("letter", "import"): Run(("{folder}", "--dry-run")),
    ("letter", "lint"): Run(("{folder}/wrong.txt",), status=1),
    ("letter", "fetch"): Run((NUMBER, "--out", "{folder}/out")),
    ("letter", "verify"): Run(("{folder}/letter.pdf",)),
    ("letter", "services"): Run((NUMBER,)),
    ("letter", "release"): Run((NUMBER, *BY), status=1),
    ("letter", "reissue"): Run((NUMBER, *BY), ISSUED),
    ("letter", "confirm"): Run((SERVICE, *BY[:2], "--on", "2026-05-01", "--proof", "A receipt."), SERVED),
    ("letter", "returned"): Run((SERVICE, *BY, "--on", "2026-05-01"), RETURNED),
    ("fees", "statement"): Run(("--month", "2015-03")),
    ("reviewer", "import"): Run((str(ROOT / "examples/reviewers.yaml"),)),
    ("reviewer", "list"): Run(),
    ("guideline", "assess"): Run(("{folder}/items.json", "--text")),
    ("guideline", "check"): Run(),
    ("guideline", "list"): Run(),
    ("guideline", "show"): Run(("mtus-2009-massage",)),
    ("guideline", "diff"): Run(("mtus-2009-physical-medicine", "mtus-2016-physical-medicine")),
    ("guideline", "backtest"): Run(("mtus-2016-physical-medicine", "--cases", EXAMPLE)),
    ("guideline", "shadow"): Run(),
    ("guideline", "agreement"): Run(("{folder}/decided.json",)),
    ("guideline", "facts"): Run(),
    ("guideline", "topics"): Run(),
    ("dead-letters", "list"): Run(),
    ("dead-letters", "show"): Run((ID, "--consumer", "triage", "--actor", "Example Operator")),
    ("dead-letters", "replay"): Run(("--everything", "--dry-run", "--actor", "Example Operator")),
    ("dead-letters", "discard"): Run(("--everything", "--dry-run", *BY)),
    ("clock", "list"): Run(),
    ("clock", "due"): Run(("filing", "--served-on", "2015-11-20", "--by", "mail")),
    ("topics",): Run(),
    ("transactions",): Run(("--actor", "Example Operator"), status=1),
    ("repartition",): Run(("imr-8", "--partitions", "8")),
}

COMMANDS = dict(commands(get_group(app)))
EACH = pytest.mark.parametrize("path", [each for each in COMMANDS if each not in NO_DATA], ids=" ".join)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the example of a command on a stream with one of everything."""
    stream = FakeStream(Settings(data_dir=tmp_path, kafka_bootstrap="broker.example:9092"))
    stream.install(monkeypatch)
    _fill(stream, FolderLetterStore(stream.settings.data_dir / "letters"))
    folder = tmp_path / "files"
    folder.mkdir()
    _write_files(folder)

    async def find_unfinished(*_: object) -> list[Any]:
        return [DECIDED, UNKNOWN]

    async def record_nothing(*_: object) -> None:
        """Only a broker keeps a record of the look."""

    async def copied(*_: object) -> Done:
        return COPIED

    monkeypatch.setattr(dead_letters, "_record_the_look", record_nothing)
    monkeypatch.setattr(transactions, "connect", lambda: stream.settings)
    monkeypatch.setattr(transactions, "find_unfinished", find_unfinished)
    monkeypatch.setenv("IMR_KAFKA_BOOTSTRAP", stream.settings.kafka_bootstrap)
    monkeypatch.setattr(repartition, "connect", lambda: stream.settings)
    monkeypatch.setattr(repartition, "carry_out", copied)
    monkeypatch.setattr(ask, "_is_final", lambda _message: True)

    def run(path: tuple[str, ...], *more: str, width: int | None = None) -> Result:
        example = EXAMPLES[path]
        stream.answer = lambda _command: [example.answer] if example.answer else []
        set_width(monkeypatch, width)
        arguments = [each.replace("{folder}", str(folder)) for each in example.arguments]
        done = CliRunner().invoke(app, [*path, *arguments, *more])
        assert example.status == done.exit_code, done.output
        return done

    return run


def _fill(stream: FakeStream, store: FolderLetterStore) -> None:
    """One of everything: case, letters, precedent, reviewers, dead letter, difference."""
    pdf = LetterFile(recipient="worker", format="pdf", sha256=store.put(PDF), size=len(PDF))
    reviewers = read_registry_file(ROOT / "examples/reviewers.yaml")
    dropped = _example(DuplicateItemsDropped, case_number=NUMBER)
    itself = tuple(each.model_copy(update={"case_number": NUMBER}) for each in dropped.items)
    stream.say(dropped.model_copy(update={"items": itself}), _example(ClockChanged, case_number=NUMBER))
    stream.say(_example(ConsolidationProposed))
    stream.say(
        _example(FeeAssessed, case_number=NUMBER),
        _example(FeeAssessed, case_number=NUMBER, line=2, fee_cents=None, amount_cents=None, because="It is not known."),
    )
    headers = [("ce_type", b"imr.intake.records-requested"), ("ce_subject", NUMBER.encode())]
    record = Found("imr.intake.events", 1, 0, 0, None, b"{}", headers)
    stream.say(*CASE[:-1], ISSUED.model_copy(update={"files": (pdf,)}), SENT, HELD, _example(AssessmentDiffered))
    precedent = [each for each in CASE if isinstance(each, CaseAssessed | DeterminationSigned)]
    stream.say(*(each.model_copy(update={"case_number": "CM15-1330009"}) for each in precedent))
    stream.say(*(each for each in reviewers if isinstance(each, ReviewerRecorded)))
    stream.say(MessageParked(parked=parking.parked_message("triage", record, "unhandled", "KeyError: x")))


def _write_files(folder: Path) -> None:
    text = render(LETTER, "text")
    (folder / "letter.txt").write_bytes(text)
    (folder / "wrong.txt").write_bytes(text.replace(b"visits: Upheld", b"visits: Overturned"))
    (folder / "letter.pdf").write_bytes(PDF)
    items = [{"request": "Chiropractic, 6 visits", "facts": {"previous_treatment": True}}]
    asked = {"requested_on": "2015-03-20", "injured_on": "2014-03-12"}
    (folder / "items.json").write_text(json.dumps({**asked, "items": items}))
    decided = [{"request": "Chiropractic, 6 visits", "decision": "upheld"}]
    dates = {"injury": "2014-03-12", "ur_denial": "2015-03-20"}
    (folder / "decided.json").write_text(json.dumps({"cases": [{"case_number": NUMBER, "dates": dates, "items": decided}]}))


def test_every_command_has_an_example() -> None:
    """A new command is tried like the others."""
    assert set(COMMANDS) == set(EXAMPLES) | NO_DATA


@EACH
def test_nothing_is_cut_in_any_width(path: tuple[str, ...], run: Callable[..., Result]) -> None:
    """Each word that a pipe gets is whole on a terminal, so identifiers are too.

    Instants have another form there.
    """
    piped = {word for word in run(path).stdout.split() if not INSTANT.match(word)}
    for width in WIDTHS:
        shown = run(path, width=width).stdout
        assert "…" not in shown
        missing = piped - set(shown.split())
        assert not {word for word in missing if re.search(r"\d|\w[./-]\w", word)}, width


def _lists() -> set[tuple[str, ...]]:
    """Return the commands whose columns in a pipe are documented."""
    page = (ROOT / "docs/reference/output.md").read_text()
    table = page.partition("| columns in a pipe |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.count("|") > 1]
    return {tuple(name.split()) for cell in cells for name in re.findall("`imr ([a-z -]+)`", cell)}


LISTS = _lists() - NO_DATA


def test_the_documented_lists_are_commands() -> None:
    """A command that is renamed is renamed there too."""
    assert {("case", "list"), ("decision", "similar")} <= LISTS <= set(COMMANDS)


@EACH
def test_a_pipe_gets_plain_lines(path: tuple[str, ...], run: Callable[..., Result]) -> None:
    """No frames, colours or padding; lines of a list have the same number of cells."""
    shown = run(path).stdout

    assert not re.search("[\x1b│╭╰━]", shown)
    assert all(line == line.rstrip(" ") for line in shown.splitlines())
    if path in LISTS:
        assert len({line.count("\t") for line in shown.splitlines()}) <= 1, shown
        assert "\t" in shown or path == ("guideline", "backtest")  # the rules of the example change nothing


@pytest.mark.parametrize(
    "path",
    [each for each, command in COMMANDS.items() if any("--json" in one.opts for one in command.params)],  # type: ignore[attr-defined]
    ids=" ".join,
)
def test_json_is_what_the_help_says(path: tuple[str, ...], run: Callable[..., Result]) -> None:
    """One JSON value, or JSON Lines, in every width."""
    command: Any = COMMANDS[path]
    (option,) = (each for each in command.params if "--json" in each.opts)

    for width in (None, 40):
        shown = run(path, "--json", width=width).stdout
        if "JSON Lines" in option.help and path != ("letter", "parse"):
            assert [json.loads(line) for line in shown.splitlines()]
        else:
            json.loads(shown)


def test_the_columns_of_each_list_are_documented() -> None:
    """docs/reference/output.md names every command with --json."""
    page = (ROOT / "docs/reference/output.md").read_text()

    for path, command in COMMANDS.items():
        if any("--json" in each.opts for each in command.params):  # type: ignore[attr-defined]
            assert f"`imr {' '.join(path)}`" in page, path
