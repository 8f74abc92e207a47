"""Past cases assessed by two libraries."""

import pytest

from services.decision.analysis.backtest import Tally, case_changes, with_library
from services.decision.analysis.candidate import candidate, candidate_edition
from services.decision.assessment.config import DecisionConfig
from tests.examples import CASE_NUMBER, application
from tests.services.decision.decisions import CONFIG
from tests.services.decision.whatif import GENEROUS, written


@pytest.fixture(scope="module")
def generous(tmp_path_factory: pytest.TempPathFactory) -> DecisionConfig:
    """The configuration with a library that supports massage of up to 99 visits."""
    tried = candidate(str(written(tmp_path_factory.mktemp("generous"), **GENEROUS)))
    return with_library(CONFIG, tried.library, tried.digest)


def test_the_same_library_changes_nothing() -> None:
    """A library compared with itself has no differences in any case."""
    same = candidate_edition([])

    assert [] == case_changes(CASE_NUMBER, application(), CONFIG, with_library(CONFIG, same.library, same.digest))


def test_what_changes_is_named_with_its_reasons(generous: DecisionConfig) -> None:
    """The edition that asks for less approves massage; chiropractic care does not change."""
    (found,) = case_changes(CASE_NUMBER, application(), CONFIG, generous)

    assert (CASE_NUMBER, 2, "proposal") == (found.case, found.item, found.change.kind)
    assert ("upheld", "overturned") == (found.before.proposal, found.after.proposal)
    assert 'It also asks for "any", which is met.' in found.change.why


def test_changes_are_counted(generous: DecisionConfig) -> None:
    """By kind, and the proposals by where they move from and to."""
    tally = Tally()
    tally.count(2, case_changes(CASE_NUMBER, application(), CONFIG, generous))
    tally.count(2, [])

    assert (2, 4, {"proposal": 1}) == (tally.cases, tally.items, dict(tally.kinds))
    assert {("upheld", "overturned"): 1} == dict(tally.moves)


@pytest.mark.parametrize("order", [1, -1])
def test_what_changes_back_is_the_reverse(generous: DecisionConfig, order: int) -> None:
    """From either library to the other."""
    before, after = (CONFIG, generous)[::order]
    (found,) = case_changes(CASE_NUMBER, application(), before, after)

    assert ["upheld", "overturned"][::order] == [found.before.proposal, found.after.proposal]
