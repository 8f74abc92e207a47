"""Returned cases and panels."""

from typing import Any

import pytest

from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.seats import CaseReturned, PanelConvened
from tests.examples import case_ready
from tests.services.decision.decisions import assigned, panel, returned, signature
from tests.services.decision.desk import Desk


@pytest.mark.parametrize("ground", ["conflict-of-interest", "outside-competence"])
async def test_another_reviewer_takes_a_returned_case(ground: Any) -> None:
    """Another reviewer is requested, gets their own draft, and signs instead of the first."""
    desk = Desk()
    before = await desk.assessed()
    (event,) = await desk.say(returned(ground))

    assert isinstance(event, CaseReturned)
    assert (event.reassign, event.ground, event.reviewer_id) == (True, ground, "R-1")
    assert "case-returned" == await desk.code(signature())
    (draft,) = await desk.say(assigned("R-2"))
    assert isinstance(draft, CaseAssessed)
    assert (draft.reviewer_id, draft.assessments) == ("R-2", before.assessments)
    assert await desk.code(signature(reviewer_id="R-2")) is None


async def test_a_case_that_lacks_something_waits_by_name() -> None:
    """The case stays with its reviewer, who gets a new draft with the file or signs as is."""
    desk = Desk()
    await desk.assessed()
    (event,) = await desk.say(returned("information-missing"))

    assert isinstance(event, CaseReturned)
    assert (event.reassign, event.missing) == (False, ("Notes of the first six visits",))
    (draft,) = await desk.say(case_ready())
    assert isinstance(draft, CaseAssessed)
    assert (draft.reviewer_id, draft.draft_version) == ("R-1", 2)
    assert await desk.code(signature()) is None


async def test_a_case_can_be_returned_before_its_file_is_known() -> None:
    """A reviewer may report a conflict before the case is assessed."""
    desk = Desk()
    await desk.say(assigned())
    (event,) = await desk.say(returned())

    assert isinstance(event, CaseReturned)
    assert [] == await desk.say(case_ready())
    (draft,) = await desk.say(assigned("R-2"))
    assert isinstance(draft, CaseAssessed)
    assert "case-returned" == await desk.code(returned())


async def test_a_case_is_returned_once() -> None:
    """Only the current reviewer can return a case, and only once."""
    desk = Desk()
    await desk.assessed()

    assert "not-the-reviewer" == await desk.code(returned(reviewer_id="R-2"))
    assert "missing-unnamed" == await desk.code(returned("information-missing", missing=()))
    assert await desk.code(returned()) is None
    assert "case-returned" == await desk.code(returned())


async def test_a_signed_case_is_not_returned() -> None:
    """A signed case cannot be returned; it is corrected instead."""
    desk = Desk()
    await desk.assessed()
    await desk.say(signature())

    assert "already-signed" == await desk.code(returned())


async def test_an_unknown_case_cannot_be_returned() -> None:
    """Returning an unknown case is refused and does not affect the case when it arrives."""
    desk = Desk()

    assert "not-assigned" == await desk.code(returned())
    await desk.assessed()
    assert await desk.code(signature()) is None


async def test_a_panel_is_convened_with_its_approval() -> None:
    """The event names the approval and the finding (8 CCR 9792.10.6(c))."""
    desk = Desk()
    await desk.assessed()
    (event,) = await desk.say(panel(3))

    assert isinstance(event, PanelConvened)
    assert (event.reviewers, event.approval) == (3, "AD-EXAMPLE-1")
    assert "already-convened" == await desk.code(panel(3))
    assert "panel-too-large" == await desk.code(panel(4))


async def test_a_panel_too_late_or_too_early() -> None:
    """A panel is refused before the assessment and after the determination."""
    desk = Desk()

    assert "not-assessed" == await desk.code(panel())
    await desk.assessed()
    await desk.say(signature())
    assert "already-signed" == await desk.code(panel())
    assert 1 == len(desk.stream.messages(DeterminationSigned))
