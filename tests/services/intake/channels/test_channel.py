"""The door every channel goes through."""

import pytest

from schemas.messages.intake import SubmitApplication
from services.intake.channels.channel import NotAnApplication, read_application, submit_application
from tests.examples import RECEIVED_AT, application


def _submit(key: str = "key", client: str = "example", employer: str = "Example Warehouse Works") -> tuple[SubmitApplication, str]:
    return submit_application(
        application(employer=employer), client=client, idempotency_key=key, channel="api", received_at=RECEIVED_AT
    )


def test_a_retry_has_the_same_ids() -> None:
    """Client, key and body the same: intake sees a repeat."""
    assert _submit() == _submit()


def test_another_body_under_the_key_reaches_intake() -> None:
    """Another body under a used key is another message of the same submission.

    Intake, which owns the submission, refuses it instead of taking it for a repeat.
    """
    (first, first_id), (second, second_id) = _submit(), _submit(employer="Another Example Employer")

    assert first.submission_id == second.submission_id
    assert first_id != second_id


def test_keys_belong_to_a_client() -> None:
    """Another client's key of the same name is another submission, and so is another key."""
    submissions = {_submit()[0].submission_id, _submit(client="other")[0].submission_id, _submit(key="other")[0].submission_id}

    assert len(submissions) == 3


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"not json", ""),
        (b'{"a/b~c": 1}', "/a~1b~0c"),
        (application(jurisdiction="atlantis").model_dump_json().encode(), "/jurisdiction"),
    ],
)
def test_what_is_wrong_has_a_pointer(body: bytes, pointer: str) -> None:
    """RFC 6901, with its escapes."""
    with pytest.raises(NotAnApplication) as caught:
        read_application(body, RECEIVED_AT)

    assert pointer in {problem.pointer for problem in caught.value.problems}
