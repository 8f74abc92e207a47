"""Wait for intake's answers to submissions, and tell each in one line."""

from cli.session.wait import wait_for
from runtime.outside.follow import Seen
from runtime.settings import Settings
from schemas.messages.acts.questions import FactsAsked
from schemas.messages.duplicates import DuplicateFound, DuplicateItemsDropped, DuplicateSuspected
from schemas.messages.intake import ApplicationDeferred, ApplicationFoundEligible, ApplicationFoundIneligible, Reason
from schemas.topics import INTAKE_EVENTS

_Answer = (
    ApplicationDeferred | ApplicationFoundEligible | ApplicationFoundIneligible | DuplicateFound | DuplicateSuspected | FactsAsked
)


async def answers(settings: Settings, missing: set[str], seconds: float) -> dict[str, str]:
    """Return intake's answers by submission, as far as they came within *seconds*."""
    found: dict[str, str] = {}
    dropped: dict[str, str] = {}

    def note(seen: Seen) -> bool | None:
        message = seen.message
        if isinstance(message, DuplicateItemsDropped) and message.submission_id in missing:
            dropped[message.submission_id] = "".join(
                f"item {each.item} is already under review in case {each.case_number}; " for each in message.items
            )
        elif isinstance(message, _Answer) and message.submission_id in missing and _is_final(message):
            found[message.submission_id] = dropped.get(message.submission_id, "") + _tell(message)
            missing.discard(message.submission_id)
        return None if missing else True

    if missing:
        await wait_for(settings, (INTAKE_EVENTS,), note, seconds)
    return found


def _is_final(message: _Answer) -> bool:
    """Return whether no other outcome follows at once, as after an expedited suspicion."""
    return not (isinstance(message, DuplicateSuspected) and message.settle_by is None)


def _tell(message: _Answer) -> str:
    match message:
        case ApplicationDeferred():
            return f"case {message.case_number}, deferred: {' '.join(reason.text for reason in message.reasons)}"
        case ApplicationFoundEligible():
            return f"case {message.case_number}, eligible{_except_for(message.not_under_review)}"
        case ApplicationFoundIneligible():
            return f"case {message.case_number}, not eligible: {' '.join(reason.text for reason in message.reasons)}"
        case DuplicateSuspected():
            cases = ", ".join(dict.fromkeys(each.case_number for each in message.items))
            return f"may be a duplicate of case {cases}, which staff settle with `imr case duplicate`: case {message.case_number}"
        case FactsAsked():
            questions = " ".join(each.question for each in message.asked)
            return f"case {message.case_number}, which waits for answers (`imr case amend`): {questions}"
        case DuplicateFound():
            return f"duplicate of case {message.duplicate_of}"


def _except_for(reasons: tuple[Reason, ...]) -> str:
    """Name the items that are not reviewed; duplicates are told with their cases."""
    told = [f"item {number} ({each.code})" for each in reasons if each.code != "DUPLICATE" for number in each.items]
    return f", except for {', '.join(told)}" if told else ""
