"""`imr guideline`: what the guidelines say about items in a file."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cli import guideline_library
from cli.connection import fail
from cli.guideline_agreement import agreement
from cli.guideline_whatif import backtest, diff, shadow
from cli.printing import print_json
from services.decision.assess_file import NotAssessable, assess_file

app = typer.Typer(help="Guidelines: assess items without a case, and see what another edition would change.", no_args_is_help=True)
app.command()(diff)
app.command()(backtest)
app.command()(shadow)
app.command()(agreement)
app.command()(guideline_library.check)
app.command("list")(guideline_library.list_)
app.command()(guideline_library.show)
app.command()(guideline_library.facts)
app.command()(guideline_library.topics)


@app.command()
def assess(file: Annotated[Path, typer.Argument(help="JSON with requested_on and items.", exists=True, dir_okay=False)]) -> None:
    """Print the assessment of each item in FILE as JSON, with its trace."""
    try:
        assessments = assess_file(json.loads(file.read_bytes()))
    except (NotAssessable, ValueError) as error:
        fail(f"{file}: {error}")
    print_json([assessment.model_dump(mode="json") for assessment in assessments])
