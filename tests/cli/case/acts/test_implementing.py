"""`imr case implement`."""

from typer.testing import CliRunner

from cli.main import app
from schemas.messages.acts.implementation import DeterminationImplemented, ImplementDetermination
from tests.cli.case.acts.asked import answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import RECEIVED_AT
from tests.services.letters.verification.case_events import NUMBER


def test_an_implementation_names_items_day_and_what_is_owed(stream: FakeStream) -> None:
    """Without an item all that is owed is meant."""
    day = RECEIVED_AT.date()
    done = DeterminationImplemented(
        case_number=NUMBER, items=(2,), implemented_on=day, late=(2,), owed=(3,), actor="x", reason="x", acted_at=RECEIVED_AT
    )
    answering(stream, done)
    base = ["case", "implement", NUMBER, "--on", "2026-05-01", "--reason", "x"]
    told = CliRunner().invoke(app, [*base, "--item", "2"])
    again = CliRunner().invoke(app, base)
    assert 0 == again.exit_code, again.output

    assert f"implemented 2 on {day}; late: 2; still owed: 3" in sentence(told.stdout)
    first, second = stream.commands
    assert isinstance(first, ImplementDetermination)
    assert isinstance(second, ImplementDetermination)
    assert ((2,), ()) == (first.items, second.items)
