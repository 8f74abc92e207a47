"""Which events move a case."""

from typing import get_args

import pytest

from schemas.case import OfACase
from schemas.messages.acts.appeals import CaseAffirmed, Petitioner
from schemas.messages.letters import HeldFinding, LetterHeld, LetterIssued
from schemas.wire.codec import read
from services.ops.domain.stages import Stage
from services.ops.live.stage_of import ANEW_OF, STAGE_OF, stage_of
from tests.examples import ROOT
from tests.services.ops.lives import life


def test_every_stage_has_its_event() -> None:
    """No stage is unreachable; only a deferral is begun by two events."""
    assert sorted([*get_args(Stage), "deferred"]) == sorted((*STAGE_OF.values(), *ANEW_OF.values()))


def test_only_events_of_a_case_move_one() -> None:
    """Each of them names its case."""
    assert all(issubclass(message, OfACase) for message in STAGE_OF)


@pytest.mark.parametrize(("pending", "stage"), [((), "affirmed"), (("employer",), None)])
def test_the_last_petition_that_is_denied_closes_the_case(pending: tuple[Petitioner, ...], stage: Stage | None) -> None:
    """While that of another is pending it stays appealed."""
    affirmed = read(CaseAffirmed, 1, (ROOT / "schemas/examples/imr.intake.case-affirmed/1.json").read_bytes())

    assert stage == stage_of(affirmed.model_copy(update={"pending": pending}))


@pytest.mark.parametrize(("version", "stage"), [(1, "letter held"), (2, None), (3, None)])
def test_a_later_letter_that_is_held_does_not_open_the_case_again(version: int, stage: Stage | None) -> None:
    """A first letter that is held is a stage; a held correction leaves the case issued."""
    finding = HeldFinding(id="outcome.1", rule="outcome", severity="error", place="/items/0", text="The closing says otherwise.")
    held = LetterHeld(case_number="CM26-4170023", determination_version=version, findings=(finding,))

    assert stage == stage_of(held)


@pytest.mark.parametrize(
    ("version", "corrects", "stage"),
    [(1, False, "letter issued"), (2, False, "letter issued anew"), (2, True, None), (2, None, "letter issued anew")],
)
def test_a_letter_says_whether_it_is_of_a_correction(version: int, *, corrects: bool | None, stage: Stage | None) -> None:
    """One of a correction moves no case; one of an earlier version does not say, and may."""
    letter = next(each for each in life("CM26-4170023") if isinstance(each, LetterIssued))

    assert stage == stage_of(letter.model_copy(update={"determination_version": version, "corrects": corrects}))
