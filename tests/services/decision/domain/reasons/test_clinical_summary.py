"""Clinical summaries drafted from the case file."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.reasons import clinical_summary as drafting
from services.decision.domain.reasons.clinical_summary import ClinicalHistory, LatestNote, Opening, age_on

HISTORY = ClinicalHistory(injured_on=date(2014, 3, 12), requested_on=date(2015, 3, 20))
AT_WORK = Opening("employee", "{who} was injured at work on {injured_on}", mechanism=True)
NOTE = LatestNote(date(2015, 3, 17), ("improved pain",), ("an H-wave device", "rest"))
PHRASES = st.lists(st.sampled_from(["an MRI", "rest", "pain, chronic", "care."]), max_size=14)


def clinical_summary(history: ClinicalHistory) -> str:
    """Return the summary in California's words."""
    return drafting.clinical_summary(history, AT_WORK)


def test_a_whole_course_of_care() -> None:
    """Person, injury, findings, treatment and latest note come in that order."""
    history = ClinicalHistory(
        injured_on=date(2014, 3, 12),
        requested_on=date(2015, 3, 20),
        born_on=date(1971, 6, 2),
        sex="male",
        mechanism="a fall from a ladder",
        evaluations=("an MRI of the lumbar spine",),
        diagnoses=("facet-mediated low back pain", "sprain"),
        treatments=("oral medication", "massage", "chiropractic care"),
        latest_note=NOTE,
    )

    assert clinical_summary(history) == (
        "This 43-year-old man was injured at work on March 12, 2014. The mechanism of injury was a fall from a ladder. The work-up"
        " has included an MRI of the lumbar spine. The diagnoses are facet-mediated low back pain and sprain. Care so far has"
        " consisted of oral medication, massage, and chiropractic care. The latest note, of March 17, 2015, records improved pain."
        " It recommends an H-wave device and rest."
    )


def test_an_empty_course_of_care() -> None:
    """Missing information is named as missing or left out, never invented."""
    assert clinical_summary(HISTORY) == (
        "This employee was injured at work on March 12, 2014. The mechanism of injury was not described. No clinical note is described."
    )


@pytest.mark.parametrize(
    ("born_on", "on", "expected"),
    [
        (date(1971, 6, 2), date(2015, 6, 1), 43),
        (date(1971, 6, 2), date(2015, 6, 2), 44),
        (date(1972, 2, 29), date(2015, 2, 28), 42),
        (date(1972, 2, 29), date(2015, 3, 1), 43),
    ],
)
def test_age_on(born_on: date, on: date, expected: int) -> None:
    """A year of life is complete on the birthday."""
    assert expected == age_on(born_on, on)


def test_age_goes_by_the_later_of_request_and_note() -> None:
    """The age is that on the later of request and latest note."""
    later = replace(HISTORY, born_on=date(1971, 3, 22), latest_note=replace(NOTE, dated_on=date(2015, 3, 22)))

    assert "44-year-old" in clinical_summary(later)
    assert "43-year-old" in clinical_summary(replace(later, latest_note=NOTE))


@pytest.mark.parametrize(("sex", "expected"), [("female", "This 43-year-old woman"), (None, "This 43-year-old employee")])
def test_sex(sex: str | None, expected: str) -> None:
    """The sex is named if it is known; otherwise the word is employee."""
    assert clinical_summary(replace(HISTORY, born_on=date(1971, 6, 2), sex=sex)).startswith(expected)


def test_a_date_of_birth_after_the_injury_gives_no_age() -> None:
    """An impossible date of birth is left out."""
    assert clinical_summary(replace(HISTORY, born_on=date(2014, 3, 13))).startswith("This employee")


def test_a_note_without_findings() -> None:
    """A note without findings is described as such."""
    assert "records no findings." in clinical_summary(replace(HISTORY, latest_note=LatestNote(date(2015, 3, 17), (), ())))


def test_a_long_list_is_cut() -> None:
    """Ten entries of a long list are named and the others counted."""
    assert "x9, and 2 more." in clinical_summary(replace(HISTORY, treatments=[f"x{number}" for number in range(12)]))


@given(PHRASES, PHRASES, PHRASES, st.none() | st.builds(LatestNote, st.just(date(2015, 3, 17)), PHRASES, PHRASES))
def test_every_summary_is_sentences(
    evaluations: list[str], diagnoses: list[str], treatments: list[str], note: LatestNote | None
) -> None:
    """No combination of facts leaves a doubled stop, an empty list or a stray space."""
    text = clinical_summary(replace(HISTORY, evaluations=evaluations, diagnoses=diagnoses, treatments=treatments, latest_note=note))

    assert not re.search(r"\.\.|  | \.|,\.|\{|\}|None", text)
    assert all(sentence[0].isupper() for sentence in text.split(". "))


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (date(2013, 1, 7), "This employee was injured at work from January 7, 2013 to March 12, 2014. "),
        (HISTORY.injured_on, "This employee was injured at work on March 12, 2014. "),
    ],
)
def test_a_cumulative_injury_is_told_with_both_its_days(first: date, told: str) -> None:
    """A span of one day is that day."""
    opening = replace(AT_WORK, onset_over="{who} was injured at work from {injured_from_on} to {injured_on}")

    assert drafting.clinical_summary(replace(HISTORY, injured_from_on=first), opening).startswith(told)
