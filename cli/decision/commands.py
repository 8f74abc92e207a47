"""The commands of `imr decision`, in the order of its help."""

import typer

from cli.decision.correct_fact import correct_fact
from cli.decision.reassign import give_back, panel
from cli.decision.replay import replay
from cli.decision.show import show
from cli.decision.sign import correct, countersign, sign
from cli.decision.similar import similar

app = typer.Typer(help="Decisions: the assessment of each item, and the reviewers' signatures.", no_args_is_help=True)
app.command()(show)
app.command()(sign)
app.command()(countersign)
app.command()(correct)
app.command()(correct_fact)
app.command("return")(give_back)
app.command()(panel)
app.command()(replay)
app.command()(similar)
