"""A refusal names the request, the state of the case, and the acts it allows."""

from services.intake.refusals import refused
from tests.services.intake.messages import records


def test_a_refusal_says_where_the_case_is() -> None:
    """Its acts are those of the table."""
    command = records()
    refusal = refused(command, command.case_number, "waiting", "unknown-item", "There is no item 9.", "Example Clerk")

    assert ("receive-records", "waiting", ("receive-records",)) == (refusal.request, refusal.state, refusal.allowed)
    assert ("unknown-item", "Example Clerk") == (refusal.code, refusal.actor)
