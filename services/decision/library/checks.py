"""Check a library beyond the form of its files.

Editions follow one another, no two guidelines answer one question, examples hold.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from services.decision.domain.guidelines.edition import breaks
from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.domain.guidelines.guideline import Guideline
from services.decision.domain.guidelines.usable_facts import usable_facts
from services.decision.domain.reasons.proposal import Finding, proposal
from services.decision.library.errors import Fault
from services.decision.library.forms import ExampleForm

Named = Sequence[tuple[str, Guideline]]
"""Guidelines, each with the file it stands in; a file may hold several editions."""


def check_words(guidelines: Named, treatments: Collection[str], body_regions: Collection[str]) -> Iterator[Fault]:
    """Yield treatments and regions by which no request is recognised, and repeated ids."""
    seen: dict[str, str] = {}
    for file, guideline in guidelines:
        for where, unknown in (
            ("treatments", guideline.treatments.difference(treatments)),
            ("body_regions", guideline.body_regions.difference(body_regions)),
        ):
            for name in sorted(unknown):
                yield Fault(file, ("applies_to", where, name), f"{name!r} is not in the words of requests")
        if guideline.id in seen:
            yield Fault(file, ("id",), f"{guideline.id!r} is the id of a guideline in {seen[guideline.id]} too")
        seen[guideline.id] = file


def check_series(guidelines: Named) -> Iterator[Fault]:
    """The editions of one series follow one another without gap or overlap."""
    series: dict[str, list[tuple[str, Guideline]]] = defaultdict(list)
    for file, guideline in guidelines:
        series[guideline.series].append((file, guideline))
    for name, editions in series.items():
        files = " and ".join(dict.fromkeys(file for file, _ in editions))
        for problem in breaks([guideline.in_force for _, guideline in editions]):
            yield Fault(editions[-1][0], ("in_force",), f"in the series {name} ({files}) {problem}")


def check_together(guidelines: Named) -> Iterator[Fault]:
    """Yield guidelines of one rank that answer the same question: neither would apply."""
    for (file, one), (other_file, other) in combinations(guidelines, 2):
        places = [(each.rank, each.is_specific, each.held) for each in (one, other)]
        if places[0] == places[1] and _meet(one, other):
            yield Fault(other_file, ("applies_to",), f"{other.id} and {one.id} ({file}) answer the same requests at the same rank")


def check_example(
    file: str, example: ExampleForm, guideline: Guideline, vocabulary: Mapping[str, FactDefinition]
) -> Iterator[Fault]:
    """Yield results that do not follow from an example's facts, and facts not asked for."""
    where = ("examples", example.name)
    usable = usable_facts(vocabulary, {name: [value] for name, value in example.facts.items()})
    if usable.problems:
        yield from (Fault(file, (*where, "facts", name), problem) for name, problem in usable.problems.items())
        return
    found = {criterion.id: criterion.test(usable.values) for criterion in guideline.criteria}
    for criterion, value in example.values.items():
        if found.get(criterion) != value:
            reason = f"{criterion} is said to be {value} and is {found.get(criterion, 'no criterion')}"
            yield Fault(file, (*where, "values", criterion), reason)
    follows = proposal([Finding(criterion.required, found[criterion.id], "") for criterion in guideline.criteria])
    if follows != example.proposal:
        yield Fault(file, (*where, "proposal"), f"the proposal is said to be {example.proposal} and is {follows}")


def _meet(one: Guideline, other: Guideline) -> bool:
    """Whether some request falls under both."""
    return bool(
        one.treatments & other.treatments
        and (not one.is_specific or one.body_regions & other.body_regions)
        and (not one.phases or not other.phases or one.phases & other.phases)
        and one.in_force.since <= (other.in_force.until or other.in_force.since.max)
        and other.in_force.since <= (one.in_force.until or one.in_force.since.max)
    )
