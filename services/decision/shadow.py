"""The shadow service: assesses every case by other guidelines and publishes differences.

It runs as its own process (`python -m services.decision.shadow`) with its own consumer group. It
reads intake's events and publishes on a topic that no deciding service reads. Neither it nor the
live service waits for the other.
"""

import sys
from datetime import datetime
from functools import partial

from runtime.handlers import Handlers
from runtime.main import run_service
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.state import State
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged
from schemas.messages.shadow import AssessmentDiffered, ItemDiffered
from schemas.topics import INTAKE_EVENTS, SHADOW
from services.decision.analysis.backtest import ItemChange, case_changes, with_library
from services.decision.analysis.candidate import CandidateEdition, NothingToRead, candidate_edition
from services.decision.assessment.config import DecisionConfig, config_of


class NoShadow(ValueError):
    """The setting names no folder with the shadow's guidelines; *why* says how it is wrong."""

    def __init__(self, why: str = "it is empty; set it to the folder with the shadow's guidelines") -> None:
        super().__init__(f"IMR_SHADOW_GUIDELINES_DIR: {why}")


def create_app(settings: Settings) -> Service:
    """Create the shadow service for *settings*.

    Raises NoShadow and LibraryNotSound.
    """
    shadow = edition_of(settings)
    live = config_of(settings.jurisdiction, auto_sign=False)
    beside = with_library(live, shadow.library, shadow.digest)
    return Service(SHADOW, (INTAKE_EVENTS,), partial(create_handlers, live=live, shadow=beside))


def edition_of(settings: Settings) -> CandidateEdition:
    """Return the shadow's edition; raises NoShadow and LibraryNotSound."""
    folder = settings.shadow_guidelines_dir
    if folder is None:
        raise NoShadow
    if not folder.is_dir():
        raise NoShadow(f"{folder} is no folder")
    try:
        return candidate_edition([folder])
    except NothingToRead as error:
        raise NoShadow(str(error)) from None


def create_handlers(_state: State, *, live: DecisionConfig, shadow: DecisionConfig) -> Handlers:
    """Create the handlers; the shadow keeps no state."""
    handlers = Handlers()
    handlers.on(CaseReadyForReview, partial(on_case_ready_for_review, live=live, shadow=shadow))
    handlers.on(CaseFileChanged, partial(on_case_ready_for_review, live=live, shadow=shadow))
    handlers.on(ItemsJoined, partial(on_case_ready_for_review, live=live, shadow=shadow))
    return handlers


def on_case_ready_for_review(
    message: CaseReadyForReview | CaseFileChanged | ItemsJoined, _at: datetime, *, live: DecisionConfig, shadow: DecisionConfig
) -> list[AssessmentDiffered]:
    """Assess the case by both libraries and publish the items on which they differ."""
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


def main() -> None:
    """Run the shadow service; exit if no other guidelines are set."""
    try:
        run_service(create_app)
    except NoShadow as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
