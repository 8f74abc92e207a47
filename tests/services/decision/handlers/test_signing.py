"""Signatures as they come: twice, too early, too late, by others, out of order, tampered with. Each stands or is refused; none is lost."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from schemas.ids import derived_id
from schemas.message import Message
from schemas.messages.decision import (
    CaseAssessed,
    CorrectDetermination,
    DeterminationSigned,
    OpinionSigned,
    SecondSignatureAwaited,
    SecondSignatureDeclined,
)
from services.decision.domain.signing.panel import TEXT_MAX
from tests.examples import CASE_NUMBER, application, case_ready
from tests.services.decision.decisions import AT, assigned, correction, countersignature, panel, returned, said, signature
from tests.services.decision.desk import FOUR_EYES, FOUR_EYES_ON_CHANGE, ONE, Desk

REASON = "The records show a return to full duty."


async def determined(desk: Desk, *items: Any) -> DeterminationSigned:
    """The example's case, signed by its reviewer."""
    await desk.assessed()
    (signed,) = await desk.say(signature(*items))
    assert isinstance(signed, DeterminationSigned)
    return signed


async def on_panel(desk: Desk) -> None:
    """The example's case before three reviewers."""
    await desk.assessed()
    await desk.say(panel(3), assigned("R-2"), assigned("R-3"))


# One reviewer


@pytest.mark.parametrize("known", [[], [case_ready()], [assigned()]])
async def test_a_signature_before_the_assessment(known: list[Message]) -> None:
    """Nothing is there to sign, whatever is known; the case goes on as if nothing had been said."""
    desk = Desk()
    await desk.say(*known)

    assert "not-assessed" == await desk.code(signature())
    await desk.assessed()
    assert await desk.code(signature()) is None


async def test_the_same_signature_twice_is_one() -> None:
    """The same message delivered again is a repeat; said again by somebody it is refused, for the case is signed."""
    desk = Desk()
    await desk.assessed()

    assert 1 == len(await desk.say(signature(), message_id="one"))
    assert [] == await desk.say(signature(), message_id="one")
    assert "already-signed" == await desk.code(signature())


async def test_what_is_refused_can_be_said_again() -> None:
    """A refusal is no end: mended, the signature stands."""
    desk = Desk()
    await desk.assessed()

    assert "reason-missing" == await desk.code(signature(said(1, "overturned")))
    assert await desk.code(signature(said(1, "overturned", REASON))) is None


async def test_a_signature_of_a_day_without_policy() -> None:
    """Before there was such a review nobody signed one; the date is wrong, and with the right one the case is signed."""
    desk = Desk(lambda day: ONE if day.year >= 2013 else None)
    await desk.assessed()

    assert "no-policy" == await desk.code(signature(signed_at=AT.replace(year=2012)))
    assert "no-policy" == await desk.code(panel(approved_on=date(2012, 12, 31)))
    assert await desk.code(signature()) is None


# Four eyes


async def test_two_people_determine_where_two_are_asked() -> None:
    """Until the second signature nothing is determined; with it the determination is that of its day, and names both."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()

    (awaited,) = await desk.say(signature())
    assert isinstance(awaited, SecondSignatureAwaited)
    assert [] == desk.stream.messages(DeterminationSigned)
    (signed,) = await desk.say(countersignature("R-9", signed_at=AT.replace(day=4)))

    assert isinstance(signed, DeterminationSigned)
    assert ("R-1", "R-9") == (signed.reviewer_id, signed.second_signature and signed.second_signature.reviewer_id)
    assert awaited.decisions == signed.decisions
    assert AT.replace(day=4).date() == signed.decided_on


async def test_nobody_is_the_second_to_themselves() -> None:
    """Neither the reviewer nor who gave the case back."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(returned(), assigned("R-2"), signature(reviewer_id="R-2"))

    assert "same-person" == await desk.code(countersignature("R-2"))
    assert "same-person" == await desk.code(countersignature("R-1"))
    assert await desk.code(countersignature("R-9")) is None


@pytest.mark.parametrize(
    ("items", "expected"),
    [((), DeterminationSigned), ((said(1, "overturned", REASON),), SecondSignatureAwaited)],
)
async def test_a_second_signature_only_for_changes(items: tuple[Any, ...], expected: type[Message]) -> None:
    """Where the policy asks for it only if the reviewer decides otherwise than proposed."""
    desk = Desk(FOUR_EYES_ON_CHANGE)
    await desk.assessed()
    (answer,) = await desk.say(signature(*items))

    assert expected is type(answer)


async def test_a_declined_case_is_the_reviewers_again() -> None:
    """With the reason; the reviewer signs anew, and the second signature is asked for anew."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature())

    assert "reason-missing" == await desk.code(countersignature(agrees=False))
    (declined,) = await desk.say(countersignature(agrees=False, reason="Item 1 cites the wrong page."))
    assert isinstance(declined, SecondSignatureDeclined)
    assert "not-signed" == await desk.code(countersignature())
    assert await desk.code(signature(said(1, None, None, "With the right page."))) is None
    assert await desk.code(countersignature()) is None


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (signature(), "second-signature-awaited"),
        (signature(reviewer_id="R-2"), "second-signature-awaited"),
        (returned(), "second-signature-awaited"),
        (panel(), "already-signed"),
        (countersignature(determination_version=2), "outdated-version"),
    ],
)
async def test_what_waits_for_the_second_is_not_touched(message: Message, code: str) -> None:
    """Not signed again, not returned, not made a panel's."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature())

    assert code == await desk.code(message)
    assert await desk.code(countersignature()) is None


async def test_a_second_signature_out_of_order() -> None:
    """Before the first there is nothing to sign beside, after the last nothing waits."""
    desk = Desk(FOUR_EYES)

    assert "not-signed" == await desk.code(countersignature())
    await desk.assessed()
    assert "not-signed" == await desk.code(countersignature())
    await desk.say(signature(), countersignature())
    assert "already-signed" == await desk.code(countersignature())


async def test_a_new_file_makes_what_waits_lapse() -> None:
    """What was signed was signed on another file: the reviewer gets a new draft and signs that."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature())
    (draft,) = await desk.say(case_ready(items=application().items[:1]))

    assert isinstance(draft, CaseAssessed)
    assert "not-signed" == await desk.code(countersignature())
    assert await desk.code(signature(assessment_id=draft.assessment_id)) is None


async def test_what_waits_lapses_with_its_reviewer() -> None:
    """Somebody else takes the case over and signs for themselves."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature(), assigned("R-2"))

    assert "not-signed" == await desk.code(countersignature())
    assert await desk.code(signature(reviewer_id="R-2")) is None


async def test_who_gave_the_case_back_is_never_the_second() -> None:
    """Not for a correction either, long after."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(returned(), assigned("R-2"))
    *_, first = await desk.say(signature(reviewer_id="R-2"), countersignature())
    assert isinstance(first, DeterminationSigned)
    await desk.say(correction(first, clinical_summary="Better."))

    assert "same-person" == await desk.code(countersignature("R-1", determination_version=2))
    assert await desk.code(countersignature("R-8", determination_version=2)) is None


async def test_a_second_signature_is_of_the_version_it_was_given_for() -> None:
    """A correction that needs none carries none."""
    desk = Desk(FOUR_EYES_ON_CHANGE)
    await desk.assessed()
    *_, first = await desk.say(signature(said(1, "overturned", REASON)), countersignature())
    assert isinstance(first, DeterminationSigned)
    (second,) = await desk.say(correction(first, clinical_summary="Better."))

    assert isinstance(second, DeterminationSigned)
    assert first.second_signature is not None
    assert second.second_signature is None


# Panels

VOTES = {
    "R-1": signature(reviewer_id="R-1"),
    "R-2": signature(said(1, "overturned", REASON), reviewer_id="R-2"),
    "R-3": signature(said(1, "overturned", "Another reason."), reviewer_id="R-3"),
}


@pytest.mark.parametrize("order", list(permutations(VOTES)))
async def test_a_panel_decides_by_majority_whoever_signs_first(order: tuple[str, ...]) -> None:
    """Two of three overturn item 1, all uphold item 2; every opinion is on the record, and in the text that goes out."""
    desk = Desk()
    await on_panel(desk)
    answers = await desk.say(*(VOTES[reviewer] for reviewer in order))
    *opinions, signed = answers

    assert [2, 1, 0] == [each.outstanding for each in opinions if isinstance(each, OpinionSigned)]
    assert isinstance(signed, DeterminationSigned)
    assert ["overturned", "upheld"] == [each.outcome for each in signed.decisions]
    assert ["R-1", "R-2", "R-3"] == [each.reviewer_id for each in signed.opinions]
    assert signed.reviewer_id == "R-1"
    assert REASON in signed.decisions[0].rationale
    assert signed.decisions[0].closing.endswith("is medically necessary.")
    assert signed.outcome == "partial overturn"


async def test_an_even_split_is_for_treatment() -> None:
    """LC 4610.6(e)."""
    desk = Desk()
    await desk.assessed()
    await desk.say(panel(2), assigned("R-2"), VOTES["R-1"])
    *_, signed = await desk.say(VOTES["R-2"])

    assert isinstance(signed, DeterminationSigned)
    assert ["overturned", "upheld"] == [each.outcome for each in signed.decisions]


async def test_each_on_a_panel_has_a_draft_of_their_own() -> None:
    """And signs that, once; nobody signs another's, and a reviewer who is not on it does not sign."""
    desk = Desk()
    await on_panel(desk)
    drafts = {each.reviewer_id: each.assessment_id for each in desk.stream.messages(CaseAssessed)}

    assert 3 == len(set(drafts.values()))
    assert "outdated-assessment" == await desk.code(signature(assessment_id=drafts["R-2"]))
    assert await desk.code(signature(assessment_id=drafts["R-1"])) is None
    assert "already-signed" == await desk.code(signature())
    assert "not-the-reviewer" == await desk.code(signature(reviewer_id="R-4"))


async def test_an_empty_seat_keeps_a_panel_open() -> None:
    """Opinions may come before the last reviewer is found; who gives the case back leaves a seat to somebody else."""
    desk = Desk()
    await desk.assessed()
    await desk.say(panel(3), VOTES["R-1"], assigned("R-2"), returned(reviewer_id="R-2"))

    assert "case-returned" == await desk.code(VOTES["R-2"])
    await desk.say(assigned("R-3"), VOTES["R-3"], assigned("R-4"))
    assert [] == desk.stream.messages(DeterminationSigned)
    *_, signed = await desk.say(signature(reviewer_id="R-4"))
    assert isinstance(signed, DeterminationSigned)
    assert ["R-1", "R-3", "R-4"] == [each.reviewer_id for each in signed.opinions]


async def test_a_full_panel_takes_nobody_else() -> None:
    """A fourth assignment changes nothing."""
    desk = Desk()
    await on_panel(desk)

    assert [] == await desk.say(assigned("R-4"))
    assert "not-the-reviewer" == await desk.code(signature(reviewer_id="R-4"))


async def test_a_panels_reasons_fit_a_letter() -> None:
    """The last to sign is told if all of them are too long together, and can shorten theirs."""
    desk = Desk()
    await on_panel(desk)
    long = "Long reasons. " * (TEXT_MAX * 2 // 5 // 14)
    await desk.say(signature(said(1, None, None, long), reviewer_id="R-1"), signature(said(1, None, None, long), reviewer_id="R-2"))

    assert "panel-text-too-long" == await desk.code(signature(said(1, None, None, long), reviewer_id="R-3"))
    shorter = [signature(said(1, None, None, "Short."), reviewer_id="R-3")]
    assert [OpinionSigned, DeterminationSigned] == [type(each) for each in await desk.say(*shorter)]


async def test_a_new_file_asks_the_whole_panel_again() -> None:
    """Every reviewer gets a new draft, also who had signed."""
    desk = Desk()
    await on_panel(desk)
    await desk.say(VOTES["R-1"])
    drafts = await desk.say(case_ready(items=application().items[:1]))

    assert ["R-1", "R-2", "R-3"] == [each.reviewer_id for each in drafts if isinstance(each, CaseAssessed)]
    (opinion,) = await desk.say(VOTES["R-1"])
    assert isinstance(opinion, OpinionSigned)
    assert 2 == opinion.outstanding


async def test_a_panel_under_four_eyes() -> None:
    """The majority waits for somebody outside the panel."""
    desk = Desk(FOUR_EYES)
    await on_panel(desk)
    *_, awaited = await desk.say(*VOTES.values())

    assert isinstance(awaited, SecondSignatureAwaited)
    assert "same-person" == await desk.code(countersignature("R-3"))
    (signed,) = await desk.say(countersignature("R-9"))
    assert isinstance(signed, DeterminationSigned)
    assert 3 == len(signed.opinions)


# Corrections


async def test_a_correction_is_a_new_version_with_a_reason() -> None:
    """What was signed stays; the next version has the new text, the same proposal and draft, and why it was corrected."""
    desk = Desk()
    first = await determined(desk)
    (second,) = await desk.say(correction(first, said(1, None, None, "The right page.")))
    (third,) = await desk.say(correction(second, clinical_summary="A better summary."))  # type: ignore[arg-type]

    assert isinstance(second, DeterminationSigned)
    assert isinstance(third, DeterminationSigned)
    assert [1, 2, 3] == [each.determination_version for each in desk.stream.messages(DeterminationSigned)]
    assert ("The right page.", first.decisions[0].rationale) == (
        second.decisions[0].rationale,
        second.decisions[0].drafted_rationale,
    )
    assert second.reason_for_correction == "A page was cited wrongly."
    assert (third.clinical_summary, third.decisions) == ("A better summary.", second.decisions)


async def test_a_corrected_outcome_needs_its_own_reason() -> None:
    """The outcome of an item changes as at first: with a reason, and what the rules proposed stays beside it."""
    desk = Desk()
    first = await determined(desk)

    assert "reason-missing" == await desk.code(correction(first, said(1, "overturned")))
    (second,) = await desk.say(correction(first, said(1, "overturned", REASON)))
    assert isinstance(second, DeterminationSigned)
    assert ("upheld", "overturned", REASON) == (
        second.decisions[0].proposal,
        second.decisions[0].outcome,
        second.decisions[0].reason_for_change,
    )
    assert second.outcome == "partial overturn"
    (back,) = await desk.say(correction(second, said(1, "upheld", "It was right at first.")))
    assert isinstance(back, DeterminationSigned)
    assert back.decisions[0].reason_for_change is None


async def test_what_is_corrected_is_what_was_signed() -> None:
    """A determination that was altered, that is not the newest, or that never was, is refused, and the record stays as it is."""
    desk = Desk()
    first = await determined(desk)
    item = said(1, None, None, "The right page.")
    altered = first.model_copy(
        update={"decisions": (first.decisions[0].model_copy(update={"outcome": "overturned"}), *first.decisions[1:])}
    )

    assert "determination-differs" == await desk.code(correction(altered, item))
    assert "no-such-version" == await desk.code(correction(first.model_copy(update={"determination_version": 2}), item))
    assert "not-the-reviewer" == await desk.code(correction(first, item, reviewer_id="R-2"))
    assert "nothing-to-correct" == await desk.code(correction(first))
    assert "nothing-to-correct" == await desk.code(correction(first, said(1, None, None, first.decisions[0].rationale)))
    assert "unknown-item" == await desk.code(correction(first, said(9)))
    assert await desk.code(correction(first, item)) is None
    assert "outdated-version" == await desk.code(correction(first, item))


async def test_a_correction_before_the_determination() -> None:
    """There is nothing to correct yet."""
    desk, other = Desk(), Desk()
    signed = await determined(other)

    assert "not-signed" == await desk.code(correction(signed, said(1, None, None, "Other.")))
    await desk.assessed()
    assert "not-signed" == await desk.code(correction(signed, said(1, None, None, "Other.")))


async def test_a_correction_of_another_case_is_not_this_ones() -> None:
    """The number on the command and the number in the determination are one."""
    desk = Desk()
    first = await determined(desk)
    others = first.model_copy(update={"case_number": "CM15-1330002"})
    message = correction(others, said(1, None, None, "Other."), case_number=CASE_NUMBER)

    assert "determination-differs" == await desk.code(message)


async def test_a_denied_ancillary_item_is_weighed_when_its_parent_is_approved_late() -> None:
    """It fell with its parent and was never weighed; correcting the parent alone leaves it open, so both are named."""
    desk = Desk()
    items = (application().items[0], application().items[1].model_copy(update={"parent": 1}))
    await desk.assessed(items=items)
    (first,) = await desk.say(signature())
    assert isinstance(first, DeterminationSigned)

    assert "item-open" == await desk.code(correction(first, said(1, "overturned", REASON)))
    assert await desk.code(correction(first, said(1, "overturned", REASON), said(2, "overturned", REASON))) is None


async def test_one_of_a_panel_corrects_text_only() -> None:
    """An outcome was the majority's."""
    desk = Desk()
    await on_panel(desk)
    *_, signed = await desk.say(*VOTES.values())
    assert isinstance(signed, DeterminationSigned)

    assert "panel-outcome" == await desk.code(correction(signed, said(2, "overturned", REASON), reviewer_id="R-2"))
    (second,) = await desk.say(correction(signed, clinical_summary="Better.", reviewer_id="R-2"))
    assert isinstance(second, DeterminationSigned)
    assert ("R-1", 2) == (second.reviewer_id, second.determination_version)


async def test_a_correction_needs_the_second_signature_too() -> None:
    """The version before holds until then; declined, it holds on."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    _, first = await desk.say(signature(), countersignature())
    assert isinstance(first, DeterminationSigned)
    item = said(1, None, None, "The right page.")

    (awaited,) = await desk.say(correction(first, item))
    assert isinstance(awaited, SecondSignatureAwaited)
    assert "second-signature-awaited" == await desk.code(correction(first, item))
    await desk.say(countersignature(determination_version=2, agrees=False, reason="It was right."))
    assert "already-signed" == await desk.code(signature())
    _, second = await desk.say(correction(first, item), countersignature(determination_version=2))
    assert isinstance(second, DeterminationSigned)
    assert (2, "The right page.") == (second.determination_version, second.decisions[0].rationale)


async def test_a_correction_that_carries_an_old_shape_is_read() -> None:
    """The determination inside a command comes back as it was written."""
    desk = Desk()
    message = correction(await determined(desk), clinical_summary="Better.")

    assert message == CorrectDetermination.model_validate_json(message.model_dump_json())
    assert message.corrected.case_number == CASE_NUMBER


# Everything at once

SAID: list[Message] = [
    signature(),
    signature(reviewer_id="R-2"),
    signature(assessment_id="old"),
    signature(keep_the_rest=False),
    countersignature(),
    countersignature(agrees=False),
    countersignature(determination_version=7),
    returned(),
    returned("information-missing"),
    returned(reviewer_id="R-2"),
    panel(2),
    panel(9),
    assigned("R-2"),
    assigned("R-1"),
    case_ready(),
]


@pytest.mark.parametrize("policy", [ONE, FOUR_EYES, FOUR_EYES_ON_CHANGE], ids=["never", "always", "changed"])
@pytest.mark.parametrize("seed", range(8))
async def test_whatever_is_said_in_whatever_order_is_answered(seed: int, policy: Any) -> None:
    """Every wish is granted or refused, nothing is parked, and of one version there is never more than one."""
    desk = Desk(policy)
    order = sorted(enumerate(SAID * 2), key=lambda each: derived_id(seed, each[0]))
    for _, message in order:
        if message.type.startswith("imr.decision."):
            await desk.code(message)
        else:
            await desk.say(message)

    versions = [each.determination_version for each in desk.stream.messages(DeterminationSigned)]
    assert 0 == desk.parked
    assert len(set(versions)) == len(versions)
