"""A case under appeal in letters."""

from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.wire.codec import read
from services.letters.handlers.appeals import on_appeal
from services.letters.state import NEW_CASE
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
