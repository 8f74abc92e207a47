"""The commands of `imr case`, in the order of its help."""

import typer

from cli.case.acts.addresses import change_address
from cli.case.acts.amending import amend
from cli.case.acts.appealing import affirm, appeal, remand
from cli.case.acts.consolidating import consolidate, consolidations
from cli.case.acts.ending import authorize, defer, resolve, withdraw
from cli.case.acts.extending import convert, extend
from cli.case.acts.implementing import implement
from cli.case.acts.records import answer, records
from cli.case.clocks import clocks
from cli.case.duplicate import app as duplicate
from cli.case.listing import list_cases
from cli.case.show import show

app = typer.Typer(help="Cases: their history and deadlines, and acts on them after the application.", no_args_is_help=True)
app.command()(show)
app.command("list")(list_cases)
app.command()(clocks)
app.command()(records)
app.command()(answer)
app.command()(withdraw)
app.command()(authorize)
app.command()(defer)
app.command()(resolve)
app.command()(extend)
app.command()(convert)
app.command()(change_address)
app.command()(amend)
app.command()(implement)
app.command()(appeal)
app.command()(affirm)
app.command()(remand)
app.command()(consolidations)
app.command()(consolidate)
app.add_typer(duplicate, name="duplicate")
