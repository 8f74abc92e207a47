"""Corrections of facts before the signature: permission, effect, order and repeats."""

from datetime import date
from typing import Any

import pytest

from schemas.messages.acts.fact_corrections import CorrectFact
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.application import Document, Fact, Range, Source
from schemas.messages.decision import CaseAssessed, DeterminationSigned, OpinionSigned
from schemas.messages.lifecycle import CaseFileChanged, CaseTerminated
from services.decision.handlers.correcting_facts import on_correct_fact
from services.decision.state import AssessedCase, Cases
from tests.examples import CASE_NUMBER, ROOT, application, case_ready
from tests.services.decision.decisions import (
    AT,
    CONFIG,
    assigned,
    corrected_fact,
    countersignature,
    returned,
    signature,
)
from tests.services.decision.desk import FOUR_EYES, Desk


async def assessed_again(desk: Desk, command: CorrectFact) -> CaseAssessed:
    """Correct a fact and return the one draft that answers."""
    (answer,) = await desk.say(command)
    assert isinstance(answer, CaseAssessed)
    return answer


def file_changed(*facts: Fact, documents: tuple[Document, ...] = ()) -> CaseFileChanged:
    """Return the event that the file has further papers and, of item 1, further facts."""
    known = application()
    first, *others = known.items
    more = first.model_copy(update={"facts": (*first.facts, *facts)})
    file = known.model_copy(update={"items": (more, *others), "documents": (*known.documents, *documents)})
    example = CaseFileChanged.model_validate_json((ROOT / "schemas/examples/imr.intake.case-file-changed/1.json").read_bytes())
    return example.model_copy(update={"case_number": CASE_NUMBER, "application": file})


async def test_a_corrected_fact_makes_another_proposal() -> None:
    """The answer is a new draft with the correction on record; the earlier draft stays."""
    desk = Desk()
    first = await desk.assessed()
    second = await assessed_again(desk, corrected_fact())

    assert ("upheld", "overturned") == (first.assessments[0].proposal, second.assessments[0].proposal)
    assert [first, second] == desk.stream.messages(CaseAssessed)
    assert (1, 2) == (first.draft_version, second.draft_version)
    (record,) = second.corrections
    assert (False, "Example Clerk", Source(document="progress-note", page=3)) == (record.value, record.actor, record.source)
    assert [(True, Source(document="progress-note", page=1))] == [(each.value, each.source) for each in record.replaced]
    assert first.basis == second.basis, "the correction is beside the file, not in it"


async def test_the_reasons_quote_the_paper() -> None:
    """The rationale has the words of the paper, with document and page."""
    desk = Desk()
    await desk.assessed()
    draft = await assessed_again(desk, corrected_fact())

    told = 'Progress notes, page 3 records "no chiropractic care to date" (previous treatment).'
    assert told in draft.assessments[0].rationale
    assert told not in draft.assessments[1].rationale


async def test_the_day_and_the_range_of_a_correction_are_told() -> None:
    """Another range of the same value is another correction; the same one changes nothing."""
    desk = Desk()
    await desk.assessed()
    said = corrected_fact(6, "previous_visits", dated_on=date(2015, 3, 3), range=Range(low=6, high=8), quotation="6 to 8 visits")
    draft = await assessed_again(desk, said)

    (record,) = draft.corrections
    assert (date(2015, 3, 3), Range(low=6, high=8)) == (record.source and record.source.dated_on, record.range)
    told = 'page 3, entry of March 3, 2015 records "6 to 8 visits" (previous visits, from 6 to 8).'
    assert told in draft.assessments[0].rationale
    assert "fact-unchanged" == await desk.code(said)
    assert await desk.code(said.model_copy(update={"range": Range(low=5, high=8)})) is None


async def test_a_fact_that_no_paper_tells_of_counts_as_undocumented() -> None:
    """A correction without a value takes out a fact of the file, or of the request."""
    desk = Desk()
    await desk.assessed()
    for fact in ("previous_treatment", "visits_requested"):
        draft = await assessed_again(desk, corrected_fact(None, fact))
        (tested,) = [each for each in draft.assessments[0].trace if each.criteria]
        assert fact in {name for each in tested.criteria for name in each.missing}
        assert await desk.code(corrected_fact(None, fact)) == "fact-unchanged"


async def test_a_correction_holds_against_the_words_of_the_request() -> None:
    """The request was misread: the person's number is used, and nothing contradicts it."""
    desk = Desk()
    await desk.assessed()
    draft = await assessed_again(desk, corrected_fact(4, "visits_requested", quotation="4 visits", document="rfa", page=1))

    used = {each.name: each.value for trace in draft.assessments[0].trace for result in trace.criteria for each in result.facts}
    assert 4 == used["visits_requested"]
    assert () == draft.assessments[0].unused_facts


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"item": 9}, "unknown-item"),
        ({"fact": "objective_improvement"}, "unknown-fact"),
        ({"value": 6}, "wrong-value"),
        ({"fact": "previous_visits", "value": -1}, "wrong-value"),
        ({"fact": "previous_visits", "value": 2.5}, "wrong-value"),
        ({"fact": "previous_visits", "value": "six"}, "wrong-value"),
        ({"document": "late-note"}, "unknown-document"),
        ({"document": "ur-decision"}, "utilization-review-alone"),
        ({"fact": "functional_improvement", "value": True, "document": "rfa", "page": 1}, "wrong-kind-of-paper"),
        ({"document": None}, "paper-missing"),
        ({"quotation": None}, "paper-missing"),
        ({"page": 15}, "no-such-page"),
        ({"value": True, "page": 1}, "fact-unchanged"),
        ({"fact": "dose_mg", "value": None}, "unknown-fact"),
        ({"fact": "functional_improvement", "value": None}, "fact-unchanged"),
    ],
)
async def test_a_correction_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    """Each has its code, and the draft stays."""
    desk = Desk()
    await desk.assessed()

    assert code == await desk.code(corrected_fact().model_copy(update=changes))
    assert 1 == len(desk.stream.messages(CaseAssessed))
    assert 0 == desk.parked


async def test_a_second_correction_replaces_the_first() -> None:
    """One fact has one correction; the same one again changes nothing, with any message id."""
    desk = Desk()
    await desk.assessed()
    await desk.say(corrected_fact())

    assert "fact-unchanged" == await desk.code(corrected_fact())
    back = await assessed_again(desk, corrected_fact(True, quotation="6 visits of chiropractic care", page=1))
    (record,) = back.corrections
    assert (True, "upheld") == (record.value, back.assessments[0].proposal)


async def test_a_repeated_message_is_handled_once() -> None:
    """The same message again has no answer of its own and makes no draft."""
    desk = Desk()
    await desk.assessed()

    assert 1 == len(await desk.say(corrected_fact(), message_id="correction-1"))
    assert [] == await desk.say(corrected_fact(), message_id="correction-1")


async def test_a_correction_before_its_time() -> None:
    """Without a draft, or without a reviewer who could be given one, nothing can be corrected."""
    desk = Desk()
    assert "not-assessed" == await desk.code(corrected_fact())
    await desk.say(case_ready())
    assert "not-assessed" == await desk.code(corrected_fact())
    await desk.say(assigned(), returned())
    assert "not-assigned" == await desk.code(corrected_fact())


async def test_a_correction_after_its_time() -> None:
    """A signed case is corrected by a new version, an ended one not at all."""
    desk = Desk()
    await desk.determined()
    assert "already-signed" == await desk.code(corrected_fact())

    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature())
    assert "second-signature-awaited" == await desk.code(corrected_fact())
    await desk.say(countersignature(agrees=False, reason="A fact is wrong."))
    assert await desk.code(corrected_fact()) is None

    desk = Desk()
    await desk.assessed()
    ended = CaseTerminated.model_validate_json((ROOT / "schemas/examples/imr.intake.case-terminated/1.json").read_bytes())
    await desk.say(ended.model_copy(update={"case_number": CASE_NUMBER}))
    assert "case-ended" == await desk.code(corrected_fact())


async def test_the_draft_before_a_correction_cannot_be_signed() -> None:
    """A reviewer who read the earlier draft signs nothing that they have not read."""
    desk = Desk()
    first = await desk.assessed()
    second = await assessed_again(desk, corrected_fact())

    assert "outdated-assessment" == await desk.code(signature(assessment_id=first.assessment_id))
    (signed,) = await desk.say(signature(assessment_id=second.assessment_id))
    assert isinstance(signed, DeterminationSigned)
    assert ("overturned", "overturned") == (signed.decisions[0].outcome, signed.decisions[0].proposal)


async def test_later_records_do_not_undo_a_correction() -> None:
    """The correction stands, and the draft names the later value; another one ends it."""
    desk = Desk()
    await desk.assessed()
    await desk.say(corrected_fact())
    late = Document(id="late-note", kind="medical-record", title="Progress note of the last visit")
    says = Fact(name="previous_treatment", value=True, source=Source(document="late-note", page=2))
    (draft,) = await desk.say(file_changed(says, documents=(late,)))

    assert isinstance(draft, CaseAssessed)
    assert "overturned" == draft.assessments[0].proposal
    (beside,) = draft.assessments[0].unused_facts
    assert (
        "Previous treatment was corrected to no (progress-note, page 3), and that stands. Papers that came later say yes (late-note, page 2)."
        == beside.reason
    )
    assert says in beside.given
    assert "late-note" not in draft.assessments[0].rationale

    after = await assessed_again(desk, corrected_fact(True, quotation="a course of 6 visits", document="late-note", page=2))
    assert ("upheld", ()) == (after.assessments[0].proposal, after.assessments[0].unused_facts)


async def test_a_panel_gets_a_draft_each_and_signs_anew() -> None:
    """An opinion rests on the draft before the correction, so it lapses."""
    desk = Desk()
    await desk.on_panel()
    await desk.say(signature())
    drafts = await desk.say(corrected_fact())

    assert ["R-1", "R-2", "R-3"] == [each.reviewer_id for each in drafts if isinstance(each, CaseAssessed)]
    await desk.say(*(signature(reviewer_id=each) for each in ("R-1", "R-2", "R-3")))
    (signed,) = desk.stream.messages(DeterminationSigned)
    assert 3 == len(signed.opinions)
    assert 4 == len(desk.stream.messages(OpinionSigned))


async def test_another_reviewer_inherits_the_correction() -> None:
    """A case that is given back keeps its corrections."""
    desk = Desk()
    await desk.assessed()
    await desk.say(corrected_fact(), returned())
    (draft,) = await desk.say(assigned("R-2"))

    assert isinstance(draft, CaseAssessed)
    assert ("R-2", 1, "overturned") == (draft.reviewer_id, len(draft.corrections), draft.assessments[0].proposal)


async def test_a_restart_keeps_file_and_corrections() -> None:
    """Killed between two corrections, the worker goes on with the first."""
    desk = Desk()
    await desk.assessed()
    await desk.say(corrected_fact())
    desk.stream.restart("decision")
    draft = await assessed_again(desk, corrected_fact(True, "functional_improvement"))

    assert ["previous_treatment", "functional_improvement"] == [each.fact for each in draft.corrections]


def test_a_case_of_an_earlier_version_has_no_file() -> None:
    """Its state holds none, so the correction is refused in words."""
    known = AssessedCase.model_validate_json(
        '{"version": 1, "drafts": {"R-1": "a"}, "requested_on": "2015-03-30", "clinical_summary": "A summary.", '
        '"assessments": [], "parents": {}}'
    )
    cases = Cases({}, {CASE_NUMBER: known}, {})
    (refusal,) = on_correct_fact(corrected_fact(), AT, cases=cases, config=CONFIG)

    assert "no-file-held" == getattr(refusal, "code", None)


async def test_no_file_outlives_its_review() -> None:
    """Signed, terminated or remanded: the file that was kept for corrections goes."""
    remanded = CaseRemanded.model_validate_json((ROOT / "schemas/examples/imr.intake.case-remanded/3.json").read_bytes())
    ended = CaseTerminated.model_validate_json((ROOT / "schemas/examples/imr.intake.case-terminated/1.json").read_bytes())
    for last in (signature(), ended, remanded):
        desk = Desk()
        await desk.assessed()
        held = desk.files()
        await desk.say(last.model_copy(update={"case_number": CASE_NUMBER}))
        assert ([CASE_NUMBER], []) == (held, desk.files())
