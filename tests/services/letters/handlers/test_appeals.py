"""A case under appeal in letters."""

from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.notices import NoticeIssued
from schemas.wire.codec import read
from services.letters.handlers.appeals import on_appeal, on_case_remanded
from services.letters.state import NEW_CASE, CaseNotices
from tests.examples import ROOT
from tests.services.letters.cases import CASE
from tests.services.letters.context import Recorder
from tests.services.letters.events import AT

APPEALED = read(CaseAppealed, 1, (ROOT / "schemas/examples/imr.intake.case-appealed/1.json").read_bytes())
AFFIRMED = read(CaseAffirmed, 1, (ROOT / "schemas/examples/imr.intake.case-affirmed/1.json").read_bytes())


def test_a_case_is_marked_while_it_is_appealed() -> None:
    """A case that is not known here gets no mark."""
    context = Recorder().context
    on_appeal(APPEALED.model_copy(update={"case_number": CASE}), AT, context=context)
    assert {} == context.case_files

    context.case_files[CASE] = NEW_CASE
    on_appeal(APPEALED.model_copy(update={"case_number": CASE}), AT, context=context)
    assert context.case_files[CASE].appealed
    on_appeal(AFFIRMED.model_copy(update={"case_number": CASE}), AT, context=context)
    assert not context.case_files[CASE].appealed


async def test_the_parties_of_a_remanded_case_are_told_once() -> None:
    """A case that ended without a determination has parties and facts again."""
    context = Recorder().context
    example = read(CaseRemanded, 1, (ROOT / "schemas/examples/imr.intake.case-remanded/1.json").read_bytes())
    remanded = example.model_copy(update={"case_number": CASE, "determination_version": 0, "against": "ineligible"})
    context.notices[CASE] = CaseNotices(ended=True)

    events = await on_case_remanded(remanded, AT, context=context)
    assert ["remand"] == [each.kind for each in events if isinstance(each, NoticeIssued)]
    assert (0, False) == (context.case_files[CASE].set_aside, context.notices[CASE].ended)
    assert context.parties[CASE].parties
    assert [] == list(await on_case_remanded(remanded, AT, context=context))
