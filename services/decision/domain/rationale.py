"""The reasons of a decision, in the order a physician gives them: what the guideline says, what the file shows, what is missing."""

from collections.abc import Mapping, Sequence

from services.decision.domain.facts import FactDefinition, FactValue, in_words
from services.decision.domain.guideline import Wording
from services.decision.domain.proposal import Finding, Outcome
from services.decision.domain.wording import sentence

NO_GUIDELINE = "No guideline in the library speaks to this request."
UNREVIEWED = f"{NO_GUIDELINE} No reviewer has weighed the evidence yet, so the denial stands in this draft."
NO_CITATION = "None cited."
NOTHING_CITED_BY_CLAIMS_ADMINISTRATOR = "The claims administrator cited no medical evidence for its decision."

_ORDER = {"met": 0, "not met": 1, "undocumented": 2}


def rationale(recommendation: str, findings: Sequence[Finding]) -> str:
    """The reasons as one paragraph. What is optional is told only where it speaks for the request."""
    told = [finding for finding in findings if finding.required or finding.value == "met"]
    told.sort(key=lambda finding: _ORDER[finding.value])
    return " ".join([sentence(recommendation), *dict.fromkeys(sentence(finding.sentence) for finding in told)])


def closing(request: str, outcome: Outcome | None) -> str:
    """The last sentence, apart from the reasons; it says the outcome in the words of the law (LC 4610.6(e))."""
    request = " ".join(request.split()).rstrip(" .;:,")
    if outcome is None:
        return f"The request for {request} awaits the reviewer's decision."
    return f"For these reasons, the request for {request} {'is' if outcome == 'overturned' else 'is not'} medically necessary."


def fill(wordings: Sequence[Wording], values: Mapping[str, FactValue], vocabulary: Mapping[str, FactDefinition]) -> str:
    """The first of *wordings* that the documented *values* allow, with its placeholders filled; the last one needs nothing."""
    for wording in wordings:
        if all(name in values for name in wording.placeholders) and (wording.when is None or wording.when(values) == "met"):
            text = wording.text
            break
    else:
        raise ValueError("no wording can be used: the last one must need no fact")
    if not wording.placeholders:
        return text
    # One pass over the template, so that braces in a fact's own text stay what they are.
    return text.format_map({name: in_words(vocabulary[name], values[name]) for name in wording.placeholders})
