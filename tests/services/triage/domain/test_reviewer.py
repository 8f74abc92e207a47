"""A reviewer as the rules see one."""

from dataclasses import fields

from services.triage.domain.reviewer import Reviewer


def test_a_reviewer_has_no_name_here() -> None:
    """LC 4610.6(f): a name that is not stored cannot be disclosed."""
    assert {"name", "npi"}.isdisjoint(field.name for field in fields(Reviewer))
