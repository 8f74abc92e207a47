"""The commands of `imr letter`, in the order of its help."""

import typer

from cli.letter.fetch import fetch
from cli.letter.held import release
from cli.letter.history import import_letters
from cli.letter.lint import lint_files
from cli.letter.parse import parse
from cli.letter.render import render_file
from cli.letter.service import confirm, reissue, returned, services
from cli.letter.verify import verify

app = typer.Typer(help="Letters: fetch, verify, serve, render, check and import them.", no_args_is_help=True)
app.command()(parse)
app.command("import")(import_letters)
app.command("render")(render_file)
app.command("lint")(lint_files)
app.command()(fetch)
app.command()(verify)
app.command()(services)
app.command()(release)
app.command()(reissue)
app.command()(confirm)
app.command()(returned)
