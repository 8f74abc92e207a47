"""`imr guideline assess`: assess the items in a file, without a case."""

from pathlib import Path
from typing import Annotated

import typer

from cli.session.connection import fail, wrong_option
from cli.session.documents import read_document
from cli.session.output import print_json, say
from cli.session.table import Prose, print_table
from reading.json_text import read_json
from schemas.messages.assessment import Assessment
from services.decision.analysis.assessment_request import assess_file
from services.decision.analysis.candidate import NothingToRead, candidate_edition
from services.decision.library.errors import LibraryNotSound
from services.decision.library.library import load
from terms.request.reading import RequestReading


def assess(
    file: Annotated[Path, typer.Argument(help="JSON with requested_on and items.", exists=True, dir_okay=False)],
    given: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            help="A guideline file, or a folder of them, added to the library or replacing guidelines with the same id.",
            exists=True,
        ),
    ] = None,
    as_text: Annotated[bool, typer.Option("--text", help="Print the result in sentences, without the trace.")] = False,
) -> None:
    """Print the assessment of each item in FILE as JSON, with its trace."""
    try:
        library = candidate_edition(given).library if given else None
        assessments = read_document(file, lambda content: assess_file(read_json(content), library))
    except LibraryNotSound as error:
        fail(*map(str, error.problems))
    except NothingToRead as error:
        wrong_option("--with", str(error))
    if as_text:
        requests = (library or load()).requests
        for assessment in assessments:
            _print_text(assessment, requests.read(assessment.request))
    else:
        print_json([assessment.model_dump(mode="json") for assessment in assessments])


def _print_text(assessment: Assessment, reading: RequestReading) -> None:
    """An assessment as a physician reads it: each criterion with its value, then the reasons."""
    say(f"{assessment.item}. {assessment.request}: {assessment.proposal or 'nothing is proposed'}", style="bold")
    if reading.doubts:
        say(f"not certain: {'; '.join(reading.doubts)}", indent=3)
    if reading.left_over:
        say(f"not read: {'; '.join(reading.left_over)}", indent=3)
    for trace in assessment.trace:
        if trace.applies:
            say(trace.guideline, indent=3)
        rows = [(each.value, f"{each.id}: {each.sentence}") for each in trace.criteria]
        print_table(("value", Prose("criterion")), rows, indent=3, headings=False)
    say(assessment.rationale, indent=3)
    say(assessment.closing, indent=3)
