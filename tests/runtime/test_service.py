"""The runtime's view of a service."""

from runtime.handlers import Handlers
from runtime.service import Service
from schemas.topics import INTAKE_EVENTS, TRIAGE_EVENTS

SERVICE = Service("decision", (INTAKE_EVENTS, TRIAGE_EVENTS), lambda _state: Handlers())


def test_names_follow_from_the_services_name() -> None:
    """Group, changelog and desk are constants: another name would read everything again."""
    assert ("imr-decision", "imr.decision.changelog") == (SERVICE.group, SERVICE.changelog)
    assert ("imr.intake.events", "imr.triage.events", "imr.decision.desk") == SERVICE.inputs
