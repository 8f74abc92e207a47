"""Guidelines as the rules evaluate them."""

from datetime import date

import pytest

from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.facts import FactValue
from services.decision.library.compile import NotCompiled, compile_guidelines
from services.decision.library.forms import EditionForm
from services.decision.library.library import load

LIBRARY = load()
MASSAGE = LIBRARY.files["mtus-2009-massage.yaml"]


def test_a_later_edition_shares_the_criteria() -> None:
    """Where a later edition says the same, only id, citation and dates differ."""
    source = MASSAGE.source.model_copy(update={"citation": "An invented edition (2016)."})
    later = EditionForm.model_validate(
        {"id": "later", "source": source, "in_force": {"from": date(2016, 7, 29), "to": None}},
    )
    first, second = compile_guidelines(MASSAGE.model_copy(update={"also_in": (later,)}), LIBRARY.vocabulary)

    assert first.criteria is second.criteria
    assert ("later", "An invented edition (2016).", Period(date(2016, 7, 29))) == (second.id, second.citation, second.in_force)
    assert first.series == second.series


def test_an_unknown_fact_is_named() -> None:
    """A fact that is not in the vocabulary is refused with the path to it."""
    with pytest.raises(NotCompiled, match="'colour' is not in the facts' vocabulary") as error:
        compile_guidelines(MASSAGE.model_copy(update={"facts": ("colour",)}), LIBRARY.vocabulary)
    assert error.value.path == ("facts", "colour")


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("previous_visits + weeks_requested <= 6", "previous_visits + weeks_requested puts visits with weeks together"),
        ("weeks_requested <= visits_requested", "weeks_requested <= visits_requested puts weeks with visits together"),
        (
            "visits_requested + previous_visits > weeks_requested",
            "previous_visits > weeks_requested puts visits with weeks together",
        ),
    ],
)
def test_units_do_not_mix(expression: str, what: str) -> None:
    """Visits are neither added to weeks nor compared with them."""
    form = LIBRARY.files["odg-massage.yaml"]
    spoilt = form.criteria[0].model_copy(update={"expression": expression})
    with pytest.raises(NotCompiled) as error:
        compile_guidelines(form.model_copy(update={"criteria": (spoilt, *form.criteria[1:])}), LIBRARY.vocabulary)
    assert what == str(error.value)


def test_a_factor_changes_the_unit() -> None:
    """Weeks times visits a week are visits: a factor between two facts is the author's."""
    form = LIBRARY.files["odg-massage.yaml"]
    scaled = form.criteria[1].model_copy(update={"expression": "weeks_requested * 2 >= visits_requested"})

    assert compile_guidelines(form.model_copy(update={"criteria": (form.criteria[0], scaled)}), LIBRARY.vocabulary)


@pytest.mark.parametrize(
    ("facts", "value"), [({}, "met"), ({"series_planned": False}, "met"), ({"series_planned": True}, "not met")]
)
def test_an_exclusion_counts_only_where_it_is_shown(facts: dict[str, FactValue], value: str) -> None:
    """An exclusion counts only if the records show it."""
    guideline = next(each for each in LIBRARY.guidelines if each.id == "mtus-2009-epidural-steroid-injection")
    criterion = next(each for each in guideline.criteria if each.id == "no-series")

    assert value == criterion.test(facts)
    assert {"met", "not met"} == set(criterion.sentences)
