"""The steps every channel takes: bytes in, a command or a list of problems out."""

from datetime import datetime
from typing import Literal

from jurisdictions.files import UnknownJurisdiction, load_jurisdiction
from reading.limits import Limits
from reading.models import read_model
from reading.problems import NotReadable, Problem, WrongEncoding, pointer
from runtime import clock
from schemas.ids import body_digest, derived_id, submission_id
from schemas.messages.application import Application
from schemas.messages.intake import SubmitApplication
from services.intake.questions import questions
from services.intake.translation import doubts_about

APPLICATION_BYTES_MAX = 1024 * 1024
"""The largest application taken in; medical records come by reference."""

CLIENT_PATTERN = r"^[\x21-\x7e]{1,200}$"
"""The form of a sender's name, in the header IMR-Client and in files."""

LIMITS = Limits(size=APPLICATION_BYTES_MAX, values=100_000, keys=1_000)


class NotAnApplication(NotReadable):
    """A body that is no application; *problems* has an entry for each wrong field."""


class Contradictory(NotAnApplication):
    """An application whose fields are sound, but whose statements cannot all be true."""


class FactsMissing(NotAnApplication):
    """An application that leaves out facts on which its eligibility rests."""


class NotText(NotAnApplication):
    """A body that is no JSON text: compressed, or in an encoding that is not read."""


def read_application(body: bytes, received_at: datetime) -> Application:
    """Return the application in *body*.

    Raises NotAnApplication with every invalid field, with every statement that cannot be meant, or
    with a question for every fact that is missing and decides.
    """
    try:
        application = read_model(Application, body, LIMITS)
        rules = load_jurisdiction(application.jurisdiction)
    except WrongEncoding as error:
        raise NotText(error.problems) from None
    except NotReadable as error:
        raise NotAnApplication(error.problems) from None
    except UnknownJurisdiction as error:
        raise NotAnApplication((Problem("/jurisdiction", str(error)),)) from None
    zone = rules.zone
    if found := doubts_about(application, *(each.astimezone(zone).date() for each in (received_at, clock.now()))):
        raise Contradictory(tuple(Problem(pointer(each.path), each.reason) for each in found))
    if found := questions(application, received_at.astimezone(zone).date(), rules):
        raise FactsMissing(tuple(Problem(pointer(each.path), each.reason) for each in found))
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
