"""The decision service on the memory stream."""

import pytest

from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.decision import CaseAssessed, DeterminationSigned, SignatureRefused
from services.decision.app import create_app
from tests.examples import case_ready
from tests.services.decision.decisions import assigned, signature


def test_what_it_reads() -> None:
    """Decision reads intake's and triage's events, its commands and its dead-letter desk."""
    assert create_app(Settings()).inputs == (
        "imr.intake.events",
        "imr.triage.events",
        "imr.decision.commands",
        "imr.decision.desk",
    )


@pytest.mark.parametrize("auto_sign", [False, True])
async def test_a_case_through_the_stream(*, auto_sign: bool) -> None:
    """A case file and a reviewer give a draft; a signature gives one determination."""
    stream = MemoryStream(create_app(Settings(auto_sign=auto_sign)))
    for message in (assigned(), case_ready()):
        stream.publish(message)
    await stream.settle()
    stream.publish(signature())
    await stream.settle()

    assert len(stream.messages(CaseAssessed)) == 1
    assert ["automatic" if auto_sign else "reviewer"] == [each.signature for each in stream.messages(DeterminationSigned)]
    assert len(stream.messages(SignatureRefused)) == auto_sign
