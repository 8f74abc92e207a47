"""Signatures of single reviewers and panels: early, late, repeated, out of order."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from schemas.ids import derived_id
from schemas.message import Message
from schemas.messages.decision import (
    CaseAssessed,
    DeterminationSigned,
    OpinionSigned,
    SecondSignatureAwaited,
)
from services.decision.domain.signing.panel import TEXT_MAX
from tests.examples import application, case_ready
from tests.services.decision.decisions import (
    AT,
    REASON,
    VOTES,
    assigned,
    countersignature,
    panel,
    returned,
    said,
    signature,
)
from tests.services.decision.desk import FOUR_EYES, FOUR_EYES_ON_CHANGE, ONE, Desk

# One reviewer


@pytest.mark.parametrize("known", [[], [case_ready()], [assigned()]])
async def test_a_signature_before_the_assessment(known: list[Message]) -> None:
    """A signature before the assessment is refused and has no effect on the case."""
    desk = Desk()
    await desk.say(*known)

    assert "not-assessed" == await desk.code(signature())
    await desk.assessed()
    assert await desk.code(signature()) is None


async def test_the_same_signature_twice_is_one() -> None:
    """A redelivered signature is ignored; a new one for a signed case is refused."""
    desk = Desk()
    await desk.assessed()

    assert 1 == len(await desk.say(signature(), message_id="one"))
    assert [] == await desk.say(signature(), message_id="one")
    assert "already-signed" == await desk.code(signature())


async def test_a_refused_signature_can_be_repaired() -> None:
    """A refused signature is accepted once its fault is repaired."""
    desk = Desk()
    await desk.assessed()

    assert "reason-missing" == await desk.code(signature(said(1, "overturned")))
    assert await desk.code(signature(said(1, "overturned", REASON))) is None


async def test_a_signature_of_a_day_without_policy() -> None:
    """A date before the first policy is refused; with the right date the case is signed."""
    desk = Desk(lambda day: ONE if day.year >= 2013 else None)
    await desk.assessed()

    assert "no-policy" == await desk.code(signature(signed_at=AT.replace(year=2012)))
    assert "no-policy" == await desk.code(panel(approved_on=date(2012, 12, 31)))
    assert await desk.code(signature()) is None


# Panels


@pytest.mark.parametrize("order", list(permutations(VOTES)))
async def test_a_panel_decides_by_majority_in_any_order(order: tuple[str, ...]) -> None:
    """Two of three overturn item 1; the determination has every opinion, in any order."""
    desk = Desk()
    await desk.on_panel()
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
    """Each reviewer of a panel signs their own draft once; other reviewers are refused."""
    desk = Desk()
    await desk.on_panel()
    drafts = {each.reviewer_id: each.assessment_id for each in desk.stream.messages(CaseAssessed)}

    assert 3 == len(set(drafts.values()))
    assert "outdated-assessment" == await desk.code(signature(assessment_id=drafts["R-2"]))
    assert await desk.code(signature(assessment_id=drafts["R-1"])) is None
    assert "already-signed" == await desk.code(signature())
    assert "not-the-reviewer" == await desk.code(signature(reviewer_id="R-4"))


async def test_an_empty_seat_keeps_a_panel_open() -> None:
    """Opinions may precede the last assignment, and a returned seat goes to another reviewer."""
    desk = Desk()
    await desk.assessed()
    await desk.say(panel(3), VOTES["R-1"], assigned("R-2"), returned(reviewer_id="R-2"))

    assert "case-returned" == await desk.code(VOTES["R-2"])
    await desk.say(assigned("R-3"), VOTES["R-3"], assigned("R-4"))
    assert [] == desk.stream.messages(DeterminationSigned)
    *_, signed = await desk.say(signature(reviewer_id="R-4"))
    assert isinstance(signed, DeterminationSigned)
    assert ["R-1", "R-3", "R-4"] == [each.reviewer_id for each in signed.opinions]


async def test_a_full_panel_takes_no_more_reviewers() -> None:
    """A fourth assignment to a panel of three changes nothing."""
    desk = Desk()
    await desk.on_panel()

    assert [] == await desk.say(assigned("R-4"))
    assert "not-the-reviewer" == await desk.code(signature(reviewer_id="R-4"))


async def test_a_panels_reasons_fit_a_letter() -> None:
    """The last opinion is refused if the reasons are too long together, and can be shortened."""
    desk = Desk()
    await desk.on_panel()
    long = "Long reasons. " * (TEXT_MAX * 2 // 5 // 14)
    for reviewer in ("R-1", "R-2"):
        await desk.say(signature(said(1, None, None, f"{long}{reviewer}."), reviewer_id=reviewer))

    assert "panel-text-too-long" == await desk.code(signature(said(1, None, None, long), reviewer_id="R-3"))
    shorter = [signature(said(1, None, None, "Short."), reviewer_id="R-3")]
    assert [OpinionSigned, DeterminationSigned] == [type(each) for each in await desk.say(*shorter)]


async def test_a_new_file_asks_the_whole_panel_again() -> None:
    """Every reviewer gets a new draft, including those who had signed."""
    desk = Desk()
    await desk.on_panel()
    await desk.say(VOTES["R-1"])
    drafts = await desk.say(case_ready(items=application().items[:1]))

    assert ["R-1", "R-2", "R-3"] == [each.reviewer_id for each in drafts if isinstance(each, CaseAssessed)]
    (opinion,) = await desk.say(VOTES["R-1"])
    assert isinstance(opinion, OpinionSigned)
    assert 2 == opinion.outstanding


async def test_a_panel_under_four_eyes() -> None:
    """The panel's majority waits for a second signature from outside the panel."""
    desk = Desk(FOUR_EYES)
    await desk.on_panel()
    *_, awaited = await desk.say(*VOTES.values())

    assert isinstance(awaited, SecondSignatureAwaited)
    assert "same-person" == await desk.code(countersignature("R-3"))
    (signed,) = await desk.say(countersignature("R-9"))
    assert isinstance(signed, DeterminationSigned)
    assert 3 == len(signed.opinions)


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
async def test_commands_in_any_order_are_answered(seed: int, policy: Any) -> None:
    """Every command is accepted or refused, nothing is parked, and no version appears twice."""
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
