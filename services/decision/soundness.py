"""What must hold in a library beyond the form of each file: editions that follow one another, no two answers, examples that hold."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from services.decision.domain.edition import breaks
from services.decision.domain.facts import FactDefinition, usable_facts
from services.decision.domain.guideline import Guideline
from services.decision.domain.proposal import Finding, proposal
from services.decision.guideline_file import ExampleForm


class LibraryNotSound(Exception):
    """A file of the library is wrong; the message names the file and the place."""

    def __init__(self, file: str, where: str, what: str) -> None:
        super().__init__(f"{file}: {where}: {what}")


def check_words(guidelines: Mapping[str, Guideline], treatments: set[str], body_regions: set[str]) -> None:
    """Every treatment and body region is one that requests can be recognised by; ids are unique."""
    seen: set[str] = set()
    for file, guideline in guidelines.items():
        for where, unknown in (
            ("treatments", guideline.treatments - treatments),
            ("body_regions", guideline.body_regions - body_regions),
        ):
            if unknown:
                raise LibraryNotSound(file, f"applies_to.{where}", f"{min(unknown)!r} is not in the words of requests")
        if guideline.id in seen:
            raise LibraryNotSound(file, "id", f"{guideline.id!r} is the id of another guideline too")
        seen.add(guideline.id)


def check_series(guidelines: Mapping[str, Guideline]) -> None:
    """The editions of one series follow one another without gap or overlap."""
    series: dict[str, list[str]] = defaultdict(list)
    for file, guideline in guidelines.items():
        series[guideline.series].append(file)
    for name, files in series.items():
        for problem in breaks([guidelines[file].in_force for file in files]):
            raise LibraryNotSound(" and ".join(files), f"in_force, series {name}", problem)


def check_together(guidelines: Mapping[str, Guideline]) -> None:
    """No two guidelines of one rank answer the same question: then neither would be the one that applies."""
    for (file, one), (other_file, other) in combinations(guidelines.items(), 2):
        if (one.rank, one.is_specific) == (other.rank, other.is_specific) and _meet(one, other):
            raise LibraryNotSound(f"{file} and {other_file}", "applies_to", "both answer the same requests at the same rank")


def check_example(file: str, example: ExampleForm, guideline: Guideline, vocabulary: Mapping[str, FactDefinition]) -> None:
    """What the example says follows from its facts."""
    where = f"example {example.name!r}"
    usable = usable_facts(vocabulary, {name: [value] for name, value in example.facts.items()})
    for problem in usable.problems.values():
        raise LibraryNotSound(file, where, problem)
    found = {criterion.id: criterion.test(usable.values) for criterion in guideline.criteria}
    for criterion, value in example.values.items():
        if found.get(criterion) != value:
            raise LibraryNotSound(file, where, f"{criterion} is said to be {value} and is {found.get(criterion, 'no criterion')}")
    follows = proposal([Finding(criterion.required, found[criterion.id], "") for criterion in guideline.criteria])
    if follows != example.proposal:
        raise LibraryNotSound(file, where, f"the proposal is said to be {example.proposal} and is {follows}")


def _meet(one: Guideline, other: Guideline) -> bool:
    """Whether some request falls under both."""
    return bool(
        one.treatments & other.treatments
        and (not one.is_specific or one.body_regions & other.body_regions)
        and (not one.phases or not other.phases or one.phases & other.phases)
        and one.in_force.since <= (other.in_force.until or other.in_force.since.max)
        and other.in_force.since <= (one.in_force.until or one.in_force.since.max)
    )
