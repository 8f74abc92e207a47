"""Whose signatures a determination needs: the reviewers' own, and a second person's where the jurisdiction asks for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from services.decision.domain.reasons.proposal import Outcome
from services.decision.domain.signing.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Policy:
    """The jurisdiction's: when a second person signs, how many may review one case, and what an even split of a panel comes to."""

    second_signature: Literal["never", "changed", "always"]
    reviewers_max: int
    even_split: Outcome


def needs_second_signature(policy: Policy, changes: Sequence[bool]) -> bool:
    """Whether what was signed waits for a second person; *changes* says of each item whether it was decided otherwise than proposed."""
    return policy.second_signature == "always" or (policy.second_signature == "changed" and any(changes))


def reason_not_second(second: str, involved: Collection[str]) -> Refusal | None:
    """Why somebody cannot be the *second* to sign: four eyes are two people, and who is or was the case's reviewer is one of them."""
    if second in involved:
        return Refusal("same-person", "Who reviews or reviewed the case cannot give the second signature; another person has to.")
    return None
