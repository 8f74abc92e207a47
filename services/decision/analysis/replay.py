"""Derive an assessment again from the log: file, corrections, library, evidence order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from schemas.messages.application import Application
from schemas.messages.decision import CaseAssessed
from services.decision.assessment.config import DecisionConfig, Rules
from services.decision.assessment.draft import assessed_case, file_digest
from services.decision.domain.comparison.value_diff import NOTHING, Difference, differences
from services.decision.library.library import Library

Verdict = Literal["identical", "different", "cannot be derived"]

_COMPARED = {"requested_on", "clinical_summary", "assessments", "basis", "assessment_id"}


@dataclass(frozen=True)
class RecordedAssessment:
    """An assessment as the log has it, and the version of the message it was written in."""

    assessed: CaseAssessed
    written_in_version: int


@dataclass(frozen=True)
class Replayed:
    """The result of a replay; *notes* name unrecorded sources and another program."""

    assessment_id: str
    draft_version: int | None
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


def replay(
    recorded: RecordedAssessment, files: Sequence[Application], config: DecisionConfig, library_of: Callable[[str], Library | None]
) -> Replayed:
    """Derive the assessment again from one of the *files* of its case, in their order."""
    assessed, basis = recorded.assessed, recorded.assessed.basis
    if basis is None:
        if not files:
            return _cannot(assessed, "its file is not on the log")
        note = "version 1 recorded neither file nor library: derived from the newest file and the library of now"
        return _compared(recorded, files[-1], config, (note,))
    file = next((each for each in files if file_digest(each) == basis.file_digest), None)
    if file is None:
        return _cannot(assessed, f"no file of the case has the digest {basis.file_digest[:12]}")
    library = library_of(basis.library_digest)
    if library is None:
        return _cannot(assessed, f"the library {basis.library_digest[:12]} is not kept here; name its folder with --library")
    law = config.rules_for(file.jurisdiction)
    rules = Rules(library, lambda _requested_on: basis.evidence_order, law.words_on, law.compares_on)
    then = replace(config, rules_for=lambda _jurisdiction: rules, library_digest=basis.library_digest)
    return _compared(recorded, file, then, ())


def _compared(recorded: RecordedAssessment, file: Application, config: DecisionConfig, notes: tuple[str, ...]) -> Replayed:
    """Derive the assessment and compare it with the recorded one."""
    assessed, basis = recorded.assessed, recorded.assessed.basis
    reviewer, version = assessed.reviewer_id, assessed.draft_version or 1
    derived = assessed_case(assessed.case_number, (reviewer,), version, file, config, assessed.corrections)
    again = assessed.model_copy(
        update={
            "requested_on": derived.requested_on,
            "clinical_summary": derived.clinical_summary,
            "assessments": derived.assessments,
            "assessment_id": assessed.assessment_id if assessed.draft_version is None else derived.drafts[reviewer],
            "basis": None if basis is None else derived.basis,
        }
    )
    found = differences(assessed.model_dump(mode="json", include=_COMPARED), again.model_dump(mode="json", include=_COMPARED))
    real, more = _sort(found, recorded)
    return Replayed(
        assessment_id=assessed.assessment_id,
        draft_version=assessed.draft_version,
        verdict="different" if real else "identical",
        differences=real,
        notes=(*notes, *more),
    )


def _sort(found: Iterable[Difference], recorded: RecordedAssessment) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """Return the differences that count, and notes on those that do not.

    Another program, and fields that the version of then lacked, do not count.
    """
    real, notes = [], []
    unrecorded = 0
    old = recorded.written_in_version < CaseAssessed.version
    for each in found:
        if each.place == "basis.program_version":
            notes.append(f"assessed by program {each.recorded}, derived by {each.derived}")
        elif old and each.recorded in NOTHING:
            unrecorded += 1
        else:
            real.append(each)
    if unrecorded:
        notes.append(f"version {recorded.written_in_version} of the message did not record {unrecorded} of the places compared")
    return tuple(real), tuple(notes)


def _cannot(assessed: CaseAssessed, why: str) -> Replayed:
    return Replayed(assessed.assessment_id, assessed.draft_version, "cannot be derived", notes=(why,))
