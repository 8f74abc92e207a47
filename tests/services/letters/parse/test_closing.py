"""Where reasons end and the decision begins."""

import pytest

from services.letters.parse.closing import rationale_and_closing

CAUTION = (
    "This decision addresses the medical necessity of opioids as prescribed. This medical necessity decision is no advice to stop abruptly. "
    "Speak with the treating physician. See the section on tapering."
)


@pytest.mark.parametrize(
    ("reasons", "closing"),
    [
        ("The MTUS supports it. It was tried.", "Therefore, the request is medically necessary."),
        ("Medical necessity has not been established.", "The request is not medically necessary."),
        ("It was tried.", f"Therefore, the request is not medically necessary. {CAUTION}"),
        ("It was tried.", "The request is not medically necessary. The worker may ask again."),
        ("As the surgery is not medically necessary,", "the requested sling is not medically necessary."),
        ("Yes, the request was medically necessary. One. Two. Three. Four.", "I so decide."),
        ("", "The sling is not medically necessary."),
        ("Because of pain, and loss of function,", "this request is medically necessary."),
    ],
)
def test_reasons_and_closing(reasons: str, closing: str) -> None:
    """The closing begins with the sentence, or in a single sentence the clause, that decides."""
    assert (reasons, closing) == rationale_and_closing(f"{reasons} {closing}".strip())
