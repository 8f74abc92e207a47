"""`imr`: the command line of Independent Medical Review on an event stream."""

import sys

import typer
from aiokafka.errors import KafkaError

from cli import case, dead_letters, decision, guideline, letter, reviewer
from cli.demo import demo
from cli.submit import submit
from cli.topics import topics
from cli.transactions import transactions
from cli.up import up
from runtime.broker.errors import NoBrokerAnswers

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
app.add_typer(dead_letters.app, name="dead-letters")
app.command()(topics)
app.command()(transactions)


def main() -> None:
    """Run the command line; a broker that does not answer is said in a line, not in a traceback."""
    try:
        app()
    except (KafkaError, NoBrokerAnswers) as error:
        sys.exit(
            f"the broker does not answer ({type(error).__name__}); is it up? `imr up` starts one, IMR_KAFKA_BOOTSTRAP names another"
        )


if __name__ == "__main__":
    main()
