"""Whether two cases may have one determination."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.intake.domain.consolidation import OBSTACLES, Dispute, Obstacle, Person, compare_disputes
from services.intake.domain.duplicates import Worker

ONE = Dispute(
    worker=Worker(words=("example", "pat"), claim="claim-1", born_on=date(1970, 1, 1)),
    injured_on=date(2014, 3, 12),
    injured_from_on=None,
    physician=Person("Robin Example, MD", "1234567893"),
    claims_administrator="Northwind Example Claims, Inc.",
)
OTHER_WORKER = Worker(words=("other", "pat"), claim="claim-2", born_on=date(1971, 1, 1))


def test_the_fields_that_agree_are_named() -> None:
    """They are the evidence of a proposal."""
    found = compare_disputes(ONE, ONE)

    assert () == found.obstacles
    assert ("name", "claim_number", "born_on", "injured_on", "requesting_physician_npi", "claims_administrator") == found.agreed


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({"worker": OTHER_WORKER}, "other-employee"),
        ({"worker": ONE.worker._replace(claim=None, born_on=None)}, "other-employee"),
        ({"injured_on": date(2014, 3, 13)}, "other-injury"),
        ({"injured_from_on": date(2014, 3, 1)}, "other-injury"),
        ({"physician": Person("Robin Example, MD", "1999999984")}, "other-physician"),
        ({"physician": Person("Kim Example, MD")}, "other-physician"),
        ({"claims_administrator": "Southwind Example Claims"}, "other-administrator"),
    ],
)
def test_another_party_or_injury_forbids_it(changes: dict[str, Any], obstacle: Obstacle) -> None:
    """One employee, one date of injury, one requesting physician; and one party to serve."""
    assert (obstacle,) == compare_disputes(ONE, replace(ONE, **changes)).obstacles
    assert (obstacle,) == compare_disputes(replace(ONE, **changes), ONE).obstacles


@pytest.mark.parametrize(
    "changes",
    [
        {"physician": Person("EXAMPLE, ROBIN, M.D.")},
        {"claims_administrator": "NORTHWIND EXAMPLE CLAIMS"},
        {"attorney": Person("Sam Example, Esq.")},
    ],
)
def test_another_spelling_forbids_nothing(changes: dict[str, Any]) -> None:
    """Nor does an attorney whom one paper leaves out."""
    assert () == compare_disputes(ONE, replace(ONE, **changes)).obstacles


def test_two_attorneys_are_two_parties() -> None:
    """The letter could be served on one only."""
    one, other = replace(ONE, attorney=Person("Sam Example")), replace(ONE, attorney=Person("Kim Example"))

    assert ("other-attorney",) == compare_disputes(one, other).obstacles
    assert () == compare_disputes(one, replace(ONE, attorney=Person("EXAMPLE, SAM, Esq."))).obstacles


def test_each_obstacle_has_a_sentence() -> None:
    """It is given in a refusal."""
    assert all(each.endswith(".") for each in OBSTACLES.values())
