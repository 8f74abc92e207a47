"""A worker of a small service in a version: `python -m tests.broker.versions VERSION`.

It answers each message with RecordsOverdue. The settings come from the environment.
"""

import sys
from datetime import date, datetime

from runtime.handlers import Handlers, Outgoing
from runtime.main import run_service
from runtime.service import Service
from runtime.state.state import State
from schemas.case import OfACase
from schemas.messages.intake import RecordsOverdue, RecordsRequested
from schemas.messages.triage import NoReviewerFound
from schemas.topics import INTAKE_EVENTS, TRIAGE_EVENTS

VERSIONS = {"of-one-topic": (INTAKE_EVENTS,), "of-two-topics": (INTAKE_EVENTS, TRIAGE_EVENTS)}


def service(version: str) -> Service:
    """Return the service in *version*."""

    def create_handlers(_state: State) -> Handlers:
        def answer(message: OfACase, _at: datetime) -> Outgoing:
            return [RecordsOverdue(case_number=message.case_number, records_due_on=date(2015, 5, 5))]

        handlers = Handlers()
        handlers.on(RecordsRequested, answer)
        handlers.on(NoReviewerFound, answer)
        return handlers

    return Service("shadow", VERSIONS[version], create_handlers)


def main(version: str) -> None:
    """Run the worker."""
    run_service(lambda _settings: service(version))


if __name__ == "__main__":
    main(sys.argv[1])
