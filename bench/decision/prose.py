"""Measure rationales: words, the share about this case, and sentences that are so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.decision.items import times
from bench.decision.sentences import Checker, sentences_of
from schemas.messages.assessment import Assessment
from services.decision.analysis.agreement import assess_case
from services.decision.analysis.decided_cases import DecidedCase
from services.decision.assessment.config import Rules
from services.decision.library.library import Library

Letter = tuple[Sequence[Assessment], Sequence[str]]
"""The assessments of one letter, and words of the case beside its facts."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Figures of rationales with a proposal.

    *words* is the median of a rationale, *about_the_case* the share of words outside the guideline
    and its source, *checked* the number of sentences, *sound* the share without a fault, and
    *repeated* the number of sentences that stand twice in a letter.
    """

    rationales: int
    words: float
    about_the_case: float
    checked: int
    sound: float
    repeated: int


def measure(letters: Iterable[Letter], library: Library) -> Prose:
    """Measure the rationales of *letters*."""
    checker = Checker(library)
    source = source_of(library)
    lengths, words, about, checked, faulty, repeated = [], 0, 0, 0, 0, 0
    for assessments, texts in letters:
        told: list[str] = []
        for each in assessments:
            if each.proposal is None:
                continue
            sentences = sentences_of(each.rationale)
            counts = [len(sentence.split()) for sentence in sentences]
            lengths.append(sum(counts))
            words += sum(counts)
            about += sum(count for sentence, count in zip(sentences, counts, strict=True) if sentence not in source)
            checked += len(sentences)
            faulty += len({fault.sentence for fault in checker.faults(each, texts)})
            told += sentences
        repeated += len(told) - len(set(told))
    return Prose(len(lengths), median(lengths), about / words, checked, 1 - faulty / checked, repeated)


def source_of(library: Library) -> frozenset[str]:
    """Return the sentences that are not about a case: recommendations, citations, cautions."""
    texts = [text for each in library.guidelines for text in (each.recommendation, f"The source is: {each.citation}")]
    return frozenset(sentence for text in [*texts, *library.when_denied.values()] for sentence in sentences_of(text))


def decided_letters(cases: Sequence[DecidedCase], rules: Rules) -> list[Letter]:
    """Return the letters of decided *cases* as the rules would draft them."""
    return [(assess_case(each, each.requested_on, rules), _texts(each)) for each in cases if each.requested_on is not None]


def _texts(case: DecidedCase) -> list[str]:
    """Return the requests, and the times from injury to request, which stand in the reasons."""
    requests = [each.request for each in case.items]
    if case.requested_on is None or case.injured_on is None:
        return requests
    return [*requests, *(str(each) for each in times(case.injured_on, case.requested_on))]
