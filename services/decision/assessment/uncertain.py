"""Say why no guideline was found for an item: it is not certain, or none addresses it."""

from services.decision.assessment.item_facts import ItemFacts
from services.decision.domain.guidelines.evidence_search import EvidenceSearch, Question
from services.decision.domain.reasons.rationale import no_guideline, uncertain_region, uncertain_treatment


def why_none(request: str, facts: ItemFacts, search: EvidenceSearch, question: Question) -> str:
    """Return the sentence on a *request* for which *search* found no guideline."""
    if facts.treatment is None and facts.reading.treatments:
        return uncertain_treatment(request, facts.reading.treatments)
    today = (each.guideline for each in search.considered if each.guideline.in_force.covers(question.requested_on))
    if question.body_region is None and any(each.body_regions for each in today):
        return uncertain_region(request, facts.reading.regions)
    return no_guideline(request)
