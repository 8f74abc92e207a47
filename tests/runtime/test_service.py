"""The names that follow from a service's name."""

from runtime.handlers import Handlers
from runtime.service import Service
from schemas.topics import INTAKE_EVENTS, TRIAGE_EVENTS

SERVICE = Service("decision", (INTAKE_EVENTS, TRIAGE_EVENTS), lambda _state: Handlers())


def test_names_follow_from_the_services_name() -> None:
    """Group, changelog and desk have fixed names.

    Under another group name a service would read everything again.
    """
    assert ("imr-decision", "imr.decision.changelog") == (SERVICE.group, SERVICE.changelog)
    assert ("imr.intake.events", "imr.triage.events", "imr.decision.desk") == SERVICE.inputs
