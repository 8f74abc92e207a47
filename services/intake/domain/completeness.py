"""Whether a case file is complete, or suffices once the time for records has passed.

Facts in, answer out (8 CCR 9792.10.5(a)(1), 9792.10.6(b)(2)).
"""

from collections.abc import Iterable
from dataclasses import dataclass

WORKERS_SIDE = frozenset({"employee", "attorney", "provider"})
"""Who sends papers for the worker: employee, attorney and requesting physician."""

_SAID_BY_A_PARTY = frozenset({"request-for-authorization", "other"})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the case file: its kind, and who sent it if that is known."""

    kind: str
    sent_by: str | None


def is_complete(papers: Iterable[Paper]) -> bool:
    """Return whether the claims administrator's medical records are in.

    Records without a sender count as its own: its systems file an application with the whole file.
    """
    return any(each.kind == "medical-record" and each.sent_by not in WORKERS_SIDE for each in papers)


def suffices(papers: Iterable[Paper]) -> bool:
    """Return whether a review may rest on *papers* after the claims administrator's time.

    It needs the utilization review decision, and papers of the worker or the physician beside it:
    medical records, a statement, or a request with its reasons. The form says nothing more.
    """
    known = tuple(papers)
    return any(each.kind == "ur-decision" for each in known) and any(_is_evidence(each) for each in known)


def _is_evidence(paper: Paper) -> bool:
    return paper.kind == "medical-record" or (paper.kind in _SAID_BY_A_PARTY and paper.sent_by in WORKERS_SIDE)
