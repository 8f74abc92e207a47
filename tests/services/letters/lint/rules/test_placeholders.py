"""The rule on placeholders."""

import pytest

from tests.services.letters.lint.mutations import found_by, with_header, with_item, with_sentence


@pytest.mark.parametrize(
    "left",
    [
        "{review_organization}",
        "{{ guideline }}",
        "${request}",
        "[insert date]",
        "[XX]",
        "[ ]",
        "<body part>",
        "<<treatment>>",
        "«name»",
        "____",
        "TBD",
        "XXXX",
        "???",
        ".....",
    ],
)
@pytest.mark.parametrize("place", ["summary", "rationale"])
def test_a_placeholder_is_found(place: str, left: str) -> None:
    """The finding quotes the placeholder."""
    assert [left] == [finding.evidence for finding in found_by("placeholder", with_sentence(place, f"The note of {left} says so."))]


def test_every_text_is_searched() -> None:
    """Headings, guideline lines, closings and recipients are searched."""
    letter = with_item(2, request="[treatment]", reviewer_guideline="TBD", closing="The request awaits the reviewer's decision.")

    assert ["/items/1/request", "/items/1/reviewer_guideline", "/items/1/closing"] == [
        finding.place for finding in found_by("placeholder", letter)
    ]
    assert ["/recipients/0"] == [finding.place for finding in found_by("placeholder", with_header(recipients=("[name]",)))]


@pytest.mark.parametrize(
    "text", ["<50 mg", "pain of 7/10", "[following TPII]", "cost of $40", "x-ray", "C5 {sic", "etc...", "24 > 12 < 30"]
)
def test_prose_is_no_placeholder(text: str) -> None:
    """Numbers, comparisons and remarks in brackets are ordinary prose."""
    assert [] == found_by("placeholder", with_sentence("rationale", f"The note says {text} and more."))
