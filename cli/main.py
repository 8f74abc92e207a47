"""`imr`: the command line of Independent Medical Review on an event stream."""

import typer

from cli import case, decision, guideline, letter, reviewer
from cli.demo import demo
from cli.submit import submit
from cli.topics import topics
from cli.up import up

app = typer.Typer(
    help="Independent Medical Review on an event stream: applications in, determinations and letters out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command()(up)
app.command()(demo)
app.command()(submit)
app.add_typer(case.app, name="case")
app.add_typer(decision.app, name="decision")
app.add_typer(letter.app, name="letter")
app.add_typer(reviewer.app, name="reviewer")
app.add_typer(guideline.app, name="guideline")
app.command()(topics)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
