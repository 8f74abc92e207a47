"""Letters' handlers: given messages in any order, then letters."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest

from schemas.decision import DeterminationSigned
from schemas.intake import CaseReadyForReview
from schemas.letters import LetterFile, LetterIssued
from schemas.message import Message
from schemas.triage import ReviewerAssigned
from services.letters.handlers import Press, on_case_ready_for_review, on_determination_signed, on_reviewer_assigned
from services.letters.letter import LayoutReference, Letter
from services.letters.records import CaseFile
from services.letters.store import StoreUnavailable
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED
from tests.services.letters.sample import LAYOUT, LETTER

FILES = (LetterFile(format="text", sha256="0" * 64, size=1),)

ISSUED = LetterIssued(
    case_number="CM26-4170023",
    determination_version=1,
    layout="ca-workers-comp-2014@1",
    draft=False,
    decided_on=date(2026, 4, 29),
    files=FILES,
)

SECOND = SIGNED.model_copy(update={"determination_version": 2, "reviewer_id": "R-0002"})
SECOND_ASSIGNED = ASSIGNED.model_copy(update={"reviewer_id": "R-0002"})


class Recorder:
    """A press that notes what it was asked to print, and for which jurisdiction and day."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.asked: list[tuple[str, date]] = []
        self.press = Press("Example Review Organization", self.layout_of, self.print_letter)

    def layout_of(self, jurisdiction: str, decided_on: date) -> LayoutReference:
        """The sample's layout."""
        self.asked.append((jurisdiction, decided_on))
        return LAYOUT

    def print_letter(self, letter: Letter) -> tuple[LetterFile, ...]:
        """Keep the letter itself."""
        self.letters.append(letter)
        return FILES


async def handle(messages: Sequence[Message], case_files: dict[str, CaseFile], press: Press) -> list[LetterIssued]:
    """What follows from *messages* in this order."""
    issued: list[LetterIssued] = []
    for message in messages:
        match message:
            case CaseReadyForReview():
                issued += await on_case_ready_for_review(message, AT, case_files=case_files, press=press)
            case ReviewerAssigned():
                issued += await on_reviewer_assigned(message, AT, case_files=case_files, press=press)
            case DeterminationSigned():
                issued += await on_determination_signed(message, AT, case_files=case_files, press=press)
    return issued


@pytest.mark.parametrize(
    "messages", list(permutations([READY, ASSIGNED, SIGNED])), ids=lambda order: "-".join(type(one).__name__ for one in order)
)
async def test_the_letter_is_issued_with_the_last_of_the_three(messages: tuple[Message, ...]) -> None:
    """In whatever order the three arrive, two issue nothing and the third issues the letter, in the layout of place and day."""
    recorder, case_files = Recorder(), dict[str, CaseFile]()

    assert await handle(messages[:2], case_files, recorder.press) == []
    assert await handle(messages[2:], case_files, recorder.press) == [ISSUED]
    assert recorder.letters == [LETTER]
    assert recorder.asked == [("ca-workers-comp", date(2026, 4, 29))]


async def test_of_an_issued_determination_only_its_version_stays() -> None:
    """Once the letter is issued the record holds the facts for another one, and no determination."""
    case_files: dict[str, CaseFile] = {}
    await handle([READY, ASSIGNED, SIGNED], case_files, Recorder().press)

    assert (case_files["CM26-4170023"].waiting, case_files["CM26-4170023"].issued) == ((), (1,))
    assert "lower back" not in case_files["CM26-4170023"].model_dump_json()


async def test_a_newer_determination_issues_a_new_letter() -> None:
    """Decided anew by another reviewer, the case gets a second letter with that reviewer's credentials."""
    recorder, case_files = Recorder(), dict[str, CaseFile]()
    await handle([READY, ASSIGNED, SIGNED], case_files, recorder.press)
    second = await handle([SECOND, SECOND_ASSIGNED.model_copy(update={"licensure": ("Nevada",)})], case_files, recorder.press)

    assert [ISSUED.model_copy(update={"determination_version": 2})] == second
    assert [letter.reviewer.licensure for letter in recorder.letters] == [("California", "Oregon"), ("Nevada",)]
    assert case_files["CM26-4170023"].issued == (1, 2)


async def test_a_determination_that_is_not_newer_issues_nothing() -> None:
    """The same version again, or an older one, changes nothing."""
    recorder, case_files = Recorder(), dict[str, CaseFile]()
    await handle([READY, ASSIGNED, SECOND_ASSIGNED, SECOND], case_files, recorder.press)
    before = dict(case_files)

    assert await handle([SECOND, SIGNED], case_files, recorder.press) == []
    assert before == case_files
    assert len(recorder.letters) == 1


async def test_an_earlier_reviewer_s_determination_may_arrive_last() -> None:
    """Both assignments are read before either determination, as when all is read again: each letter has its own reviewer."""
    recorder = Recorder()
    issued = await handle([READY, ASSIGNED, SECOND_ASSIGNED, SIGNED, SECOND], {}, recorder.press)

    assert [letter.determination_version for letter in issued] == [1, 2]


async def test_a_determination_overtaken_while_it_waited_is_dropped() -> None:
    """A first determination without credentials does not hold up the second, and does not come after it."""
    case_files: dict[str, CaseFile] = {}
    issued = await handle([READY, SIGNED, SECOND_ASSIGNED, SECOND, ASSIGNED], case_files, Recorder().press)

    assert [letter.determination_version for letter in issued] == [2]
    assert case_files["CM26-4170023"].waiting == ()


async def test_an_automatic_signature_is_a_draft() -> None:
    """A determination that no reviewer signed gives a draft, in the letter and on the event."""
    recorder = Recorder()
    issued = await handle([READY, ASSIGNED, SIGNED.model_copy(update={"signature": "automatic"})], {}, recorder.press)

    assert [ISSUED.model_copy(update={"draft": True})] == issued
    assert recorder.letters[0].draft


async def test_a_letter_that_cannot_be_kept_is_not_issued() -> None:
    """When the store is unavailable the error reaches the runtime and the record stays as it was."""

    def fail(_letter: Letter) -> tuple[LetterFile, ...]:
        raise StoreUnavailable

    case_files: dict[str, CaseFile] = {}
    await handle([READY, ASSIGNED], case_files, Recorder().press)
    before = dict(case_files)

    with pytest.raises(StoreUnavailable):
        await handle([SIGNED], case_files, Press("Example Review Organization", Recorder().layout_of, fail))
    assert before == case_files
