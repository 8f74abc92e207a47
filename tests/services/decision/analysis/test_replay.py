"""Assessments derived again from the log."""

from dataclasses import replace
from typing import Any

import pytest

from schemas.messages.decision import CaseAssessed
from services.decision.analysis.replay import RecordedAssessment, Replayed, replay
from services.decision.assessment.draft import assessed_case, case_assessed
from services.decision.handlers.assessing import on_case_ready_for_review, on_reviewer_assigned
from services.decision.handlers.correcting_facts import on_correct_fact
from services.decision.library.library import Library
from services.decision.state import Cases
from tests.examples import CASE_NUMBER, application, case_ready
from tests.services.decision.decisions import AT, CONFIG, assigned, corrected_fact

LIBRARY = CONFIG.rules_for("ca-workers-comp").library
OTHER_FILE = application(items=application().items[:1])


def recorded(version: int = 1, written: int = CaseAssessed.version, **changes: Any) -> RecordedAssessment:
    """The example's assessment as the log has it, with *changes*."""
    case = assessed_case(CASE_NUMBER, ("R-1",), version, application(), CONFIG)
    return RecordedAssessment(case_assessed(CASE_NUMBER, case, "R-1").model_copy(update=changes), written)


def again(record: RecordedAssessment, *files: Any, library: Library | None = LIBRARY) -> Replayed:
    """Derive it from *files* with one library."""
    return replay(record, files or (application(),), CONFIG, {CONFIG.library_digest: library}.get)


@pytest.mark.parametrize("version", [1, 2, 7])
def test_what_was_derived_is_derived_again(version: int) -> None:
    """The same file and library give the same assessment, letter by letter, for any draft."""
    assert again(recorded(version)) == Replayed(recorded(version).assessed.assessment_id, version, "identical")


def test_the_file_of_then_is_used() -> None:
    """Of several files of a case, the replay uses the one that the assessment names."""
    assert "identical" == again(recorded(), OTHER_FILE, application()).verdict
    assert "identical" == again(recorded(), application(), OTHER_FILE).verdict


def test_a_draft_with_corrected_facts_is_derived_again() -> None:
    """The file of then and the corrections on record give the same assessment."""
    cases = Cases({}, {}, {})
    on_case_ready_for_review(case_ready(), AT, cases=cases, config=CONFIG)
    on_reviewer_assigned(assigned(), AT, cases=cases, config=CONFIG)
    (draft,) = on_correct_fact(corrected_fact(), AT, cases=cases, config=CONFIG)
    assert isinstance(draft, CaseAssessed)

    assert "identical" == again(RecordedAssessment(draft, CaseAssessed.version)).verdict
    without = draft.model_copy(update={"corrections": ()})
    assert "different" == again(RecordedAssessment(without, CaseAssessed.version)).verdict


def test_what_was_altered_is_found() -> None:
    """A difference is reported with its place, the recorded value and the derived one."""
    first, second = recorded().assessed.assessments
    altered = recorded(assessments=(first.model_copy(update={"proposal": "overturned"}), second))
    (difference,) = again(altered).differences

    assert ("assessments[0].proposal", "overturned", "upheld") == (difference.place, difference.recorded, difference.derived)
    assert "different" == again(altered).verdict


def test_another_id_or_summary_is_found() -> None:
    """Nothing of the draft can be exchanged unnoticed."""
    assert ["assessment_id"] == [each.place for each in again(recorded(assessment_id="other")).differences]
    assert ["clinical_summary"] == [each.place for each in again(recorded(clinical_summary="Other.")).differences]


def test_what_is_not_there_is_said() -> None:
    """Without the file or the library of then nothing is guessed."""
    for replayed in (again(recorded(), OTHER_FILE), again(recorded(), library=None)):
        assert "cannot be derived" == replayed.verdict
        assert replayed.notes


def test_the_evidence_order_of_then_is_used() -> None:
    """A jurisdiction that changed its order changes no assessment of the past."""
    reordered = replace(
        CONFIG, rules_for=lambda _name: replace(CONFIG.rules_for("ca-workers-comp"), ranks_on=lambda _on: ("study",))
    )
    record = recorded()

    assert "identical" == replay(record, (application(),), reordered, {CONFIG.library_digest: LIBRARY}.get).verdict


def test_another_program_is_noted_and_no_difference() -> None:
    """A different program that derives the same assessment is a note, not a difference."""
    basis = recorded().assessed.basis
    assert basis is not None
    replayed = again(recorded(basis=basis.model_copy(update={"program_version": "0.0.1"})))

    assert "identical" == replayed.verdict
    assert "0.0.1" in replayed.notes[0]


def test_what_the_first_version_did_not_record_is_noted() -> None:
    """An assessment without a recorded basis is derived from the newest file, with a note."""
    replayed = again(recorded(basis=None, draft_version=None, written=1))

    assert "identical" == replayed.verdict
    assert "version 1" in replayed.notes[0]
    assert "cannot be derived" == replay(recorded(basis=None), (), CONFIG, {}.get).verdict


def test_a_field_that_came_later_is_no_difference() -> None:
    """An older version of the message did not say it; a newer one that does not is wrong."""
    first, second = recorded().assessed.assessments
    silent = {"assessments": (first.model_copy(update={"not_met": (), "trace": ()}), second)}
    old, new = again(recorded(written=1, **silent)), again(recorded(**silent))

    assert ("identical", "different") == (old.verdict, new.verdict)
    assert "did not record" in old.notes[0]
