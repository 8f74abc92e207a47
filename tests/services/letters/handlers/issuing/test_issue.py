"""A letter is checked, then held or issued."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from cli.letter import lint as lint_command
from cli.main import app
from runtime.content.store import FolderLetterStore
from runtime.settings import Settings
from schemas.messages.letters import LetterHeld, LetterIssued, Release, ServiceIntended
from services.letters.app import create_app
from services.letters.context import Check, LetterMaker
from services.letters.handlers.issuing.assemble import facts_of
from services.letters.handlers.issuing.issue import check, issue, take_up
from services.letters.handlers.serving.parties import parties_of, parties_of_complete
from services.letters.lint.finding import HOLDS, Finding, Severity
from services.letters.printing.render import PrintedLetters
from services.letters.state import NO_PARTIES, CaseState, Credentials, Held
from tests.examples import ROOT
from tests.services.letters.context import FINDING, Recorder
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED
from tests.services.letters.sample import LETTER

CASE = "CM26-4170023"
WARNING = FINDING.model_copy(update={"id": "treatment.1", "rule": "treatment", "severity": "warning"})
CREDENTIALS = Credentials(reviewer_id="R-0001", licensure=ASSIGNED.licensure, specialties=ASSIGNED.specialties)
COMPLETE = CaseState(facts=facts_of(READY), credentials=(CREDENTIALS,), waiting=(SIGNED,))


def recorder(**changes: object) -> Recorder:
    """Return a context that knows the case's parties."""
    return Recorder(parties={CASE: parties_of(READY.application)}, **changes)  # type: ignore[arg-type]


def test_findings_are_numbered_within_their_rule() -> None:
    """Findings of one rule have numbered ids and quote no words of the letter."""
    text = "The injury of 01/02/2020 is old. The date of injury was 03/04/2021."
    letter = LETTER.model_copy(update={"clinical_summary": text})

    findings = check(letter, facts_of(READY), parties_of_complete(READY.application, NO_PARTIES))

    assert ["injury-date.1", "injury-date.2"] == [each.id for each in findings]
    assert not any("01/02/2020" in each.text for each in findings)


def test_a_sound_letter_has_no_findings() -> None:
    """The sample letter agrees with its case and its public copy names no party."""
    assert () == check(LETTER, facts_of(READY), parties_of_complete(READY.application, NO_PARTIES))


def test_texts_that_no_font_has_are_warned_of(tmp_path: Path) -> None:
    """Those of the letter, and those on its cover letters; nothing is quoted."""
    printed = PrintedLetters(FolderLetterStore(tmp_path), None)
    letter = LETTER.model_copy(update={"clinical_summary": "The worker, Kim 김철수, has pain."})
    known = parties_of_complete(READY.application, NO_PARTIES)
    parties = known.model_copy(
        update={
            "parties": tuple(each.model_copy(update={"address": "東京都 1-2"}) for each in known.parties if each.kind == "worker")
        }
    )

    findings = check(letter, facts_of(READY), parties, printed.places_without_glyphs)

    found = [each for each in findings if each.rule == "glyphs"]
    assert {("/clinical_summary", "warning"), ("/parties/worker/address", "warning")} == {
        (each.place, each.severity) for each in found
    }
    assert all(each.text.isascii() for each in found)
    assert findings == create_app_check(tmp_path)(letter, facts_of(READY), parties)


def create_app_check(folder: Path) -> Check:
    """Return the check of letters that the service is composed with."""
    handlers = create_app(Settings(data_dir=folder)).create_handlers
    maker: LetterMaker = handlers.keywords["maker"]  # type: ignore[attr-defined]
    return maker.check


async def test_a_complete_determination_is_issued_and_served() -> None:
    """The letter comes first, then service on each party; the state keeps the version only."""
    context = recorder().context

    issued, *services = await take_up(CASE, COMPLETE, context, AT)

    assert isinstance(issued, LetterIssued)
    assert all(isinstance(each, ServiceIntended) for each in services)
    assert ((1,), ()) == (context.case_files[CASE].issued, context.case_files[CASE].waiting)


async def test_an_incomplete_determination_waits() -> None:
    """Without the reviewer's credentials there is no event and the determination is kept."""
    context = recorder().context

    assert [] == await take_up(CASE, COMPLETE.model_copy(update={"credentials": ()}), context, AT)
    assert (SIGNED,) == context.case_files[CASE].waiting


async def test_findings_hold_the_letter() -> None:
    """A letter with findings is not printed; its determination is kept with them."""
    noted = recorder(findings=(FINDING,))

    assert [LetterHeld(case_number=CASE, determination_version=1, findings=(FINDING,))] == await take_up(
        CASE, COMPLETE, noted.context, AT
    )
    assert [] == noted.letters
    assert Held(determination=SIGNED, findings=(FINDING,)) == noted.case_files[CASE].held


async def test_warnings_alone_do_not_hold_the_letter() -> None:
    """They are recorded with it, and hold it with an error beside them."""
    noted = recorder(findings=(WARNING,))
    issued, *_ = await take_up(CASE, COMPLETE, noted.context, AT)
    held, *_ = await take_up(CASE, COMPLETE, recorder(findings=(WARNING, FINDING)).context, AT)

    assert isinstance(issued, LetterIssued)
    assert ((WARNING,), None) == (issued.warnings, noted.case_files[CASE].held)
    assert LetterHeld(case_number=CASE, determination_version=1, findings=(WARNING, FINDING)) == held


@pytest.mark.parametrize("severity", get_args(Severity))
async def test_hold_and_lint_agree_on_every_severity(severity: Severity, monkeypatch: pytest.MonkeyPatch) -> None:
    """`imr letter lint` fails for the findings that hold a letter, and only for them."""
    monkeypatch.setattr(
        lint_command, "lint", lambda *_: [Finding("outcome", severity, "/items/0/closing", "A sentence.", "Words.")]
    )
    (first, *_) = await take_up(CASE, COMPLETE, recorder(findings=(FINDING.model_copy(update={"severity": severity}),)).context, AT)
    done = CliRunner().invoke(app, ["letter", "lint", str(ROOT / "examples/letter.json")])

    assert isinstance(first, LetterHeld) == (done.exit_code == 1) == HOLDS[severity]
    assert severity in done.stdout


async def test_a_draft_is_printed_for_the_worker_and_served_on_no_party() -> None:
    """A determination that signed itself decides nothing."""
    noted = recorder()
    draft = LETTER.model_copy(update={"draft": True})

    _, events = await issue(draft, SIGNED, COMPLETE, noted.context, AT)

    assert [LetterIssued] == [type(each) for each in events]
    assert [("worker",)] == noted.printed_for


async def test_an_issued_letter_overtakes_an_older_one_that_is_held() -> None:
    """A held letter of a later version stays held."""
    held = Held(determination=SIGNED, findings=(FINDING,))
    later = Held(determination=SIGNED.model_copy(update={"determination_version": 2}), findings=(FINDING,))

    overtaken, _ = await issue(LETTER, SIGNED, COMPLETE.model_copy(update={"held": held}), recorder().context, AT)
    kept, _ = await issue(LETTER, SIGNED, COMPLETE.model_copy(update={"held": later}), recorder().context, AT)

    assert (None, later) == (overtaken.held, kept.held)


async def test_a_release_is_said_on_the_letter() -> None:
    """The letter's event names who released it and why."""
    release = Release(actor="Example Clerk", reason="The date is right.", findings=("injury-date.1",))

    _, (issued, *_) = await issue(LETTER, SIGNED, COMPLETE, recorder().context, AT, release)

    assert isinstance(issued, LetterIssued)
    assert (release, date(2026, 4, 29)) == (issued.release, issued.decided_on)
