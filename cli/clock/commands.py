"""The commands of `imr clock`, in the order of its help."""

import typer

from cli.clock.catalogue import list_clocks
from cli.clock.due import due

app = typer.Typer(help="Legal clocks: list them, and count a last day. No broker is needed.", no_args_is_help=True)
app.command("list")(list_clocks)
app.command()(due)
