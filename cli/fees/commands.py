"""The commands of `imr fees`."""

import typer

from cli.fees.statement import statement

app = typer.Typer(help="Fees for reviews, which claims administrators owe.", no_args_is_help=True)


@app.callback()
def _fees() -> None:
    """Keep `statement` a command of its own, although it is the only one."""


app.command()(statement)
