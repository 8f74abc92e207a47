"""Sort the reported facts of an item into those that are used and those with a problem."""

from collections.abc import Mapping, Sequence

from services.decision.domain.guidelines.facts import (
    FactDefinition,
    FactValue,
    ReportedValue,
    UsableFacts,
    is_misread,
    is_plain,
    reason_unusable,
    reported_by_utilization_review_alone,
    reported_otherwise,
)
from services.decision.domain.guidelines.implications import Implication, follow, implications
from services.decision.domain.guidelines.units import in_form
from terms.law_words import PLAIN, LawWords


def usable_facts(vocabulary: Mapping[str, FactDefinition], given: Mapping[str, Sequence[FactValue]]) -> UsableFacts:
    """Sort the values *given*, by name, into usable facts and problems."""
    return sort_facts(vocabulary, {name: [ReportedValue(value) for value in values] for name, values in given.items()})


def sort_facts(
    vocabulary: Mapping[str, FactDefinition],
    reported: Mapping[str, Sequence[ReportedValue]],
    declared: tuple[Implication, ...] | None = None,
    words: LawWords = PLAIN,
) -> UsableFacts:
    """Sort the reported values, by name, into usable facts and problems.

    *declared* is the result of `implications`, if the caller already has it; *words* are those of
    the law.
    """
    values: dict[str, FactValue] = {}
    problems: dict[str, str] = {}
    remarks: dict[str, str] = {}
    misread = set()
    for name, written in reported.items():
        definition = vocabulary.get(name)
        if definition is not None and len(written) == 1 and is_plain(definition, written[0]):
            values[name] = written[0].value
            continue
        found = written if definition is None else [in_form(definition, each) for each in written]
        documented = [each for each in found if not each.ur_only]
        problem = reason_unusable(definition, name, documented or found)
        if problem is None and not documented:
            problem = reported_by_utilization_review_alone(vocabulary[name], found[0], words)
        if problem is None:
            values[name] = documented[0].value
            if any(each.value != documented[0].value for each in found):
                remarks[name] = reported_otherwise(vocabulary[name], found, documented[0], words)
        else:
            problems[name] = problem
            if is_misread(definition, documented or found):
                misread.add(name)
    follow(implications(vocabulary) if declared is None else declared, values, problems)
    return UsableFacts(values, problems, remarks, frozenset(misread))
