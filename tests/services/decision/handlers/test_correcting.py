"""Corrections of a signed determination: permission and effect."""

from schemas.messages.decision import (
    CorrectDetermination,
    DeterminationSigned,
    SecondSignatureAwaited,
)
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import REASON, VOTES, assigned, correction, countersignature, panel, said, signature
from tests.services.decision.desk import FOUR_EYES, Desk


async def test_a_correction_is_a_new_version_with_a_reason() -> None:
    """A correction is a new version with its reason; the earlier version is unchanged."""
    desk = Desk()
    first = await desk.determined()
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
    """A changed outcome needs a reason, and the proposal is kept beside it."""
    desk = Desk()
    first = await desk.determined()

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
    """A correction of an altered, outdated or nonexistent version is refused."""
    desk = Desk()
    first = await desk.determined()
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
    """A correction before the determination is refused."""
    desk, other = Desk(), Desk()
    signed = await other.determined()

    assert "not-signed" == await desk.code(correction(signed, said(1, None, None, "Other.")))
    await desk.assessed()
    assert "not-signed" == await desk.code(correction(signed, said(1, None, None, "Other.")))


async def test_a_correction_of_another_case_is_not_this_ones() -> None:
    """The determination inside the command must be of the same case."""
    desk = Desk()
    first = await desk.determined()
    others = first.model_copy(update={"case_number": "CM15-1330002"})
    message = correction(others, said(1, None, None, "Other."), case_number=CASE_NUMBER)

    assert "determination-differs" == await desk.code(message)


async def test_a_denied_ancillary_item_is_weighed_when_its_parent_is_approved_late() -> None:
    """Approving a parent reopens its untested ancillary item, which must be decided too."""
    desk = Desk()
    items = (application().items[0], application().items[1].model_copy(update={"parent": 1}))
    await desk.assessed(items=items)
    (first,) = await desk.say(signature())
    assert isinstance(first, DeterminationSigned)

    assert "item-open" == await desk.code(correction(first, said(1, "overturned", REASON)))
    assert await desk.code(correction(first, said(1, "overturned", REASON), said(2, "overturned", REASON))) is None


async def test_one_of_a_panel_corrects_text_only() -> None:
    """One reviewer of a panel can correct text, but not the majority's outcome."""
    desk = Desk()
    await desk.on_panel()
    *_, signed = await desk.say(*VOTES.values())
    assert isinstance(signed, DeterminationSigned)

    assert "panel-outcome" == await desk.code(correction(signed, said(2, "overturned", REASON), reviewer_id="R-2"))
    (second,) = await desk.say(correction(signed, clinical_summary="Better.", reviewer_id="R-2"))
    assert isinstance(second, DeterminationSigned)
    assert ("R-1", 2) == (second.reviewer_id, second.determination_version)


async def test_one_of_a_panel_corrects_their_own_reasons() -> None:
    """The count, the other reviewers' reasons and the dissent stay, whoever corrects."""
    desk = Desk()
    await desk.on_panel()
    *_, signed = await desk.say(*VOTES.values())
    assert isinstance(signed, DeterminationSigned)
    dissent = signed.opinions[0].decisions[0].rationale

    (second,) = await desk.say(correction(signed, said(1, None, None, "He works again."), reviewer_id="R-2"))
    assert isinstance(second, DeterminationSigned)
    expected = (
        "2 of 3 reviewers approve the treatment. Reviewer 2 would approve the treatment: He works again. "
        f"Reviewer 3 would approve the treatment: Another reason. Reviewer 1 would uphold the denial: {dissent}"
    )
    assert (expected, expected) == (second.decisions[0].rationale, second.decisions[0].reason_for_change)
    assert signed.decisions[1:] == second.decisions[1:]
    assert ["He works again.", REASON] == [each.opinions[1].decisions[0].rationale for each in (second, signed)]
    (third,) = await desk.say(correction(second, said(1, None, None, "No gain."), reviewer_id="R-1"))
    assert isinstance(third, DeterminationSigned)
    assert third.decisions[0].rationale == expected.replace(dissent, "No gain.")
    too_long = correction(third, said(1, None, None, "x" * 19_990), reviewer_id="R-3")
    assert "panel-text-too-long" == await desk.code(too_long)


async def test_a_correction_of_an_even_split_keeps_it() -> None:
    """The law's decision stays, and the reasons against it (LC 4610.6(e))."""
    desk = Desk()
    await desk.assessed()
    *_, signed = await desk.say(panel(2), assigned("R-2"), VOTES["R-1"], VOTES["R-2"])
    assert isinstance(signed, DeterminationSigned)
    dissent = signed.opinions[0].decisions[0].rationale

    (second,) = await desk.say(correction(signed, said(1, None, None, "He works again."), reviewer_id="R-2"))
    assert isinstance(second, DeterminationSigned)
    assert second.decisions[0].rationale == (
        "The 2 reviewers are evenly divided, so the law decides to approve the treatment. "
        f"Reviewer 2 would approve the treatment: He works again. Reviewer 1 would uphold the denial: {dissent}"
    )
    assert ("overturned", signed.decisions[1:]) == (second.decisions[0].outcome, second.decisions[1:])


async def test_a_correction_needs_the_second_signature_too() -> None:
    """The earlier version stays in force until the correction has its second signature."""
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
    """A determination inside a command is the same after a round trip."""
    desk = Desk()
    message = correction(await desk.determined(), clinical_summary="Better.")

    assert message == CorrectDetermination.model_validate_json(message.model_dump_json())
    assert message.corrected.case_number == CASE_NUMBER
