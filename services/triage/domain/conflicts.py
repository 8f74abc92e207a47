"""Whether a reviewer has a tie with a party (LC 139.5(c)): professional, familial or financial, or is one.

The parties are those of LC 139.5(c): employer, insurer, claims administrator, utilization review and its physician, the requesting
physician and the practice, facilities, makers, the employee and the attorney. A reviewer never reviews a case of an own patient: a
tie of the professional kind to the employee.
"""

from collections.abc import Collection

from services.triage.domain.reviewer import IDENTITY, Requirements, Reviewer


def has_conflict(reviewer: Reviewer, parties: Collection[str], requirements: Requirements) -> bool:
    """Whether *reviewer* is one of the *parties*, known by their digests, or has a tie with one that matters."""
    return any(
        tie.digest in parties and (tie.kind == IDENTITY or tie.kind in requirements.conflict_affiliations) for tie in reviewer.ties
    )
