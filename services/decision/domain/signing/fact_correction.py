"""Decide whether a fact can be corrected: the case's status, the value, the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, ReportedValue, wrong_value
from services.decision.domain.guidelines.units import in_form
from services.decision.domain.signing.case_status import CaseStatus
from services.decision.domain.signing.refusal import Refusal
from services.decision.domain.wording import listed

_UR = "ur-decision"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the file: its number of pages, if known, and its kind."""

    pages: int | None = None
    kind: str = "medical-record"

    @property
    def is_ur(self) -> bool:
        """Whether it is the utilization review decision.

        That is not sufficient evidence by itself (8 CCR 9792.10.6(b)(2)).
        """
        return self.kind == _UR


def reason_facts_not_correctable(status: CaseStatus) -> Refusal | None:
    """Return why no fact of the case can be corrected; None before its signature."""
    if (closed := _reason_closed(status)) is not None:
        return closed
    if status.version:
        return Refusal("already-signed", "The case is already signed; correct its determination with a new version.")
    if status.awaited is not None:
        return Refusal(
            "second-signature-awaited",
            "The case is signed and waits for the second signature; correct a fact after it is declined.",
        )
    if not status.assessed:
        return Refusal("not-assessed", "The case has no assessment yet, so there is no fact to correct.")
    if not status.drafts:
        return Refusal("not-assigned", "The case has no reviewer at present, so nobody could be given the new draft.")
    return None


def _reason_closed(status: CaseStatus) -> Refusal | None:
    """Return why nothing of the case is decided now, if so."""
    if status.ended is not None:
        return Refusal("case-ended", f"The review has ended without a determination: {status.ended}.")
    if status.held:
        return Refusal("consolidation-pending", "The case is being consolidated with another; correct the fact there.")
    return None


def reason_not_value(vocabulary: Mapping[str, FactDefinition], name: str, value: FactValue | None) -> Refusal | None:
    """Return why *value* is no value of the fact *name*: an unknown fact, a kind, a bound.

    None, the value of a fact that the papers do not tell of, fits every fact.
    """
    definition = vocabulary.get(name)
    if definition is None:
        near = get_close_matches(name, vocabulary, n=3)
        hint = f"; near it are {listed(near)}" if near else ""
        return Refusal("unknown-fact", f'The vocabulary has no fact "{name}"{hint}.')
    if value is None:
        return None
    wrong = wrong_value(definition, in_form(definition, ReportedValue(value)))
    if wrong is None:
        return None
    return Refusal("wrong-value", f'The fact "{name}" is to be {wrong}.')


def reason_not_on_paper(
    definition: FactDefinition, papers: Mapping[str, Paper], document: str | None, page: int | None, quotation: str | None
) -> Refusal | None:
    """Return why a value of the fact cannot be taken from this place of the file.

    A fact that is read from the utilization review decision only may stand on any other paper.
    """
    if document is None or quotation is None:
        return Refusal("paper-missing", "A value needs the document that gives it and its words there; name both.")
    paper = papers.get(document)
    if paper is None:
        return Refusal("unknown-document", f'The file has no document "{document}".')
    if paper.is_ur:
        return Refusal(
            "utilization-review-alone", "The utilization review decision proves no fact by itself; name a medical record that does."
        )
    kinds = [each for each in definition.sources if each != _UR]
    if kinds and paper.kind not in kinds:
        text = f'The fact "{definition.name}" is read from {listed(kinds)}; the document "{document}" is of the kind {paper.kind}.'
        return Refusal("wrong-kind-of-paper", text)
    if page is not None and paper.pages is not None and page > paper.pages:
        return Refusal("no-such-page", f'The document "{document}" has {paper.pages} pages, so no page {page}.')
    return None
