"""`imr`: the command line of Independent Medical Review on an event stream."""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
from aiokafka.errors import KafkaError
from typer.core import TyperGroup
from typer.main import get_group

from runtime.broker.errors import NoBrokerAnswers
from runtime.files import keep_private

COMMANDS = {
    "up": "cli.system.up",
    "demo": "cli.system.demo",
    "submit": "cli.submit",
    "case": "cli.case",
    "decision": "cli.decision.commands",
    "letter": "cli.letter.commands",
    "reviewer": "cli.reviewer",
    "guideline": "cli.guideline.commands",
    "dead-letters": "cli.dead_letters.commands",
    "topics": "cli.topics",
    "transactions": "cli.transactions",
    "migrate": "cli.system.migrate",
}
"""The module of each command, in the order of `imr --help`.

It holds the group `app`, or the function with the command's name.
"""


class _OnDemand(Mapping[str, Any]):
    """Commands by name, each imported on use: a list of cases need not wait for Typst."""

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        module = import_module(COMMANDS[name])
        alone = typer.Typer()
        if hasattr(module, "app"):
            alone.add_typer(module.app, name=name)
        else:
            alone.command(name)(getattr(module, name))
        return get_group(alone).commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Commands(TyperGroup):
    """The group of all commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _OnDemand()  # type: ignore[assignment]  # they are only read

    def list_commands(self, _context: Any) -> list[str]:
        """Their names."""
        return list(COMMANDS)


app = typer.Typer(cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)


@app.callback()
def _imr() -> None:
    """Independent Medical Review on an event stream: applications in, letters out."""


def main() -> None:
    """Run the command line; a silent broker is reported in a line, without a traceback.

    Every file that it writes, or a process that it starts, is its user's alone.
    """
    keep_private()
    try:
        app()
    except (KafkaError, NoBrokerAnswers) as error:
        sys.exit(
            f"the broker does not answer ({type(error).__name__}); is it up? `imr up` starts one, IMR_KAFKA_BOOTSTRAP names another"
        )


if __name__ == "__main__":
    main()
