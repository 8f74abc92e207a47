"""Numbers of a guideline stand once, examples pin them, sentences deny nothing."""

from pathlib import Path

import pytest

from services.decision.library.library import HERE, guideline_files, load
from services.decision.library.scrutiny import scrutinise, telling_facts

VOCABULARY = load().vocabulary
MASSAGE = HERE / "guidelines" / "mtus-2009-massage.yaml"


@pytest.mark.parametrize("path", guideline_files(HERE), ids=lambda path: path.stem)
def test_the_library_stands_scrutiny(path: Path) -> None:
    """Each number of the library stands once, and an example notices a change of it by one."""
    assert [] == scrutinise(path, VOCABULARY)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "the 4-{limit.visits} visits would",
            "the 4-6 visits would",
            "sentences.undocumented.0: 6 is the limit 'visits': write {limit.visits}",
        ),
        ("<= limit.visits", "<= 6", "criteria.visits.expression: 6 is the limit 'visits': write limit.visits"),
        ("4-{limit.visits} visits in most", "4-6 visits in most", "recommendation: 6 visit is the limit 'visits'"),
        (
            "visits: {value: 6",
            "weeks: {value: 8, unit: weeks}\n  visits: {value: 6",
            "limits.weeks: nothing names the limit 'weeks'",
        ),
        (
            "- when: previous_treatment\n          text: The number of visits so far",
            "- when: previous_treatment || visits_requested > 0\n          text: The number of visits so far",
            "sentences.undocumented.0: the sentence is printed whether previous_treatment is known or not",
        ),
    ],
)
def test_carelessness_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """A number written twice, a change unnoticed and a sentence for two states are problems."""
    text = MASSAGE.read_text()
    assert old in text
    path = tmp_path / "massage.yaml"
    path.write_text(text.replace(old, new))

    assert any(problem in str(each) for each in scrutinise(path, VOCABULARY)), [str(each) for each in scrutinise(path, VOCABULARY)]


def test_a_change_that_no_example_notices_is_named_with_one_that_would(tmp_path: Path) -> None:
    """Without an example at the limit, the limit could be one less."""
    path = tmp_path / "cold.yaml"
    path.write_text((HERE / "guidelines" / "odg-cold-therapy.yaml").read_text().replace("rental_days: 7}", "rental_days: 5}"))
    (problem,) = scrutinise(path, VOCABULARY)

    assert str(problem).startswith(
        "cold.yaml:17: limits.rental_days: if limit.rental_days were 6 days in place of 7, every example"
    )
    assert problem.reason.endswith("add one such as {acquisition: rental, rental_days: 7}")


def test_a_value_that_a_fact_never_has_is_named(tmp_path: Path) -> None:
    """A break within a text makes another text of it, which no file ever has."""
    path = tmp_path / "tens.yaml"
    text = (HERE / "guidelines" / "mtus-2009-tens.yaml").read_text()
    path.write_text(text.replace('"multiple-sclerosis"', '"multiple- sclerosis"'))
    (problem, *_) = scrutinise(path, VOCABULARY)

    assert str(problem).startswith(
        'tens.yaml:48: criteria.diagnosis.expression: diagnosis_group is never "multiple- sclerosis"; it is myalgia-myositis, '
    )


def test_a_number_without_effect_is_named(tmp_path: Path) -> None:
    """A number that no facts could make decisive is one too many."""
    path = tmp_path / "massage.yaml"
    path.write_text(MASSAGE.read_text().replace("<= limit.visits", "<= limit.visits || visits_requested > 900"))

    assert any("no answer would change: the number decides nothing" in str(each) for each in scrutinise(path, VOCABULARY))


def test_telling_facts_are_few() -> None:
    """Of the facts that two expressions read, those are given on which they differ."""
    found = telling_facts("red_flag || visits_requested <= 6", "red_flag || visits_requested <= 7", VOCABULARY)

    assert found == {"red_flag": False, "visits_requested": 7}
    assert telling_facts("visits_requested <= 6", "visits_requested < 7", VOCABULARY) is None
