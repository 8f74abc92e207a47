"""`imr case` has its commands in the order of its help."""

from typer.main import get_group

from cli.case.commands import app


def test_the_commands_of_the_group() -> None:
    """The history of one comes before the list of all."""
    assert [
        "show",
        "list",
        "clocks",
        "records",
        "answer",
        "withdraw",
        "authorize",
        "defer",
        "resolve",
        "extend",
        "convert",
        "change-address",
        "amend",
        "implement",
        "appeal",
        "affirm",
        "remand",
        "consolidations",
        "consolidate",
        "duplicate",
    ] == list(get_group(app).commands)
