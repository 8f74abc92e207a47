"""Items that only accompany or repeat another: a denied one takes them along, an approved one lets each be tested on its own."""

from collections.abc import Mapping

from services.decision.domain.reasons.proposal import Outcome


def denied_parent(parent: int | None, outcomes: Mapping[int, Outcome | None]) -> int | None:
    """The number of the *parent* whose denial denies its ancillary item; it has no use without the treatment it goes with."""
    return parent if parent is not None and outcomes.get(parent) == "upheld" else None


def cascade_sentence(parent_request: str) -> str:
    """The one sentence by which an ancillary item falls with its parent; it needs no citation."""
    return f"This request goes with another, {_inside(parent_request)}, which is not approved, and has no purpose without it."


def duplicate_sentence(request: str) -> str:
    """The one sentence by which an item falls that asks once more for what is already approved in the same case."""
    return f"This request repeats another of this case, {_inside(request)}, which is approved, and nothing is left to approve."


def _inside(request: str) -> str:
    return " ".join(request.split()).rstrip(" .;:,")
