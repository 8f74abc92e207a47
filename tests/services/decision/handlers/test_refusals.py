"""The events that refuse a command."""

from schemas.messages.decision import RequestRefused, SignatureRefused
from services.decision.domain.signing.refusal import Refusal
from services.decision.handlers.refusals import panel_text_too_long, request_refused, signature_refused
from tests.examples import CASE_NUMBER
from tests.services.decision.decisions import panel, signature

REFUSAL = Refusal("no-policy", "Check the date.")


def test_a_refused_signature_names_case_reviewer_and_reason() -> None:
    """The reviewer learns which signature was refused and why."""
    expected = SignatureRefused(case_number=CASE_NUMBER, reviewer_id="R-2", code="no-policy", text="Check the date.")

    assert expected == signature_refused(signature(reviewer_id="R-2"), REFUSAL)


def test_another_refused_command_is_named_by_its_type() -> None:
    """The event names the command, and no actor if the command has none."""
    expected = RequestRefused(
        case_number=CASE_NUMBER,
        request="imr.decision.convene-panel",
        actor=None,
        code="no-policy",
        text="Check the date.",
    )

    assert expected == request_refused(CASE_NUMBER, panel(), None, REFUSAL)


def test_a_text_that_is_too_long_is_refused_with_item_and_limit() -> None:
    """The reviewer learns which item to shorten, and the number of characters allowed."""
    refusal = panel_text_too_long(2, 20_000)

    assert "panel-text-too-long" == refusal.code
    assert "item 2" in refusal.text
    assert "20000 characters" in refusal.text
