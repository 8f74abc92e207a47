"""Detect a reviewer's tie with a party (LC 139.5(c)).

Professional, familial or financial, or identity.

The parties are those of LC 139.5(c): employer, insurer, claims administrator, utilization review
and its physician, the requesting physician and the practice, facilities, makers, the employee and
the attorney. A reviewer never reviews a case of an own patient: a professional tie to the
employee.
"""

from collections.abc import Collection

from services.triage.domain.reviewer import IDENTITY, Requirements, Reviewer


def has_conflict(reviewer: Reviewer, parties: Collection[str], requirements: Requirements) -> bool:
    """Return whether *reviewer* is one of the *parties* or has a relevant tie with one.

    Parties are known by their digests.
    """
    return any(
        tie.digest in parties and (tie.kind == IDENTITY or tie.kind in requirements.conflict_affiliations) for tie in reviewer.ties
    )
