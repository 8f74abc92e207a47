"""Intake's answers to submissions, in one line each."""

import asyncio
import json

import pytest

from cli.submission.answers import answers
from schemas.message import Message
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, DuplicateSuspected
from schemas.messages.intake import ApplicationFoundEligible, ApplicationFoundIneligible
from schemas.wire.codec import read
from tests.cli.stream import FakeStream
from tests.examples import ROOT

ID = "80d92efe-035f-539c-bca6-61af055ffe45"
CASE = "CM15-1330002"


def example(kind: type[Message], **changes: object) -> Message:
    """Return the newest example of *kind*, about one submission and case."""
    data = json.loads((ROOT / f"schemas/examples/{kind.type}/{kind.version}.json").read_text())
    number = {"case_number": CASE} if "case_number" in data else {}
    return read(kind, kind.version, json.dumps({**data, "submission_id": ID, **number, **changes}).encode())


ELIGIBLE = example(ApplicationFoundEligible, not_under_review=[])


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        ([example(DuplicateFound)], "duplicate of case CM15-1330001"),
        ([example(ApplicationFoundEligible)], f"case {CASE}, eligible, except for item 2 (ALREADY_AUTHORIZED)"),
        ([ELIGIBLE], f"case {CASE}, eligible"),
        (
            [example(DuplicateItemsDropped), ELIGIBLE],
            f"item 1 is already under review in case CM15-1330001; case {CASE}, eligible",
        ),
        (
            [example(DuplicateSuspected)],
            f"may be a duplicate of case CM15-1330001, which staff settle with `imr case duplicate`: case {CASE}",
        ),
        ([example(DuplicateSuspected, settle_by=None), ELIGIBLE], f"case {CASE}, eligible"),
        ([], None),
    ],
    ids=["duplicate", "but for an item", "eligible", "dropped", "suspected", "expedited", "nothing"],
)
def test_an_answer_is_told(stream: FakeStream, messages: list[Message], told: str | None) -> None:
    """Dropped items are named beside the others; a case in doubt says who settles it."""
    stream.say(*messages)

    assert ({} if told is None else {ID: told}) == asyncio.run(answers(stream.settings, {ID}, 1))


def test_an_ineligible_application_is_told_its_reasons(stream: FakeStream) -> None:
    """In the jurisdiction's sentences."""
    stream.say(example(ApplicationFoundIneligible))

    assert "not eligible: " in asyncio.run(answers(stream.settings, {ID}, 1))[ID]
