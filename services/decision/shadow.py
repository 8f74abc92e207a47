"""A shadow edition: every case is assessed a second time, by other guidelines, and where the answers differ an event says so.

It runs as a process of its own (`python -m services.decision.shadow`), under a consumer name of its own. It reads what intake says,
publishes on a topic that nobody who decides reads, and neither waits for the live service nor makes it wait.
"""

import sys
from datetime import datetime
from functools import partial

from runtime.handlers import Handlers
from runtime.main import run_service
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.state import State
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.shadow import AssessmentDiffered, ItemDiffered
from schemas.topics import INTAKE_EVENTS, SHADOW
from services.decision.analysis.backtest import ItemChange, case_changes, with_library
from services.decision.analysis.candidate import candidate_edition
from services.decision.assessment.config import Practice, practice_of


class NoShadow(ValueError):
    """No folder of guidelines was named to run as a shadow."""

    def __init__(self) -> None:
        super().__init__(
            "IMR_SHADOW_GUIDELINES_DIR is empty: name the folder whose guidelines are to be tried beside the live ones"
        )


def create_app(settings: Settings) -> Service:
    """The shadow as *settings* want it; raises NoShadow, and LibraryNotSound where its guidelines are wrong."""
    folder = settings.shadow_guidelines_dir
    if folder is None:
        raise NoShadow
    live = practice_of(settings.jurisdiction, auto_sign=False)
    shadow = candidate_edition([folder] if folder.is_dir() else [])
    beside = with_library(live, shadow.library, shadow.digest)
    return Service(SHADOW, (INTAKE_EVENTS,), partial(create_handlers, live=live, shadow=beside))


def create_handlers(_state: State, *, live: Practice, shadow: Practice) -> Handlers:
    """It remembers nothing of a case."""
    handlers = Handlers()
    handlers.on(CaseReadyForReview, partial(on_case_ready_for_review, live=live, shadow=shadow))
    return handlers


def on_case_ready_for_review(
    message: CaseReadyForReview, _at: datetime, *, live: Practice, shadow: Practice
) -> list[AssessmentDiffered]:
    """Assess the file by both libraries, and say where they differ."""
    changes = case_changes(message.case_number, message.application, live, shadow)
    if not changes:
        return []
    return [
        AssessmentDiffered(
            case_number=message.case_number,
            live_library=live.library_digest,
            shadow_library=shadow.library_digest,
            items=tuple(_differed(each) for each in changes),
        )
    ]


def _differed(change: ItemChange) -> ItemDiffered:
    before, after = change.before, change.after
    return ItemDiffered(
        item=change.item,
        request=change.request,
        kind=change.change.kind,
        live_proposal=before.proposal,
        shadow_proposal=after.proposal,
        live_guideline=before.guideline,
        shadow_guideline=after.guideline,
        why=change.change.why,
    )


if __name__ == "__main__":
    try:
        run_service(create_app)
    except NoShadow as error:
        sys.exit(str(error))
