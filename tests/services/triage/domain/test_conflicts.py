"""Ties between a reviewer and a party."""

from dataclasses import replace

import pytest

from services.triage.domain.conflicts import has_conflict
from services.triage.domain.names import digests
from services.triage.domain.reviewer import IDENTITY, Tie
from tests.services.triage.domain.reviewers import REQUIREMENTS, reviewer, tied

PARTIES = frozenset({*digests("Northwind Example Claims"), *digests("Pat Example", "0000000001")})


@pytest.mark.parametrize("kind", ["professional", "familial", "financial", IDENTITY])
@pytest.mark.parametrize("name", ["NORTHWIND EXAMPLE CLAIMS, INC.", "Example, Pat, M.D."])
def test_every_kind_of_tie_excludes(kind: str, name: str) -> None:
    """LC 139.5(c), however the party is spelt; who is a party reviews nothing of theirs."""
    assert has_conflict(reviewer(ties=tied(kind, name)), PARTIES, REQUIREMENTS)


def test_a_tie_with_somebody_else_does_not() -> None:
    """Only the parties of this case matter."""
    assert not has_conflict(reviewer(ties=tied("financial", "Southwind Example Claims")), PARTIES, REQUIREMENTS)
    assert not has_conflict(reviewer(), PARTIES, REQUIREMENTS)


def test_a_provider_number_recognises_a_party() -> None:
    """Also under another name."""
    ties = tuple(Tie(IDENTITY, digest) for digest in digests("Quinn Sample", "0000000001"))

    assert has_conflict(reviewer(ties=ties), PARTIES, REQUIREMENTS)


def test_a_jurisdiction_may_ask_for_less_but_never_for_a_party() -> None:
    """A party to the dispute is in conflict under every list of ties."""
    lenient = replace(REQUIREMENTS, conflict_affiliations=())

    assert not has_conflict(reviewer(ties=tied("financial", "Pat Example")), PARTIES, lenient)
    assert has_conflict(reviewer(ties=tied(IDENTITY, "Pat Example")), PARTIES, lenient)
