"""The date of the denial, told in many ways."""

from datetime import date

import pytest

from services.letters.lint.facts import CaseFacts
from tests.services.letters.lint.mutations import found_by, with_header, with_sentence
from tests.services.letters.sample import LETTER


@pytest.mark.parametrize(
    "sentence",
    [
        "The utilization review decision of 3/21/2026 denied both.",
        "On 02-20-2026, utilization review non-certified a request for massage.",
        "The requested treatment was denied on 03/02/2026.",
        "A prior denial was made on 03/20/25.",
        "A prior determination dated 03/12/2026 found them not medically necessary.",
        "On March 2, 2026 the request was non-certified by utilization review.",
        "The original utilization review (3-22-26) modified the request.",
        "The utilization review report, with a decision date of 2-20-2026, non-certified both.",
        "On March 19, 2026 the utilization review determined the visits to be not approved.",
        "The utilization review board denied certification on March 21, 2026; for massage.",
        "In a utilization review report dated April 20, 2026, the request was refused.",
    ],
)
@pytest.mark.parametrize("place", ["summary", "rationale"])
def test_another_date_of_denial_is_found(place: str, sentence: str) -> None:
    """However it is said, and wherever: the finding quotes the sentence."""
    (finding,) = found_by("denial-date", with_sentence(place, sentence))

    assert ("error", sentence) == (finding.severity, finding.evidence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The utilization review decision of 3/20/2026 denied both.",
        "On 3-20-26, utilization review non-certified a request for massage.",
        "A request for authorization dated 03/16/2026 was denied.",
        "Utilization review denied the visits, and the note of 03/16/2026 explains the request.",
        "On 03/16/2026 the worker denied numbness.",
    ],
)
def test_other_dates_are_no_dates_of_denial(sentence: str) -> None:
    """The right date, the date of the request and what the worker denies are no findings."""
    assert [] == found_by("denial-date", with_sentence("summary", sentence))


def test_the_case_knows_better_than_the_header() -> None:
    """A header that contradicts the case is found."""
    (finding,) = found_by("denial-date", LETTER, CaseFacts(denied_on=date(2026, 3, 21)))

    assert ("/denied_on", "2026-03-20") == (finding.place, finding.evidence)


def test_nothing_is_compared_with_nothing() -> None:
    """A letter without the date, of a case that is not known, is not judged."""
    letter = with_sentence("summary", "The treatment was denied on 03/02/2026.").model_copy(update={"denied_on": None})

    assert [] == found_by("denial-date", letter)
    assert [] == found_by("denial-date", with_header(denied_on=None))
