"""`imr`: the command line of Independent Medical Review on an event stream."""

import errno
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from aiokafka.errors import KafkaError
from typer._click.exceptions import UsageError
from typer._click.shell_completion import CompletionItem
from typer.core import TyperGroup
from typer.main import get_group

from cli.help_text import PlainContext, tell_usage_error
from cli.session.interrupt import interrupted
from cli.session.output import say_error
from runtime.broker.errors import NoBrokerAnswers
from runtime.files import keep_private, open_standard_streams, short

_OF_A_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

COMMANDS = {
    "up": "cli.system.up",
    "demo": "cli.system.demo",
    "submit": "cli.submit",
    "case": "cli.case.commands",
    "decision": "cli.decision.commands",
    "letter": "cli.letter.commands",
    "fees": "cli.fees.commands",
    "reviewer": "cli.reviewer",
    "guideline": "cli.guideline.commands",
    "dead-letters": "cli.dead_letters.commands",
    "clock": "cli.clock.commands",
    "topics": "cli.topics",
    "transactions": "cli.transactions",
    "repartition": "cli.repartition",
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
        return _with_words(get_group(alone).commands[name])

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@contextmanager
def _told() -> Iterator[None]:
    """Tell of a wrong argument, or that Ctrl-C ended the block without a word of its own."""
    try:
        yield
    except KeyboardInterrupt:
        interrupted("stopped")
    except UsageError as error:
        tell_usage_error(error)
        raise typer.Exit(error.exit_code) from None


class _Commands(TyperGroup):
    """The group of all commands."""

    context_class = PlainContext

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _OnDemand()  # type: ignore[assignment]  # they are only read

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Read the arguments."""
        with _told():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _told():
            return super().invoke(ctx)

    def list_commands(self, _context: Any) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_params(self, context: Any) -> list[Any]:
        """Return its options, without a word for the value of a flag."""
        parameters = super().get_params(context)
        for each in parameters:
            if getattr(each, "is_bool_flag", False):
                each.metavar = ""
        return parameters

    def shell_complete(self, context: Any, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command without importing any."""
        if incomplete.startswith("-"):
            return super().shell_complete(context, incomplete)
        return [CompletionItem(name) for name in COMMANDS if name.startswith(incomplete)]


def _with_words(command: Any) -> Any:
    """Return *command* with a word such as FILE for each value in its help, none for a flag."""
    command.rich_markup_mode, command.context_class = None, PlainContext
    command.short_help = " ".join((command.help or "").partition("\n\n")[0].split())
    for parameter in command.params:
        if getattr(parameter, "is_bool_flag", False):
            parameter.metavar = ""
        elif parameter.param_type_name == "argument":
            parameter.metavar = parameter.metavar or parameter.name.upper()
            parameter.display_type_rich = _nothing  # its name says enough, and Typer has no option for this
        elif parameter.metavar is None and not parameter.type_descriptor.is_choice:
            parameter.metavar = _word(parameter.type_descriptor)
    command.get_help_option(typer.Context(command)).metavar = ""
    for each in getattr(command, "commands", {}).values():
        _with_words(each)
    return command


def _nothing(ctx: Any) -> None:
    """Show no type."""


def _word(descriptor: Any) -> str:
    """Return the word for a value of an option, by its type."""
    kinds = _types(descriptor.annotation)
    if Path in kinds:
        return "FOLDER" if not descriptor.parameter_info.file_okay else "FILE"
    if datetime in kinds:
        return "TIME" if descriptor.parameter_info.formats is None else "YYYY-MM-DD"
    return "NUMBER" if kinds & {int, float} else "TEXT"


def _types(annotation: Any) -> set[Any]:
    """Return the classes in *annotation*, inside lists and unions too."""
    return {annotation}.union(*(_types(each) for each in get_args(annotation)))


app = typer.Typer(cls=_Commands, no_args_is_help=True, pretty_exceptions_show_locals=False, rich_markup_mode=None)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"imr {version('imr')}")
        raise typer.Exit


@app.callback()
def _imr(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Independent Medical Review on an event stream: applications in, letters out."""


def main() -> None:
    """Run the command line; a silent broker or a bad path gets a line, without a traceback.

    Every file that it writes, or a process that it starts, is its user's alone.
    """
    open_standard_streams()
    keep_private()
    try:
        app()
    except (KafkaError, NoBrokerAnswers):
        say_error("the broker does not answer; is it up? `imr up` starts one, IMR_KAFKA_BOOTSTRAP names another")
        sys.exit(1)
    except OSError as error:
        where = "" if error.filename is None else f"{short(Path(str(error.filename)))} cannot be used: "
        if error.filename is None and error.errno in _OF_A_DISK:  # files are named where they are written
            where = "the output could not be written: "
        say_error(f"{where}{error.strerror or error}")
        sys.exit(1)


if __name__ == "__main__":
    main()
