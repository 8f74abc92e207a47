"""Release a held letter: issue it as it is, once every finding is accepted."""

from collections.abc import Sequence
from datetime import datetime

from schemas.message import Event
from schemas.messages.letters import LetterReleased, Release, ReleaseLetter
from services.letters.context import Context
from services.letters.domain.release import not_accepted, not_found
from services.letters.handlers.issuing.assemble import assemble, printable, replaced_by
from services.letters.handlers.issuing.issue import issue
from services.letters.handlers.notifying.again import release_notice
from services.letters.lint.finding import HOLDS
from services.letters.lint.rules.names import disclosing_reviewer
from services.letters.refusals import refuse
from services.letters.state import NEW_CASE


async def on_release_letter(command: ReleaseLetter, at: datetime, *, context: Context) -> Sequence[Event]:
    """Issue the held letter as it is, if every finding is accepted by its id.

    A letter with its reviewer's name is never released (Labor Code 4610.6(f)).
    """
    if command.notice is not None:
        return await release_notice(command, at, context=context)
    case_file = context.case_files.get(command.case_number, NEW_CASE)
    held = case_file.held
    if held is None:
        return refuse(command, "NOTHING_HELD", "no letter of this case is held")
    if named := disclosing_reviewer(held.findings):
        text = f"{', '.join(named)}: the letter has its reviewer's name, which is never disclosed; correct the determination without it"
        return refuse(command, "REVIEWER_NAMED", text)
    ids = [finding.id for finding in held.findings]
    if unknown := not_found(ids, command.findings):
        text = f"the letter has no finding {', '.join(unknown)}; its findings are {', '.join(ids)}"
        return refuse(command, "NO_SUCH_FINDING", text)
    if missing := not_accepted(ids, command.findings):
        text = f"a release accepts every finding of the letter; add {', '.join(missing)}"
        return refuse(command, "FINDINGS_NOT_ACCEPTED", text)
    (complete,) = printable(case_file.model_copy(update={"waiting": (held.determination,)}))
    letter = assemble(complete, context.maker, replaced_by(held.determination, case_file))
    release = Release(actor=command.actor, reason=command.reason, findings=command.findings)
    warnings = tuple(each for each in held.findings if not HOLDS[each.severity])
    case_file, events = await issue(letter, held.determination, case_file, context, at, release, warnings=warnings)
    context.case_files[command.case_number] = case_file
    version = held.determination.determination_version
    return [
        LetterReleased(case_number=command.case_number, determination_version=version, release=release),
        *events,
    ]
