"""A case under appeal in letters."""

from typing import Any

import pytest

from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.letters import LetterRequestRefused, ReissueLetter, ReleaseLetter
from schemas.messages.notices import NoticeIssued
from schemas.wire.codec import read
from services.letters.handlers.appeals import on_appeal, on_case_remanded
from services.letters.handlers.notifying.again import reissue_notice, release_notice
from services.letters.handlers.notifying.issue import UNKNOWN_APPLICATION
from services.letters.state import NEW_CASE, CaseNotices, HeldNotice, IssuedNotice
from tests.examples import ROOT, application
from tests.services.letters.cases import CASE
from tests.services.letters.context import Recorder
from tests.services.letters.events import AT, SIGNED

APPEALED = read(CaseAppealed, 1, (ROOT / "schemas/examples/imr.intake.case-appealed/1.json").read_bytes())
AFFIRMED = read(CaseAffirmed, 1, (ROOT / "schemas/examples/imr.intake.case-affirmed/1.json").read_bytes())

REMANDED = read(CaseRemanded, 1, (ROOT / "schemas/examples/imr.intake.case-remanded/1.json").read_bytes()).model_copy(
    update={"case_number": CASE, "determination_version": 0, "against": "ineligible"}
)


def test_a_case_is_marked_while_it_is_appealed() -> None:
    """A case that is not known here gets no mark."""
    context = Recorder().context
    on_appeal(APPEALED.model_copy(update={"case_number": CASE}), AT, context=context)
    assert {} == context.case_files

    context.case_files[CASE] = NEW_CASE
    on_appeal(APPEALED.model_copy(update={"case_number": CASE}), AT, context=context)
    assert context.case_files[CASE].appealed
    on_appeal(AFFIRMED.model_copy(update={"case_number": CASE, "pending": ("employer",)}), AT, context=context)
    assert context.case_files[CASE].appealed
    on_appeal(AFFIRMED.model_copy(update={"case_number": CASE}), AT, context=context)
    assert not context.case_files[CASE].appealed


async def test_the_parties_of_a_remanded_case_are_told_once() -> None:
    """A case that ended without a determination has parties and facts again."""
    context = Recorder().context
    context.notices[CASE] = CaseNotices(ended=True)

    events = await on_case_remanded(REMANDED, AT, context=context)
    assert ["remand"] == [each.kind for each in events if isinstance(each, NoticeIssued)]
    assert (0, False) == (context.case_files[CASE].set_aside, context.notices[CASE].ended)
    assert context.parties[CASE].parties
    assert [] == list(await on_case_remanded(REMANDED, AT, context=context))


@pytest.mark.parametrize(
    ("version", "reason", "stays", "set_aside"),
    [(2, None, True, 1), (2, "A wrong word.", False, 1), (1, None, False, 1)],
    ids=["of the new review", "a correction of the former", "of the former"],
)
async def test_a_determination_of_the_new_review_may_come_before_its_order(
    version: int, reason: str | None, *, stays: bool, set_aside: int
) -> None:
    """Topics have no common order: its letter is made all the same (LC 4610.6(i))."""
    context = Recorder().context
    signed = SIGNED.model_copy(update={"determination_version": version, "reason_for_correction": reason})
    context.case_files[CASE] = NEW_CASE.model_copy(update={"issued": (1,), "waiting": (signed,)})

    await on_case_remanded(REMANDED.model_copy(update={"determination_version": 1}), AT, context=context)

    assert stays == (signed in context.case_files[CASE].waiting)
    assert set_aside == context.case_files[CASE].set_aside


@pytest.mark.parametrize(
    ("against", "aside"), [("ineligible", "ineligibility"), ("terminated", "termination"), ("determined", None)]
)
async def test_the_notice_of_an_end_that_was_set_aside_is_not_served_again(against: Any, aside: str | None) -> None:
    """Nor released; a notice of another kind is, and none of them keeps the case open.

    A determination is set aside with its letter (LC 4610.6(i)).
    """
    context = Recorder().context
    issued = {
        "cause": "",
        "letter_version": 1,
        "dated_on": AT.date(),
        "jurisdiction": "ca-workers-comp",
        "appeal": True,
        "files": (),
    }
    kinds = ("ineligibility", "termination")
    context.notices[CASE] = CaseNotices(
        issued=tuple(IssuedNotice(notice=each, kind=each, **issued) for each in kinds),
        held=tuple(
            HeldNotice(notice=f"{each}-2", kind=each, cause="2", content=None, findings=(UNKNOWN_APPLICATION,)) for each in kinds
        ),
    )
    await on_case_remanded(REMANDED.model_copy(update={"against": against}), AT, context=context)

    who = {"case_number": CASE, "actor": "Example Clerk", "reason": "It was lost."}
    for kind in kinds:
        (refused,) = await reissue_notice(
            ReissueLetter(**who, notice=kind, new_version=False, parties=("worker",), method=None, address="1 Example Way"),
            AT,
            context=context,
        )
        (held,) = await release_notice(ReleaseLetter(**who, notice=f"{kind}-2", findings=("application.1",)), AT, context=context)
        codes = [each.code for each in (refused, held) if isinstance(each, LetterRequestRefused)]
        assert (["SET_ASIDE"] * 2 if kind == aside else ["NO_SUCH_PARTY", "NOTHING_TO_PRINT"]) == codes
    assert [f"{each}-2" for each in kinds if each != aside] == [each.notice for each in context.notices[CASE].waiting]


async def test_a_remand_notice_lists_only_the_items_under_review() -> None:
    """The claims administrator authorised the other one, so nothing of it is in dispute."""
    recorder = Recorder()
    items = tuple(
        item.model_copy(update={"quantity": item.quantity.model_copy(update={"in_dispute": "0"})}) if item.number == 1 else item
        for item in application().items
    )
    remanded = REMANDED.model_copy(update={"application": application(items=items), "against": "determined"})

    await on_case_remanded(remanded, AT, context=recorder.context)

    facts = recorder.context.notices[CASE].facts
    assert facts is not None
    assert {item.number: item.request for item in items if item.number != 1} == facts.by_item
