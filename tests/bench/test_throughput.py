"""The measured service counts and answers each message."""

from bench.throughput import CASES, Count, _message, counting
from runtime.testing import MemoryStream
from schemas.messages.triage import NoReviewerFound


async def test_each_message_changes_a_record_and_has_an_answer() -> None:
    """One event in, one event out, one record changed: the least that a service does."""
    stream = MemoryStream(counting())
    for number in (0, 1, CASES):
        stream.publish(_message(number))
    await stream.settle()

    (repeated,) = {_message(0).case_number} & {_message(CASES).case_number}
    answers = {(each.case_number, each.considered) for each in stream.messages(NoReviewerFound)}
    assert {(repeated, 0), (repeated, 1), (_message(1).case_number, 0)} == answers
    assert [2] == [
        table[repeated].requests for state in stream.states("triage") if repeated in (table := state.table("counts", Count))
    ]


def test_messages_are_spread_over_lots() -> None:
    """Every partition has work."""
    assert {0, 1, 2, 3} == {int(_message(number).case_number[5:8]) % 4 for number in range(8)}
