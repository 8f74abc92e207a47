"""The date of injury, told in many ways."""

from datetime import date

import pytest

from services.letters.lint.facts import CaseFacts
from tests.services.letters.lint.mutations import found_by, with_header, with_sentence
from tests.services.letters.sample import LETTER


@pytest.mark.parametrize(
    "sentence",
    [
        "The worker sustained an industrial injury on 11-21-2025.",
        "This case involves a history of an occupational claim from 12/11/2025.",
        "The date of injury was 11/12/24.",
        "The worker has a date of injury on November 13, 2025.",
        "The worker was injured at work on 2025-12-11.",
        "The worker injured the lower back on 12 October 2025.",
        "DOI: 11/11/2025.",
        "The pain began with an injury of or about 10-12-2025.",
    ],
)
@pytest.mark.parametrize("place", ["summary", "rationale"])
def test_another_date_of_injury_is_found(place: str, sentence: str) -> None:
    """However it is said, and wherever: the finding quotes the sentence."""
    (finding,) = found_by("injury-date", with_sentence(place, sentence))

    assert ("error", sentence) == (finding.severity, finding.evidence)
    assert finding.place == {"summary": "/clinical_summary", "rationale": "/items/0/rationale"}[place]


@pytest.mark.parametrize(
    "sentence",
    [
        "The worker was injured at work on 11-12-2025.",
        "The date of injury was November 12, 2025.",
        "A prior injury on 3/1/2010 has healed.",
        "An MRI of the injured knee was done on 12/09/2025.",
        "The first report of injury, written on 11/14/2025, names the lower back.",
        "The worker was injured in a fall.",
    ],
)
def test_other_dates_are_no_dates_of_injury(sentence: str) -> None:
    """The right date, an older injury and the date of a paper are no findings."""
    assert [] == found_by("injury-date", with_sentence("summary", sentence))


def test_the_case_knows_better_than_the_header() -> None:
    """A header that contradicts the case is found, and so is a summary that agrees with the wrong header."""
    places = [finding.place for finding in found_by("injury-date", LETTER, CaseFacts(injured_on=date(2025, 11, 21)))]

    assert ["/clinical_summary", "/injured_on"] == places


def test_nothing_is_compared_with_nothing() -> None:
    """A letter without the date, of a case that is not known, is not judged."""
    assert [] == found_by("injury-date", with_header(injured_on=None))
