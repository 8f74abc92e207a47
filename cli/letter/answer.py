"""Send a command about a letter and print its answer."""

from cli.session.ask import ask
from cli.session.connection import fail
from cli.session.local_time import zone_of
from cli.session.output import print_json, say
from cli.session.timeline import tell
from runtime.settings import Settings
from schemas.message import Message
from schemas.messages.acts.addresses import ChangeAddress, PartyAddressChanged, PartyAddressUnchanged
from schemas.messages.letters import (
    ConfirmService,
    LetterIssued,
    LetterRequestRefused,
    LetterReturned,
    LetterServed,
    ReissueLetter,
    ReleaseLetter,
    ReportReturnedMail,
    ServiceIntended,
)
from schemas.messages.notices import NoticeIssued
from schemas.topics import LETTERS_EVENTS

LetterCommand = ReleaseLetter | ReissueLetter | ConfirmService | ReportReturnedMail | ChangeAddress

_ANSWERS = (
    *(LetterIssued, NoticeIssued, ServiceIntended, LetterServed, LetterReturned, LetterRequestRefused),
    *(PartyAddressChanged, PartyAddressUnchanged),
)


WAYS = {
    "NOTHING_HELD": "imr case show {case} shows its stage",
    "NO_SUCH_FINDING": "imr letter release {case} without --finding lists the findings",
    "REVIEWER_NAMED": "imr decision correct {case} --reviewer ID, with --write or --summary, takes the name out",
    "FINDINGS_NOT_ACCEPTED": "imr letter release {case} without --finding lists the findings; accept each of them",
    "NOTHING_TO_PRINT": "imr case show {case} has the facts of the case",
    "NOTHING_ISSUED": "imr letter fetch {case} says why there is no letter",
    "SET_ASIDE": "imr case show {case} shows the new review",
    "DRAFT": "a system started with --auto-sign makes drafts only; start it without, and sign",
    "WHOSE_ADDRESS": "name one --party for --address",
    "CONSOLIDATED": "imr letter reissue {case} --notice consolidation --party P --address TEXT serves its last notice again",
    "NO_SUCH_PARTY": "imr letter services {case} lists the parties",
    "NO_ADDRESS": "name the one --party with --address, or with --method hand",
    "NO_SUCH_SERVICE": "imr letter services {case} lists the services",
    "UNDER_WAY": "imr letter services {case} --wait waits until it has ended",
    "NOTHING_TO_CONFIRM": "imr letter services {case} shows the state of each service",
    "IMPOSSIBLE_DAY": "correct --on; imr case show {case} has the day of the determination",
    "NOTHING_TO_RETURN": "imr letter services {case} shows the state of each service",
}
"""The commands and options that help after a refusal, by code; {case} is the case number."""


def send(settings: Settings, command: LetterCommand, seconds: float, *, as_json: bool) -> None:
    """Publish *command* and print the answer; ends the command line if it is refused."""
    answer = ask(settings, command, command.case_number, seconds, LETTERS_EVENTS, _is_answer)
    if as_json:
        print_json({"type": answer.type, **answer.model_dump(mode="json")})
    if isinstance(answer, LetterRequestRefused):
        way = WAYS.get(answer.code)
        fail(f"refused: {answer.text}", *([way.format(case=command.case_number)] if way else []))
    if not as_json:
        say(tell(answer, zone_of(settings)))


def _is_answer(message: Message) -> bool:
    return isinstance(message, _ANSWERS)
