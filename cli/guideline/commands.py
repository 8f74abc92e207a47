"""The commands of `imr guideline`, in the order of its help."""

import typer

from cli.guideline.agreement import agreement
from cli.guideline.assess import assess
from cli.guideline.library import check, facts, list_, show, topics
from cli.guideline.whatif import backtest, diff, shadow

app = typer.Typer(help="Assess items without a case, and see the effect of another edition.", no_args_is_help=True)
app.command()(assess)
app.command()(check)
app.command("list")(list_)
app.command()(show)
app.command()(diff)
app.command()(backtest)
app.command()(shadow)
app.command()(agreement)
app.command()(facts)
app.command()(topics)
