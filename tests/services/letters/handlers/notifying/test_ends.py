"""The notices of an end."""

from typing import Any

import pytest

from schemas.messages.acts.withdrawal import ItemsWithdrawn
from services.letters.handlers.notifying.inputs import on_items_ended
from services.letters.notices import ItemsEndedNotice
from tests.services.letters.events import APPLICATION, AT
from tests.services.letters.handlers.notifying.notified import CASE, received

FIRST, SECOND, *_ = APPLICATION.items


def withdrawn(*items: int, ground: Any = "settled") -> ItemsWithdrawn:
    """Return the event that the dispute about *items* ended."""
    return ItemsWithdrawn(case_number=CASE, items=items, ground=ground, actor="Example Clerk", reason="By letter.", acted_at=AT)


@pytest.mark.parametrize(("ground", "code"), [("withdrawn", "WITHDRAWN"), ("settled", "SETTLED"), ("awarded", "AWARDED")])
async def test_single_treatments_that_ended_are_told_once_with_the_ground(ground: Any, code: str) -> None:
    """Beside those left; a repeat, and an item that is not under review, tell nothing."""
    recorder = received()
    for _ in range(2):
        await on_items_ended(withdrawn(FIRST.number, ground=ground), AT, context=recorder.context)
    (copies,) = recorder.notice_copies

    assert ["worker", "claims-administrator", "employer", "provider"] == list(copies)
    for copy in copies.values():
        assert isinstance(copy, ItemsEndedNotice)
        assert (code, (FIRST.request,), (SECOND.request,)) == (copy.reason.code, copy.ended, copy.requests)
    assert recorder.notices[CASE].facts is not None
    assert (SECOND.number,) == recorder.notices[CASE].facts.items


async def test_the_end_of_all_treatments_is_told_by_the_notice_of_the_end() -> None:
    """CaseTerminated follows it."""
    recorder = received()
    assert [] == await on_items_ended(withdrawn(FIRST.number, SECOND.number), AT, context=recorder.context)
