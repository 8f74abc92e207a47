"""Refusals of letters' commands."""

from datetime import date

import pytest

from schemas.messages.letters import ConfirmService, LetterRequestRefused, ReissueLetter, ReleaseLetter, ReportReturnedMail
from services.letters.refusals import LetterCommand, refuse

CASE, SERVICE = "CM26-4170023", "CM26-4170023.1.worker.1"
COMMANDS: dict[str, LetterCommand] = {
    "release-letter": ReleaseLetter(
        notice=None, case_number=CASE, actor="Example Clerk", reason="It is right.", findings=("outcome.1",)
    ),
    "reissue-letter": ReissueLetter(
        notice=None,
        case_number=CASE,
        actor="Example Clerk",
        reason="Lost.",
        new_version=False,
        parties=(),
        method=None,
        address=None,
    ),
    "confirm-service": ConfirmService(
        case_number=CASE, service_id=SERVICE, actor="Example Clerk", served_on=date(2026, 4, 30), proof="Signed for."
    ),
    "report-returned-mail": ReportReturnedMail(
        case_number=CASE, service_id=SERVICE, actor="Example Clerk", returned_on=date(2026, 5, 4), reason="Unknown."
    ),
}


@pytest.mark.parametrize("request_name", COMMANDS)
def test_a_refusal_names_the_command_and_gives_the_reason(request_name: str) -> None:
    """The event has the case, the command's name without its topic, the code and the sentence."""
    expected = LetterRequestRefused(case_number=CASE, request=request_name, code="NOT_NOW", text="not now")

    assert [expected] == refuse(COMMANDS[request_name], "NOT_NOW", "not now")


def test_a_refusal_repeats_nothing_the_command_says_of_people() -> None:
    """Actor, reason, address and proof stay out of the event."""
    said = "".join(event.model_dump_json() for command in COMMANDS.values() for event in refuse(command, "NOT_NOW", "not now"))

    assert not [word for word in ("Clerk", "It is right", "Lost", "Signed", "Unknown") if word in said]
