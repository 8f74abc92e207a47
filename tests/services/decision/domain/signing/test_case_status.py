"""Commands that each status of a case accepts or refuses."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.signing.case_status import (
    CaseStatus,
    reason_not_convenable,
    reason_not_correctable,
    reason_not_countersignable,
    reason_not_returnable,
    reason_not_signable,
)
from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.signing.signature import Policy

POLICY = Policy("never", 3, "overturned")
UNKNOWN = CaseStatus()
ASSIGNED = CaseStatus(drafts={"R-1": ""})
ASSESSED = CaseStatus(drafts={"R-1": "A-1"}, assessed=True)
PANEL = CaseStatus(drafts={"R-1": "A-1", "R-2": "A-2"}, assessed=True, seats=3, signed_by=frozenset({"R-2"}))
VACANT = CaseStatus(assessed=True, returned_by=frozenset({"R-1"}))
AWAITED = replace(ASSESSED, awaited=1)
SIGNED = CaseStatus(version=1, signers=frozenset({"R-1"}), digest="D-1")
CORRECTED = replace(SIGNED, version=2, digest="D-2")
CORRECTION_AWAITED = replace(SIGNED, awaited=2)


def code(refusal: Refusal | None) -> str | None:
    """The code of a refusal."""
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("status", "reviewer", "assessment", "expected"),
    [
        (ASSESSED, "R-1", None, None),
        (ASSESSED, "R-1", "A-1", None),
        (ASSESSED, "R-1", "A-0", "outdated-assessment"),
        (ASSESSED, "R-2", "A-1", "not-the-reviewer"),
        (UNKNOWN, "R-1", None, "not-assessed"),
        (ASSIGNED, "R-1", None, "not-assessed"),
        (PANEL, "R-1", "A-1", None),
        (PANEL, "R-1", "A-2", "outdated-assessment"),
        (PANEL, "R-2", "A-2", "already-signed"),
        (PANEL, "R-3", None, "not-the-reviewer"),
        (VACANT, "R-1", None, "case-returned"),
        (VACANT, "R-2", None, "not-assigned"),
        (AWAITED, "R-1", "A-1", "second-signature-awaited"),
        (SIGNED, "R-1", "A-1", "already-signed"),
        (CORRECTION_AWAITED, "R-1", None, "already-signed"),
    ],
)
def test_who_can_sign(status: CaseStatus, reviewer: str, assessment: str | None, expected: str | None) -> None:
    """Only a reviewer of the case can sign: once, their newest draft, before determination."""
    assert expected == code(reason_not_signable(status, reviewer, assessment))


@pytest.mark.parametrize(
    ("status", "second", "version", "agrees", "reason", "expected"),
    [
        (AWAITED, "R-9", 1, True, None, None),
        (AWAITED, "R-9", 1, False, "Unclear.", None),
        (AWAITED, "R-9", 1, False, None, "reason-missing"),
        (AWAITED, "R-1", 1, True, None, "same-person"),
        (AWAITED, "R-9", 2, True, None, "outdated-version"),
        (replace(AWAITED, returned_by=frozenset({"R-8"})), "R-8", 1, True, None, "same-person"),
        (CORRECTION_AWAITED, "R-9", 2, True, None, None),
        (CORRECTION_AWAITED, "R-9", 1, True, None, "outdated-version"),
        (CORRECTION_AWAITED, "R-1", 2, True, None, "same-person"),
        (ASSESSED, "R-9", 1, True, None, "not-signed"),
        (UNKNOWN, "R-9", 1, True, None, "not-signed"),
        (SIGNED, "R-9", 1, True, None, "already-signed"),
        (SIGNED, "R-9", 2, True, None, "no-such-version"),
    ],
)
def test_who_can_sign_beside(
    status: CaseStatus, second: str, version: int, *, agrees: bool, reason: str | None, expected: str | None
) -> None:
    """Another person signs the version that waits, or declines it with a reason."""
    assert expected == code(reason_not_countersignable(status, second, version, agrees=agrees, reason=reason))


@pytest.mark.parametrize(
    ("status", "reviewer", "version", "digest", "expected"),
    [
        (SIGNED, "R-1", 1, "D-1", None),
        (CORRECTED, "R-1", 2, "D-2", None),
        (CORRECTED, "R-1", 1, "D-1", "outdated-version"),
        (CORRECTED, "R-1", 3, "D-2", "no-such-version"),
        (SIGNED, "R-1", 1, "D-2", "determination-differs"),
        (SIGNED, "R-2", 1, "D-1", "not-the-reviewer"),
        (replace(SIGNED, digest=None), "R-1", 1, "D-1", "determination-differs"),
        (ASSESSED, "R-1", 1, "D-1", "not-signed"),
        (UNKNOWN, "R-1", 1, "D-1", "not-signed"),
        (AWAITED, "R-1", 1, "D-1", "second-signature-awaited"),
        (CORRECTION_AWAITED, "R-1", 1, "D-1", "second-signature-awaited"),
    ],
)
def test_what_can_be_corrected(status: CaseStatus, reviewer: str, version: int, digest: str, expected: str | None) -> None:
    """A signer can correct the newest version, as it was signed."""
    assert expected == code(reason_not_correctable(status, reviewer, version, digest))


@pytest.mark.parametrize(
    ("status", "reviewer", "ground", "names", "expected"),
    [
        (ASSESSED, "R-1", "conflict-of-interest", False, None),
        (ASSIGNED, "R-1", "outside-competence", False, None),
        (ASSESSED, "R-1", "information-missing", True, None),
        (ASSESSED, "R-1", "information-missing", False, "missing-unnamed"),
        (ASSESSED, "R-2", "conflict-of-interest", False, "not-the-reviewer"),
        (VACANT, "R-1", "conflict-of-interest", False, "case-returned"),
        (UNKNOWN, "R-1", "conflict-of-interest", False, "not-assigned"),
        (PANEL, "R-1", "conflict-of-interest", False, None),
        (PANEL, "R-2", "conflict-of-interest", False, "already-signed"),
        (AWAITED, "R-1", "conflict-of-interest", False, "second-signature-awaited"),
        (SIGNED, "R-1", "conflict-of-interest", False, "already-signed"),
    ],
)
def test_who_can_give_a_case_back(status: CaseStatus, reviewer: str, ground: Any, names: bool, expected: str | None) -> None:  # noqa: FBT001
    """A reviewer who has not signed can return the case, and must name missing information."""
    assert expected == code(reason_not_returnable(status, reviewer, ground, names_what_is_missing=names))


@pytest.mark.parametrize(
    ("status", "reviewers", "expected"),
    [
        (ASSESSED, 2, None),
        (ASSESSED, 3, None),
        (ASSESSED, 4, "panel-too-large"),
        (ASSESSED, 1, "already-convened"),
        (PANEL, 3, "already-convened"),
        (PANEL, 2, "already-convened"),
        (VACANT, 3, None),
        (ASSIGNED, 3, "not-assessed"),
        (UNKNOWN, 3, "not-assessed"),
        (AWAITED, 3, "already-signed"),
        (SIGNED, 3, "already-signed"),
    ],
)
def test_when_a_panel_can_be_convened(status: CaseStatus, reviewers: int, expected: str | None) -> None:
    """A panel is convened before the determination, within the limit, with more seats."""
    assert expected == code(reason_not_convenable(status, reviewers, POLICY))


NAMES = st.sampled_from(["R-1", "R-2", "R-3"])
STATUSES = st.builds(
    CaseStatus,
    drafts=st.dictionaries(NAMES, st.sampled_from(["A-1", "A-2"])),
    assessed=st.booleans(),
    seats=st.integers(1, 3),
    signed_by=st.frozensets(NAMES),
    returned_by=st.frozensets(NAMES),
    version=st.integers(0, 3),
    awaited=st.none() | st.integers(1, 4),
    signers=st.frozensets(NAMES),
    digest=st.none() | st.just("D-1"),
)


def granted(status: CaseStatus, who: str) -> Iterator[str]:
    """Yield the commands that *who* may give at this status."""
    commands = {
        "sign": reason_not_signable(status, who, None),
        "return": reason_not_returnable(status, who, "conflict-of-interest", names_what_is_missing=False),
        "correct": reason_not_correctable(status, who, status.version, status.digest or ""),
        "countersign": reason_not_countersignable(status, who, status.awaited or 1, agrees=True, reason=None),
    }
    return (command for command, refusal in commands.items() if refusal is None)


@given(STATUSES, NAMES)
def test_no_status_accepts_contradicting_commands(status: CaseStatus, who: str) -> None:
    """No status accepts commands that exclude one another."""
    commands = set(granted(status, who))

    assert not ({"sign", "countersign"} <= commands)
    assert not ({"correct"} & commands and {"sign", "return"} & commands)
    assert status.version == 0 or not commands & {"sign", "return"}


@given(STATUSES, NAMES)
def test_every_refusal_can_be_acted_on(status: CaseStatus, who: str) -> None:
    """Every refusal has a code and a complete sentence."""
    refusals = [
        reason_not_signable(status, who, "A-1"),
        reason_not_returnable(status, who, "information-missing", names_what_is_missing=False),
        reason_not_correctable(status, who, 2, "D-1"),
        reason_not_countersignable(status, who, 2, agrees=False, reason=None),
        reason_not_convenable(status, 3, POLICY),
    ]

    for refusal in filter(None, refusals):
        assert refusal.text[0].isupper()
        assert refusal.text.endswith(".")
        assert " " not in refusal.code
