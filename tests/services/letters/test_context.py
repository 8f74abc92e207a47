"""The context of letters' handlers: one partition's state and the maker of letters."""

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from jurisdictions.files import load_jurisdiction
from jurisdictions.model import Jurisdiction
from runtime.content.store import FolderLetterStore
from runtime.state.state import State
from services.letters.app import create_handlers
from services.letters.handlers.issuing.inputs import on_case_ready_for_review, on_determination_signed, on_reviewer_assigned
from services.letters.handlers.serving.outbox import Outbox
from services.letters.state import CaseParties, CaseState, ServiceOnParty
from tests.services.letters.context import Recorder
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED

CASE = "CM26-4170023"

RULES = load_jurisdiction("ca-workers-comp")


def test_handlers_write_to_the_tables_and_cannot_replace_them() -> None:
    """A table belongs to the partition: its entries change, the table stays."""
    recorder = Recorder()
    recorder.context.case_files[CASE] = CaseState(issued=(1,))

    assert {CASE: CaseState(issued=(1,))} == recorder.case_files
    with pytest.raises(FrozenInstanceError):
        recorder.context.case_files = {}  # type: ignore[misc]


async def test_each_partition_has_a_context_of_its_own(tmp_path: Path) -> None:
    """A case handled on one partition leaves no trace in the state of another."""
    store, channel = FolderLetterStore(tmp_path), Outbox(tmp_path, lambda: AT)
    states = [State(), State()]
    handlers = [
        create_handlers(state, maker=Recorder().context.maker, store=store, channel=channel, drop_at=RULES.drop_at).messages
        for state in states
    ]

    await handlers[0][READY.type](READY, AT)  # type: ignore[misc]

    assert [True, False] == [CASE in state.table("case-files", CaseState) for state in states]
    assert [True, False] == [CASE in state.table("case-parties", CaseParties) for state in states]
    assert not [state for state in states if list(state.table("services", ServiceOnParty))]


async def test_a_letter_is_made_by_its_maker_and_no_other_rules() -> None:
    """Organization and jurisdiction come from the maker; the jurisdiction is the case's."""
    requested: list[str] = []

    def jurisdiction(name: str) -> Jurisdiction:
        requested.append(name)
        return load_jurisdiction(name)

    recorder = Recorder()
    maker = replace(recorder.context.maker, review_organization="Other Review, Inc.", jurisdiction=jurisdiction)
    context = replace(recorder.context, maker=maker)
    await on_case_ready_for_review(READY, AT, context=context)
    await on_reviewer_assigned(ASSIGNED, AT, context=context)
    await on_determination_signed(SIGNED, AT, context=context)

    assert ["Other Review, Inc."] == [letter.review_organization for letter in recorder.letters]
    assert {"ca-workers-comp"} == set(requested)
