"""Find the sources that reasons name, for the line of the letter that cites them."""

import re
from collections.abc import Iterable

from services.decision.domain.reasons.rationale import NO_CITATION, TO_BE_CONSULTED
from services.decision.domain.wording import listed

_IN_REASONS = "Named in the reasons: "

_NAMED = re.compile(
    r"\b(?:MTUS|ACOEM|ODG|Official Disability Guidelines|Medical Treatment Utilization Schedule|Cochrane|UpToDate|FDA|CDC"
    r"|(?:American|North American|National|International) (?:College|Academy|Association|Society|Institutes?)"
    r"(?: (?:of|for|and|on|[A-Z][\w-]+))* [A-Z][\w-]+"
    r"|[A-Z][\w'-]+ et al\b\.?(?:,? \(?(?:19|20)\d\d\b\)?)?)"
)


def sources_in(reasons: str) -> tuple[str, ...]:
    """Return the sources that *reasons* name, each once, in their order."""
    return tuple(dict.fromkeys(each[0] for each in _NAMED.finditer(reasons)))


def citation(line: str, reasons: str) -> str:
    """Return the citation of a decision: *line*, else the sources that its *reasons* name.

    A guideline that was to be consulted is not cited for that. A line of earlier reasons is not
    that of new ones.
    """
    if not _cites_nothing(line) and not line.startswith(_IN_REASONS):
        return line
    named = sources_in(reasons)
    return f"{_IN_REASONS}{listed(named)}." if named else NO_CITATION


def joint_citation(lines: Iterable[str]) -> str:
    """Return the citation of several reviewers who decide alike: each *line* that cites, once."""
    return " ".join(dict.fromkeys(each for each in lines if not _cites_nothing(each))) or NO_CITATION


def _cites_nothing(line: str) -> bool:
    return line == NO_CITATION or line.startswith(TO_BE_CONSULTED)
