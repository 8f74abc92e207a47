"""The commands of `imr case`, in the order of its help."""

import typer

from cli.case.listing import list_cases
from cli.case.show import show

app = typer.Typer(help="Show the history of a case, and list cases with what is due.", no_args_is_help=True)
app.command()(show)
app.command("list")(list_cases)
