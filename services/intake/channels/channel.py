"""The steps every channel takes: bytes in, a command or a list of problems out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from jurisdictions.files import UnknownJurisdiction, load_jurisdiction
from schemas.ids import body_digest, derived_id, submission_id
from schemas.messages.application import Application
from schemas.messages.intake import SubmitApplication
from services.intake.domain.possible_dates import ImpossibleDates
from services.intake.translation import refuse_impossible_dates

APPLICATION_BYTES_MAX = 1024 * 1024
"""The largest application taken in; medical records come by reference."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with one field.

    Its place (a JSON Pointer, RFC 6901) and reason, never its value.
    """

    pointer: str
    detail: str


class NotAnApplication(ValueError):
    """A body that is no application; *problems* has an entry for each wrong field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.pointer or '/'}: {problem.detail}" for problem in problems))
        self.problems = problems


def read_application(body: bytes, received_at: datetime) -> Application:
    """Return the application in *body*.

    Raises NotAnApplication with every invalid field, or with the dates that contradict one
    another.
    """
    if len(body) > APPLICATION_BYTES_MAX:
        raise NotAnApplication((Problem("", f"has {len(body)} bytes; an application has at most {APPLICATION_BYTES_MAX}"),))
    try:
        application = Application.model_validate_json(body)
        zone = load_jurisdiction(application.jurisdiction).zone
        refuse_impossible_dates(application, received_at.astimezone(zone).date())
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        raise NotAnApplication(tuple(Problem(_pointer(each["loc"]), each["msg"]) for each in wrong)) from None
    except UnknownJurisdiction as error:
        raise NotAnApplication((Problem("/jurisdiction", str(error)),)) from None
    except ImpossibleDates as error:
        raise NotAnApplication(tuple(Problem("", each) for each in error.contradictions)) from None
    return application


def submit_application(
    application: Application,
    *,
    client: str,
    idempotency_key: str,
    channel: Literal["api", "file"],
    received_at: datetime,
) -> tuple[SubmitApplication, str]:
    """Return the command that takes *application* in, and its message id.

    The submission's id follows from client and key. The message's id follows from the body too, so
    that the same key with another body reaches intake and is refused there, and a retry does not.
    """
    digest = body_digest(application.model_dump_json().encode())
    submission = submission_id(client, idempotency_key)
    command = SubmitApplication(
        submission_id=submission,
        client=client,
        idempotency_key=idempotency_key,
        body_digest=digest,
        channel=channel,
        received_at=received_at,
        application=application,
    )
    return command, derived_id("submit", submission, digest)


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in location)
