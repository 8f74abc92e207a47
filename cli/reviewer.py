"""`imr reviewer`: the registry of reviewers."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cli.session.connection import connect, fail
from cli.session.documents import named, require_there
from cli.session.options import AsJsonLines, Timeout
from cli.session.output import counted, print_json, say
from cli.session.table import Prose, print_table
from cli.session.wait import wait_for
from reading.problems import NotReadable
from runtime import clock
from runtime.outside.follow import Seen, read_to_end
from runtime.outside.publish import BrokerUnavailable, Publisher
from runtime.settings import Settings
from schemas.ids import derived_id
from schemas.messages.triage import EnrolReviewer, ReviewerRecorded
from schemas.topics import REVIEWERS, TRIAGE_POOL
from services.triage.handlers.registry import read_registry_file

app = typer.Typer(help="Reviewers: the registry that triage assigns from.", no_args_is_help=True)


@app.command("import")
def import_registry(
    file: Annotated[Path, typer.Argument(help="YAML or JSON with a list of reviewers; - for standard input.", allow_dash=True)],
    timeout: Timeout = 30,
) -> None:
    """Import the reviewers in FILE; those already known are replaced.

    The command waits until triage has them.
    """
    require_there("FILE", file)
    try:
        reviewers = read_registry_file(file)
    except NotReadable as error:
        fail(f"{named(file)} was not imported; nothing was changed:", *(f"  {each}" for each in error.problems))
    settings = connect()
    # Each import is a message of its own: going back to former data is a change too.
    imported_at = clock.now().isoformat()
    messages = {derived_id("reviewer", imported_at, reviewer.model_dump_json()): reviewer for reviewer in reviewers}
    try:
        asyncio.run(_publish(settings, messages))
    except BrokerUnavailable as error:
        fail(str(error))
    known = asyncio.run(_known_to_triage(settings, set(messages), timeout))
    told = "triage knows them" if known else f"triage has not taken them in within {timeout:.0f} seconds, and will once it runs"
    say(f"{counted(len(reviewers), 'reviewer')} recorded; {told}")


@app.command("list")
def list_reviewers(as_json: AsJsonLines = False) -> None:
    """List the registry. Reviewers' names appear here only, never in an event, letter or log."""
    current = {
        seen.message.reviewer_id: seen.message
        for seen in asyncio.run(read_to_end(connect(), (REVIEWERS,)))
        if isinstance(seen.message, ReviewerRecorded)
    }
    rows = []
    for reviewer_id, reviewer in sorted(current.items()):
        if as_json:
            print_json(reviewer.model_dump(mode="json"))
        known = reviewer.qualifications
        licences, specialties = (
            ", ".join(names) for names in ([each.state for each in known.licences], [each.name for each in known.specialties])
        )
        rows.append((reviewer_id, reviewer.name, known.degree, known.open_cases_max, licences, specialties))
    if not as_json:
        print_table(("id", Prose("name"), "degree", Prose("cases at once"), Prose("licensed in"), Prose("specialties")), rows)


async def _publish(settings: Settings, messages: Mapping[str, ReviewerRecorded]) -> None:
    async with Publisher(settings, "/imr/registry") as publisher:
        await publisher.publish_all([(reviewer, message_id) for message_id, reviewer in messages.items()])


async def _known_to_triage(settings: Settings, missing: set[str], seconds: float) -> bool:
    """Return whether triage has taken in every message of *missing*.

    Cases that come from now on consider these reviewers.
    """

    def note(seen: Seen) -> bool | None:
        if isinstance(seen.message, EnrolReviewer):
            missing.discard(seen.envelope.causation_id or "")
        return None if missing else True

    return not missing or await wait_for(settings, (TRIAGE_POOL,), note, seconds) is True
