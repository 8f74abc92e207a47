"""Second signatures: given, declined, out of order, by the wrong person."""

from typing import Any

import pytest

from schemas.message import Message
from schemas.messages.decision import (
    CaseAssessed,
    DeterminationSigned,
    SecondSignatureAwaited,
    SecondSignatureDeclined,
)
from tests.examples import application, case_ready
from tests.services.decision.decisions import AT, REASON, assigned, correction, countersignature, panel, returned, said, signature
from tests.services.decision.desk import FOUR_EYES, FOUR_EYES_ON_CHANGE, Desk


async def test_two_people_determine_where_two_are_asked() -> None:
    """The determination follows the second signature, has its date, and names both people."""
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


async def test_the_second_signature_is_another_persons() -> None:
    """Neither the reviewer nor a former reviewer can give the second signature."""
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
    """Under this policy only a changed outcome needs a second signature."""
    desk = Desk(FOUR_EYES_ON_CHANGE)
    await desk.assessed()
    (answer,) = await desk.say(signature(*items))

    assert expected is type(answer)


async def test_a_declined_case_is_the_reviewers_again() -> None:
    """A declined case returns to its reviewer, and a new signature needs a second one again."""
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
    """A case that waits for a second signature refuses every other command."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature())

    assert code == await desk.code(message)
    assert await desk.code(countersignature()) is None


async def test_a_second_signature_out_of_order() -> None:
    """A second signature is refused before the first and after the determination."""
    desk = Desk(FOUR_EYES)

    assert "not-signed" == await desk.code(countersignature())
    await desk.assessed()
    assert "not-signed" == await desk.code(countersignature())
    await desk.say(signature(), countersignature())
    assert "already-signed" == await desk.code(countersignature())


async def test_a_new_file_makes_what_waits_lapse() -> None:
    """A new file cancels the signature; the reviewer signs the new draft."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature())
    (draft,) = await desk.say(case_ready(items=application().items[:1]))

    assert isinstance(draft, CaseAssessed)
    assert "not-signed" == await desk.code(countersignature())
    assert await desk.code(signature(assessment_id=draft.assessment_id)) is None


async def test_what_waits_lapses_with_its_reviewer() -> None:
    """A new reviewer cancels the signature and signs for themselves."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(signature(), assigned("R-2"))

    assert "not-signed" == await desk.code(countersignature())
    assert await desk.code(signature(reviewer_id="R-2")) is None


async def test_a_former_reviewer_never_gives_the_second_signature() -> None:
    """A former reviewer cannot give the second signature of a later correction either."""
    desk = Desk(FOUR_EYES)
    await desk.assessed()
    await desk.say(returned(), assigned("R-2"))
    *_, first = await desk.say(signature(reviewer_id="R-2"), countersignature())
    assert isinstance(first, DeterminationSigned)
    await desk.say(correction(first, clinical_summary="Better."))

    assert "same-person" == await desk.code(countersignature("R-1", determination_version=2))
    assert await desk.code(countersignature("R-8", determination_version=2)) is None


async def test_a_second_signature_is_of_the_version_it_was_given_for() -> None:
    """A correction that needs no second signature carries none."""
    desk = Desk(FOUR_EYES_ON_CHANGE)
    await desk.assessed()
    *_, first = await desk.say(signature(said(1, "overturned", REASON)), countersignature())
    assert isinstance(first, DeterminationSigned)
    (second,) = await desk.say(correction(first, clinical_summary="Better."))

    assert isinstance(second, DeterminationSigned)
    assert first.second_signature is not None
    assert second.second_signature is None
