"""Which guideline an assessment rests on."""

from schemas.messages.assessment import Assessment, GuidelineTrace


def applied_guideline(assessment: Assessment) -> GuidelineTrace | None:
    """The guideline that applies to the item, or was tested by analogy where none does; None where no guideline speaks."""
    return next((each for each in assessment.trace if each.applies or each.by_analogy), None)
