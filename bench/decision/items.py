"""Draw varied items for the guidelines of a library: requests, facts, papers, dates.

The same seed gives the same items. Every guideline gets its turn, in each of its regions and
phases.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from schemas.messages.application import Fact, Item, Quantity, Source
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Guideline, Phase
from services.decision.library.library import Library

DAYS_SINCE_INJURY: dict[Phase, tuple[int, int]] = {"acute": (1, 27), "subacute": (35, 80), "chronic": (120, 2_000)}
"""The fewest and the most days from the injury to the request, by phase."""

SIDES = ("left", "right", "both", None)
DIAGNOSES = (
    "lumbar facet arthropathy",
    "a rotator cuff tear",
    "cervical radiculopathy",
    "a sprain of the ankle",
    "myofascial pain",
)
TREATMENTS = ("oral medication", "physical therapy", "rest", "a home exercise program", "acupuncture")

UR_DECISION = "ur"
TROUBLES = (None, None, None, "another value", "another unit", "utilization review alone")

_MONTH, _YEAR = 30.4375, 365.25
_SMALL, _PAGES, _PAPERS = 31, 40, 6
_OPEN_ENDED = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class VariedItem:
    """An item that *guideline* speaks to, with dates and phrases of its case."""

    item: Item
    requested_on: date
    injured_on: date
    guideline: Guideline
    diagnoses: tuple[str, ...]
    treatments: tuple[str, ...]

    @property
    def times(self) -> tuple[int, ...]:
        """The completed days, weeks, months and years from the injury to the request."""
        return times(self.injured_on, self.requested_on)


def times(injured_on: date, requested_on: date) -> tuple[int, ...]:
    """Return the completed days, weeks, months and years between two days."""
    days = (requested_on - injured_on).days
    return (days, days // 7, int(days / _MONTH), int(days / _YEAR))


def varied_items(library: Library, count: int, facts: int | None = None, seed: int = 0) -> Iterator[VariedItem]:
    """Yield *count* items, each with this many *facts*; None is any number."""
    random = Random(seed)
    for guideline in islice(cycle(library.guidelines), count):
        yield _varied(guideline, library, facts, random)


def troubled(varied: VariedItem, library: Library, random: Random) -> VariedItem:
    """Return the item with a quantity, perhaps approved in part, and doubtful facts.

    Some papers contradict each other, some facts are only utilization review's, and some entries
    are wrong.
    """
    facts = list(varied.item.facts)
    for fact in varied.item.facts:
        trouble = random.choice(TROUBLES)
        if trouble == "another value":
            facts.append(fact.model_copy(update={"value": value_of(library.vocabulary[fact.name], random)}))
        elif trouble == "another unit":
            facts.append(fact.model_copy(update={"unit": "furlongs"}))
        elif trouble == "utilization review alone":
            facts[facts.index(fact)] = fact.model_copy(update={"source": Source(document=UR_DECISION, page=1)})
    item = varied.item.model_copy(update={"facts": tuple(facts), "quantity": _quantity(random)})
    return replace(varied, item=item)


def _quantity(random: Random) -> Quantity:
    if random.random() < 0.3:
        return Quantity()
    requested = random.randint(1, 30)
    return Quantity(
        requested=str(requested),
        authorised=random.choice((None, str(random.randint(0, requested + 1)))),
        in_dispute=random.choice((None, str(random.randint(1, requested + 1)))),
        unit=random.choice((None, "visit", "visits", "Session", "tablets", "box", "mg")),
    )


def _varied(guideline: Guideline, library: Library, facts: int | None, random: Random) -> VariedItem:
    requested_on = _day_of(guideline, random)
    phase = random.choice(sorted(guideline.phases) or ["acute", "subacute", "chronic"])
    treatment = random.choice(sorted(guideline.treatments))
    region = random.choice(sorted(guideline.body_regions)) if guideline.body_regions else None
    item = Item(
        number=1,
        request=_request(treatment, region, random),
        treatment=treatment,
        body_region=region,
        body_side=random.choice(SIDES),
        facts=tuple(_facts(guideline, library, facts, random)),
    )
    fewest, most = DAYS_SINCE_INJURY[phase]
    return VariedItem(
        item,
        requested_on,
        requested_on - timedelta(days=random.randint(fewest, most)),
        guideline,
        tuple(random.sample(DIAGNOSES, random.randint(0, 2))),
        tuple(random.sample(TREATMENTS, random.randint(0, 3))),
    )


def _day_of(guideline: Guideline, random: Random) -> date:
    since = guideline.in_force.since
    until = guideline.in_force.until or max(since, _OPEN_ENDED)
    return since + timedelta(days=random.randint(0, (until - since).days))


def _request(treatment: str, region: str | None, random: Random) -> str:
    """Return the heading of a request, in one of several forms."""
    name = treatment.replace("-", " ").capitalize()
    place = "" if region is None else f", {region.replace('-', ' ')}"
    return random.choice((f"{name}{place}", f"{name}{place}, #{random.randint(2, 120)}", f"{name} as soon as possible{place}"))


def _facts(guideline: Guideline, library: Library, count: int | None, random: Random) -> Iterator[Fact]:
    """Yield facts with their papers: those that the guideline reads first, then any others."""
    read = sorted({name for criterion in guideline.criteria for name in criterion.facts})
    if count is None:
        names = random.sample(read, random.randint(0, len(read)))
    else:
        others = sorted(set(library.vocabulary) - set(read))
        names = random.sample(read, min(count, len(read))) + random.sample(others, max(0, count - len(read)))
    for name in names:
        source = Source(document=f"record-{random.randint(1, _PAPERS)}", page=random.randint(1, _PAGES))
        yield Fact(name=name, value=value_of(library.vocabulary[name], random), source=source)


def value_of(definition: FactDefinition, random: Random) -> FactValue:
    """Return any value that a fact may have; of numbers more of the small, where limits lie."""
    if definition.kind == "bool":
        return random.random() < 0.5
    if definition.choices is not None:
        return random.choice(sorted(definition.choices))
    if definition.kind == "text":
        return "as the note tells"
    low, high = int(definition.minimum or 0), int(definition.maximum or 0)
    whole = random.randint(low, random.choice((min(high, _SMALL), high)))
    return whole if definition.kind == "int" else max(float(whole), definition.minimum or 0.0)
