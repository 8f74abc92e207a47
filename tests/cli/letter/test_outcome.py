"""What became of a letter, in sentences with the commands that help."""

from zoneinfo import ZoneInfo

import pytest

from cli.letter.outcome import as_data, outcome, release_command, tell_held, tell_issued, tell_next, wait_for_outcome, why_no_letter
from cli.session.timeline import cases
from schemas.message import Message
from tests.cli.letter.outcomes import AWAITED, DECLINED, HELD, REVIEWERS_NAME, WARNED
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, CASE, ISSUED, NUMBER, RECEIVED, SIGNED

LATER = {"determination_version": SIGNED.determination_version + 1}


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([], None),
        ([SIGNED], None),
        ([HELD], HELD),
        ([HELD, ISSUED], ISSUED),
        ([ISSUED, HELD.model_copy(update=LATER)], HELD.model_copy(update=LATER)),
        ([HELD.model_copy(update=LATER), ISSUED], HELD.model_copy(update=LATER)),
        ([ISSUED.model_copy(update={"case_number": "CM26-4170024"})], None),
    ],
)
def test_the_outcome_is_that_of_the_newest_determination(messages: list[Message], expected: Message | None) -> None:
    """A held letter that was released is issued; other cases do not count."""
    assert expected == outcome(messages, NUMBER)


def test_the_outcome_of_one_determination_is_not_that_of_another() -> None:
    """A correction waits for its own letter."""
    assert outcome([ISSUED], NUMBER, SIGNED.determination_version + 1) is None
    assert ISSUED == outcome([ISSUED, HELD.model_copy(update=LATER)], NUMBER, SIGNED.determination_version)


def test_a_held_letter_is_told_with_its_findings_and_commands() -> None:
    """The release names every finding; the correction names the reviewer."""
    told = "\n".join(tell_held(HELD, "R-1"))

    assert "is held and was sent to no party" in told
    assert "injury-date.1  error at /clinical_summary: Another date." in told
    assert f"imr letter release {NUMBER} --actor " in told
    assert "--finding injury-date.1 --finding treatment.1" in told
    assert f"imr decision correct {NUMBER} --reviewer R-1" in told


def test_a_letter_with_its_reviewers_name_has_no_command_that_releases_it() -> None:
    """The one way out is the correction."""
    named = HELD.model_copy(update={"findings": (*HELD.findings, REVIEWERS_NAME)})
    told = "\n".join(tell_held(named, "R-1"))

    assert "letter release" not in told
    assert "names.1 is the reviewer's name, so the letter cannot be released; correct the determination with: imr decision" in told
    assert as_data(named)["release"] is None


def test_the_release_command_can_be_pasted() -> None:
    """Names and reasons are quoted for the shell."""
    assert (
        f"imr letter release {NUMBER} --actor 'Pat Example' --reason 'It'\"'\"'s right.' --finding injury-date.1 --finding treatment.1"
        == (release_command(HELD, "Pat Example", "It's right."))
    )


def test_an_issued_letter_is_told_with_its_warnings() -> None:
    """Without warnings there are two lines."""
    assert 2 == len(tell_issued(ISSUED))
    assert f"imr letter fetch {NUMBER}" in tell_issued(ISSUED)[1]
    told = "\n".join(tell_issued(WARNED))
    assert "treatment.1  warning at /items/0/rationale: Another item." in told
    assert f"imr decision correct {NUMBER}" in told


@pytest.mark.parametrize(
    ("message", "told"),
    [(AWAITED, f"imr decision countersign {NUMBER} --reviewer ID --version"), (DECLINED, f"imr decision sign {NUMBER}")],
)
def test_who_signs_next_is_told(message: Message, told: str) -> None:
    """A determination itself needs no further signature."""
    assert told in tell_next(message)[0]
    assert [] == tell_next(SIGNED)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((RECEIVED,), "application received"),
        ((RECEIVED, ASSESSED), "the determination is not signed"),
        ((RECEIVED, ASSESSED, AWAITED), "countersign"),
        ((RECEIVED, ASSESSED, AWAITED, DECLINED), "the reviewer signs again"),
        ((RECEIVED, ASSESSED, SIGNED, HELD), "is held"),
        ((RECEIVED, ASSESSED, SIGNED), None),
        ((RECEIVED, ASSESSED, AWAITED, SIGNED), None),
        ((RECEIVED, ASSESSED, SIGNED, HELD, SIGNED.model_copy(update=LATER)), None),
    ],
)
def test_a_case_without_a_letter_has_a_reason(stream: FakeStream, events: tuple[Message, ...], told: str | None) -> None:
    """None is the sign that a letter is being made."""
    stream.say(*events)
    reasons = why_no_letter(cases(stream.events)[NUMBER], ZoneInfo("America/Los_Angeles"))

    assert (reasons is None) == (told is None)
    assert told is None or told in "\n".join(reasons or [])


def test_the_outcome_is_awaited(stream: FakeStream) -> None:
    """None if the time passes first."""
    assert wait_for_outcome(stream.settings, SIGNED, 1) is None
    stream.say(*CASE)
    assert ISSUED == wait_for_outcome(stream.settings, SIGNED, 1)


def test_programs_get_the_outcome_as_data() -> None:
    """Status first; findings or warnings with it."""
    assert {"status": "pending"} == as_data(None)
    assert ("held", ["injury-date.1", "treatment.1"]) == (
        as_data(HELD)["status"],
        [each["id"] for each in as_data(HELD)["findings"]],
    )
    assert ("issued", 1, ["treatment.1"]) == (
        as_data(WARNED)["status"],
        as_data(WARNED)["letter_version"],
        [each["id"] for each in as_data(WARNED)["warnings"]],
    )
