"""A fact on the command line is read by the vocabulary of the guidelines."""

import pytest
import typer

from cli.case.acts.known_facts import read_fact


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("previous_treatment", "Yes", True),
        ("previous_treatment", "false", False),
        ("previous_visits", "6", 6),
        ("hours_per_week", "2.5", 2.5),
        ("acquisition", "rental", "rental"),
    ],
)
def test_a_value_is_of_the_kind_of_its_fact(name: str, text: str, value: object) -> None:
    """Yes and no are truths, digits a number, and words a choice."""
    assert value == read_fact("--fact", name, text).value


@pytest.mark.parametrize(
    ("name", "text"), [("previous_visits", "6.5"), ("acquisition", "loan"), ("hours_per_week", "NaN"), ("frob", "1")]
)
def test_a_value_that_no_guideline_could_use_is_refused(name: str, text: str) -> None:
    """It would take the place of a documented one."""
    with pytest.raises(typer.BadParameter):
        read_fact("--fact", name, text)
