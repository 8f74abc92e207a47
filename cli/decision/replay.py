"""`imr decision replay`: derive a case's assessments again from the log and compare them."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.session.connection import connect, fail, partition_of_case, require_case, wrong_option
from cli.session.options import AsJson
from cli.session.output import print_json, say
from runtime.outside.follow import Seen, read_to_end
from runtime.settings import Settings
from schemas.case import OfACase
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.decision import CaseAssessed
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS
from services.decision.analysis.replay import RecordedAssessment, Replayed
from services.decision.analysis.replay import replay as replay_assessment
from services.decision.assessment.config import config_of
from services.decision.domain.comparison.value_diff import Plain
from services.decision.library.archive import find_library, library_digest, library_files
from services.decision.library.errors import LibraryNotSound
from services.decision.library.library import Library, guideline_files, load

_SHOWN_MAX = 100


def replay(
    case_number: str,
    library: Annotated[
        Path | None,
        typer.Option(
            help="The folder of the library used at the time, if the data folder does not hold it.", exists=True, file_okay=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Derive every assessment of CASE_NUMBER again and compare it with the recorded one.

    Each is derived from its case file by the guideline library it names. The exit status is 1 if
    one differs.
    """
    settings = connect()
    seen = _of_case(settings, case_number)
    recorded = [RecordedAssessment(each.message, each.envelope.version) for each in seen if isinstance(each.message, CaseAssessed)]
    kinds = CaseReadyForReview | CaseFileChanged | ItemsJoined
    files = [each.message.application for each in seen if isinstance(each.message, kinds)]
    if not recorded:
        asyncio.run(require_case(settings, case_number))
        fail(f"{case_number} is not assessed; `imr case show {case_number}` tells where it is")
    config = config_of(settings.jurisdiction, auto_sign=False)
    if library is not None and not guideline_files(library):
        wrong_option("--library", f"{library} is no library of guidelines; it has no guidelines/*.yaml")
    libraries = _Libraries(settings.data_dir, library)
    replayed = [replay_assessment(each, files, config, libraries.find) for each in recorded]
    if as_json:
        print_json([_plain(each) for each in replayed])
    else:
        for each in replayed:
            _print(each)
    if any(each.verdict != "identical" for each in replayed):
        raise typer.Exit(1)


class _Libraries:
    """The libraries that assessments name: in the data folder, or in a given *folder*."""

    def __init__(self, data_dir: Path, folder: Path | None) -> None:
        self._data_dir, self._folder = data_dir, folder
        self._loaded: dict[str, Library | None] = {}

    def find(self, digest: str) -> Library | None:
        """The library with *digest*; read once."""
        if digest not in self._loaded:
            found = self._folder if self._folder and library_digest(library_files(self._folder)) == digest else None
            found = found or find_library(self._data_dir, digest)
            try:
                self._loaded[digest] = load(found) if found else None
            except LibraryNotSound as error:
                fail(f"the library {digest[:12]} in {found} cannot be read by this program:", *map(str, error.problems))
        return self._loaded[digest]


def _of_case(settings: Settings, case_number: str) -> list[Seen]:
    partition = partition_of_case(case_number, settings)
    seen = asyncio.run(read_to_end(settings, (INTAKE_EVENTS, DECISION_EVENTS), partition, subject=case_number))
    return [each for each in seen if isinstance(each.message, OfACase) and each.message.case_number == case_number]


def _plain(replayed: Replayed) -> dict[str, Plain]:
    return {
        "assessment_id": replayed.assessment_id,
        "draft_version": replayed.draft_version,
        "verdict": replayed.verdict,
        "differences": [{"place": each.place, "recorded": each.recorded, "derived": each.derived} for each in replayed.differences],
        "notes": list(replayed.notes),
    }


def _print(replayed: Replayed) -> None:
    draft = "" if replayed.draft_version is None else f" (draft {replayed.draft_version})"
    say(f"{replayed.assessment_id}{draft}: {replayed.verdict}")
    for note in replayed.notes:
        say(f"  {note}", style="dim")
    for each in replayed.differences:
        say(f"  {each.place}")
        say(f"    recorded: {_short(each.recorded)}")
        say(f"    derived:  {_short(each.derived)}")


def _short(value: Plain) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"
