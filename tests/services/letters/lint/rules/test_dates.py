"""The rules on the dates of injury and of the denial."""

from datetime import date

import pytest

from services.letters.lint.facts import CaseFacts
from services.letters.lint.rules.dates import check_injury
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
        "The injuries on January 5, 2012 and March 3, 2014 are old.",
        "The injury of 01/05/2012 was treated; 11/12/2025 is the day of a note.",
    ],
)
@pytest.mark.parametrize("place", ["summary", "rationale"])
def test_another_date_of_injury_is_found(place: str, sentence: str) -> None:
    """Every way to state the date is recognised, and the finding quotes the sentence."""
    (finding,) = found_by("injury-date", with_sentence(place, sentence))

    assert ("error", sentence) == (finding.severity, finding.evidence)
    assert finding.place == {"summary": "/clinical_summary", "rationale": "/items/0/rationale"}[place]


@pytest.mark.parametrize(
    "sentence",
    [
        "The worker was injured at work on 11-12-2025.",
        "The date of injury was November 12, 2025.",
        "The mechanism was lifting, with injuries on January 5, 2012 and November 12, 2025.",
        "The injuries on 01/05/2012, 3/3/2014, and 11/12/2025 are cumulative.",
        "A cumulative injury from January 5, 2012 through November 12, 2025 is described.",
        "The date of injury was 01/05/2012 to 11/12/2025.",
        "A prior injury on 3/1/2010 has healed.",
        "An MRI of the injured knee was done on 12/09/2025.",
        "The first report of injury, written on 11/14/2025, names the lower back.",
        "The worker was injured in a fall.",
    ],
)
def test_other_dates_are_no_dates_of_injury(sentence: str) -> None:
    """The right date, an older injury and the date of a document are no findings."""
    assert [] == found_by("injury-date", with_sentence("summary", sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "A prior work injury on 3/1/2010 has healed.",
        "A previous low back injury of March 1, 2010 is part of the history.",
        "The worker previously injured the left knee on 3/1/2010.",
        "An unrelated industrial injury occurred on 3/1/2010.",
        "Another claim has an earlier date of injury of 3/1/2010.",
        "The records name an injury on 3/1/2010, which is unrelated.",
        "The injury of 3/1/2010 is under a separate claim.",
    ],
)
@pytest.mark.parametrize("place", ["summary", "rationale"])
def test_an_earlier_injury_told_as_another_is_a_warning(place: str, sentence: str) -> None:
    """The history of another injury is for a person to see, and holds no letter."""
    (finding,) = found_by("injury-date", with_sentence(place, sentence))

    assert ("warning", sentence) == (finding.severity, finding.evidence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A prior work injury on 3/1/2026 has healed.",
        "After previous treatment for the injury on 3/1/2010, pain returned.",
        "The previous visits, the injury on 3/1/2010 and an MRI are described.",
        "The injury on 3/1/2010 led to pain that is unrelated to the neck.",
    ],
)
def test_an_injury_not_told_as_an_earlier_one_stays_an_error(sentence: str) -> None:
    """A later day is no earlier injury, and words about other things excuse no date."""
    assert ["error"] == [finding.severity for finding in found_by("injury-date", with_sentence("summary", sentence))]


def test_the_case_overrules_the_header_on_the_injury() -> None:
    """A header that contradicts the case is found, and so is a summary that repeats it."""
    places = [finding.place for finding in found_by("injury-date", LETTER, CaseFacts(injured_on=date(2025, 11, 21)))]

    assert ["/clinical_summary", "/injured_on"] == places


def test_each_day_of_a_cumulative_injury_is_its_date() -> None:
    """A range from its first to its last day; a day before it may be history, a day after not."""
    cumulative = CaseFacts(injured_on=date(2014, 3, 12), injured_from_on=date(2013, 3, 1))
    letter = LETTER.model_copy(update={"injured_on": date(2014, 3, 12)})

    def found(day: str) -> list[str]:
        summary = f"The employee was injured at work on {day}."
        findings = check_injury(letter.model_copy(update={"clinical_summary": summary}), cumulative)
        return [finding.severity for finding in findings]

    assert [["warning"], [], [], ["error"]] == [
        found(day) for day in ("February 28, 2013", "March 1, 2013", "March 12, 2014", "March 13, 2014")
    ]


def test_an_unknown_date_of_injury_is_not_compared() -> None:
    """A letter without the date, of an unknown case, has no finding."""
    assert [] == found_by("injury-date", with_header(injured_on=None))


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
    """Every way to state the date is recognised, and the finding quotes the sentence."""
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
    """The right date, the date of the request, and symptoms the worker denies are no findings."""
    assert [] == found_by("denial-date", with_sentence("summary", sentence))


def test_the_case_overrules_the_header_on_the_denial() -> None:
    """A header that contradicts the case is found."""
    (finding,) = found_by("denial-date", LETTER, CaseFacts(denied_on=date(2026, 3, 21)))

    assert ("/denied_on", "2026-03-20") == (finding.place, finding.evidence)


def test_an_unknown_date_of_denial_is_not_compared() -> None:
    """A letter without the date, of an unknown case, has no finding."""
    letter = with_sentence("summary", "The treatment was denied on 03/02/2026.").model_copy(update={"denied_on": None})

    assert [] == found_by("denial-date", letter)
    assert [] == found_by("denial-date", with_header(denied_on=None))
