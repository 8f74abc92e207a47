"""The letters service put together: what it reads, which handler gets what, where letters are kept and whose sentences they carry."""

from datetime import date
from functools import partial

import jurisdictions
from runtime.handlers import Handlers
from runtime.service import Service
from runtime.settings import Settings
from runtime.state import State
from schemas.decision import DeterminationSigned
from schemas.intake import CaseReadyForReview
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, TRIAGE_EVENTS
from schemas.triage import ReviewerAssigned
from services.letters.handlers import Press, on_case_ready_for_review, on_determination_signed, on_reviewer_assigned
from services.letters.letter import LayoutReference, layout_reference
from services.letters.records import CaseFile
from services.letters.render import print_letter
from services.letters.store import FolderLetterStore


def create_app(settings: Settings) -> Service:
    """The service as *settings* want it; `letter_layouts_dir` replaces sentences and adds fonts (layout.py)."""
    store = FolderLetterStore(settings.data_dir / "letters")
    press = Press(
        review_organization=settings.review_organization,
        layout_of=layout_of,
        print_letter=partial(print_letter, store=store, replacements=settings.letter_layouts_dir),
    )
    return Service("letters", (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_EVENTS), partial(create_handlers, press=press))


def create_handlers(state: State, *, press: Press) -> Handlers:
    """Which handler gets which message, bound to the case files of one partition."""
    case_files = state.table("case-files", CaseFile)
    handlers = Handlers()
    handlers.on(CaseReadyForReview, partial(on_case_ready_for_review, case_files=case_files, press=press))
    handlers.on(ReviewerAssigned, partial(on_reviewer_assigned, case_files=case_files, press=press))
    handlers.on(DeterminationSigned, partial(on_determination_signed, case_files=case_files, press=press))
    return handlers


def layout_of(jurisdiction: str, decided_on: date) -> LayoutReference:
    """The layout of a letter, by jurisdiction and decision date."""
    return layout_reference(jurisdictions.load(jurisdiction).letter_layout(decided_on))
