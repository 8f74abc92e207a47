"""Facts read from short clinical phrases."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.request.clinical_phrases import PhrasePattern, read_phrases

STATEMENTS = (
    PhrasePattern("gain", re.compile("functional gain"), True, False),
    PhrasePattern("failed", re.compile(r"(?:therapy|medication)\b.*\bfailed"), True),
    PhrasePattern("trial", re.compile("home trial"), None, 0),
    PhrasePattern("visits", re.compile(r"(\d+) done"), 1),
)


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        (["functional gain"], {"gain": True}),
        (["no functional gain"], {"gain": False}),
        (["not taking anything, functional gain"], {"gain": True}),
        (["no proof of functional gain"], {}),
        (["functional gain is not documented"], {}),
        (["request did not document functional gain"], {}),
        (["therapy, rest and medication had failed"], {"failed": True}),
        (["no therapy failed"], {}),
        (["home trial"], {}),
        (["no 30-day home trial"], {"trial": 0}),
        (["at least 6 done; no functional gain"], {"visits": 6, "gain": False}),
        (["functional gain", "no functional gain"], {}),
        (["pain, but functional gain"], {"gain": True}),
        ([], {}),
    ],
)
def test_what_phrases_state(phrases: list[str], expected: dict[str, FactValue]) -> None:
    """A phrase affirms or denies a fact; unproven or contradictory phrases give none."""
    assert expected == read_phrases(phrases, STATEMENTS)


@given(st.lists(st.text(max_size=60) | st.sampled_from(["no ", "functional gain", "6 done", "home trial"]), max_size=5))
def test_any_phrases_can_be_read(phrases: list[str]) -> None:
    """Any phrases can be read, and give only facts that have a pattern."""
    assert {"gain", "failed", "trial", "visits"} >= read_phrases(phrases, STATEMENTS).keys()
