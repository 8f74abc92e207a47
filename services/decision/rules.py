"""By what items are judged: the guideline library, and the evidence order of the jurisdiction."""

from dataclasses import dataclass
from functools import cache

import jurisdictions
from services.decision.library import Library, load


@dataclass(frozen=True, slots=True)
class Rules:
    """The library, and the ranks of evidence in the order in which they are asked."""

    library: Library
    evidence_order: tuple[str, ...]


@cache
def rules_of(jurisdiction: str) -> Rules:
    """The rules of *jurisdiction*, read once; raises UnknownJurisdiction."""
    order = jurisdictions.load(jurisdiction).evidence_order
    return Rules(load(), order)
