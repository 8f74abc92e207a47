"""`imr case extend` and `imr case convert`."""

import pytest
from typer.testing import CliRunner

from cli.main import app
from schemas.messages.acts.conversion import ConvertReview, ReviewConverted
from schemas.messages.acts.extensions import DeadlineExtended, ExtendClock
from tests.cli.case.acts.asked import answering
from tests.cli.screens import sentence
from tests.cli.stream import FakeStream
from tests.examples import RECEIVED_AT
from tests.services.letters.verification.case_events import NUMBER

EXTENDED = DeadlineExtended(
    case_number=NUMBER,
    name="determination-due",
    days=2,
    approval="AD-1",
    due_at=RECEIVED_AT,
    actor="Example Clerk",
    reason="x",
    acted_at=RECEIVED_AT,
)


def test_an_extension_names_its_approval(stream: FakeStream) -> None:
    """The clock is that of the determination unless another is named."""
    answering(stream, EXTENDED)
    done = CliRunner().invoke(app, ["case", "extend", NUMBER, "--days", "2", "--approval", "AD-1", "--reason", "x"])

    assert "2 days more, by approval AD-1" in sentence(done.stdout)
    (command,) = stream.commands
    assert isinstance(command, ExtendClock)
    assert ("determination-due", 2, "AD-1") == (command.name, command.days, command.approval)


CONVERTED = ReviewConverted(
    case_number=NUMBER,
    priority="expedited",
    state="ready",
    certification=None,
    determination_due_at=RECEIVED_AT,
    records_due_on=None,
    actor="Example Clerk",
    reason="x",
    acted_at=RECEIVED_AT,
)
CONVERT = ["case", "convert", NUMBER, "--to", "expedited", "--reason", "By fax."]


def test_a_conversion_has_its_certification(stream: FakeStream) -> None:
    """The physician and the day, or neither where utilization review was expedited."""
    answering(stream, CONVERTED)
    done = CliRunner().invoke(app, [*CONVERT, "--certified-by", "Robin Example, MD", "--certified-on", "2026-05-02"])
    assert 0 == CliRunner().invoke(app, CONVERT).exit_code

    assert "the review is expedited from now on" in sentence(done.stdout)
    first, second = stream.commands
    assert isinstance(first, ConvertReview)
    assert isinstance(second, ConvertReview)
    assert first.certification is not None
    assert ("Robin Example, MD", "2026-05-02") == (first.certification.name, str(first.certification.certified_on))
    assert ("expedited", None) == (second.priority, second.certification)


@pytest.mark.parametrize(
    "half", [("--certified-by", "Robin Example, MD"), ("--certified-on", "2026-05-02")], ids=lambda half: half[0]
)
def test_half_a_certification_is_refused(half: tuple[str, str], stream: FakeStream) -> None:
    """Before anything is asked."""
    answering(stream, CONVERTED)
    done = CliRunner().invoke(app, [*CONVERT, *half])

    assert (2, []) == (done.exit_code, stream.commands)
    assert "both its physician and its day" in sentence(done.stderr)
