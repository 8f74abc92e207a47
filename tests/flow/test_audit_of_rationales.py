"""The audit: every rationale of every guideline, over random facts, sentence by sentence.

A sentence must not deny a known fact, give a number that is neither the case's nor the source's,
be ungrammatical, or be one that every file satisfies.
"""

from collections import Counter, defaultdict
from random import Random

import pytest

from bench.decision.items import UR_DECISION, VariedItem, troubled, varied_items
from bench.decision.sentences import Checker, Fault, sentences_of
from schemas.messages.assessment import Assessment
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import rules_of

RULES = rules_of("ca-workers-comp")
LIBRARY = RULES.library
FILES_OF_EACH = 12
"""How many random files of each guideline are read."""


def assessed(varied: VariedItem) -> Assessment:
    """The assessment of the item in its case."""
    file = CaseFile(varied.diagnoses, {UR_DECISION})
    return assess([varied.item], requested_on=varied.requested_on, injured_on=varied.injured_on, rules=RULES, case_file=file)[0]


@pytest.mark.parametrize("doubtful", [False, True], ids=["as the papers say", "with doubtful papers and quantities"])
def test_every_sentence_is_so(*, doubtful: bool) -> None:
    """No rationale of any guideline has a fault, whether the papers are sound or not."""
    checker, random = Checker(LIBRARY), Random(1)
    found: dict[str, Fault] = {}
    for varied in varied_items(LIBRARY, FILES_OF_EACH * len(LIBRARY.guidelines), seed=int(doubtful)):
        tried = troubled(varied, LIBRARY, random) if doubtful else varied
        for fault in checker.faults(assessed(tried), [str(each) for each in tried.times]):
            found.setdefault(f"{fault.kind} {fault.about}", fault)

    assert [] == list(found.values())


def test_no_sentence_is_one_that_every_file_satisfies() -> None:
    """Beside the words of the source, no sentence stands in every rationale of a guideline.

    A guideline that recommends nothing has one answer for every file.
    """
    told: dict[str, Counter[str]] = defaultdict(Counter)
    files: Counter[str] = Counter()
    for varied in varied_items(LIBRARY, 2 * FILES_OF_EACH * len(LIBRARY.guidelines), seed=2):
        files[varied.guideline.id] += 1
        told[varied.guideline.id].update(dict.fromkeys(sentences_of(assessed(varied).rationale), 1))
    in_all = []
    for guideline in LIBRARY.guidelines:
        source = f"{guideline.recommendation} The source is: {guideline.citation} {' '.join(LIBRARY.when_denied.values())}"
        if any(criterion.facts for criterion in guideline.criteria):
            in_all += [
                (guideline.id, sentence)
                for sentence, times in told[guideline.id].items()
                if times == files[guideline.id] and sentence not in source
            ]

    assert [] == in_all
