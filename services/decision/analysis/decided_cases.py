"""Read decided cases, files of headings and phrases, into items that can be assessed.

Such a file states no fact of the vocabulary. `vocabulary/phrases.yaml` reads the facts that its
phrases plainly state, the same for every case; only dates and a disputed surgery imply more.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from reading.models import read_lines, read_model
from schemas.messages.application import Fact, Item, Quantity
from services.decision.analysis.phrases import Phrases
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.request.clinical_phrases import read_phrases
from services.decision.library.library import Library
from terms.text import normal

_NUMBER = re.compile(r"#(\d+)|(\d+) ?-? ?(visit|session|month|week|day|tablet)s?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SENTENCE_END = re.compile(r"(?<=[.])\s+")
_WEEK_DAYS = 7


class _Loose(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class DecidedItem(_Loose):
    """A heading with phrases on the facts, the authorised part, and the outcome."""

    request: str
    decision: str
    key_facts: tuple[str, ...] = ()
    authorized_by_claims_admin: str | None = None


class Dates(_Loose):
    """The dates of a case as far as they are known, perhaps only the year."""

    injury: str | None = None
    ur_denial: str | None = None


class Patient(_Loose):
    """The patient's age, if known."""

    age: int | None = None


class DecidedCase(_Loose):
    """A case with its items and their decisions."""

    case_number: str | None = None
    dates: Dates = Dates()
    patient: Patient = Patient()
    diagnoses: tuple[str, ...] = ()
    items: Annotated[tuple[DecidedItem, ...], Field(min_length=1)]

    @property
    def requested_on(self) -> date | None:
        """The day of the denial in place of the day of the request, which such files lack."""
        return _day(self.dates.ur_denial)

    @property
    def injured_on(self) -> date | None:
        """The day of the injury, if all of it is known."""
        return _day(self.dates.injury)


class DecidedCases(_Loose):
    """A file of cases."""

    cases: tuple[DecidedCase, ...]


class LetterItem(_Loose):
    """An item of a letter: heading and outcome.

    The letter's reasons are not read, because they give the outcome away.
    """

    request: str
    outcome: str


class DecidedLetter(_Loose):
    """A letter as `imr letter parse` prints it.

    Only the clinical summary of its prose is read.
    """

    case_number: str | None = None
    injured_on: str | None = None
    denied_on: str | None = None
    clinical_summary: str = ""
    items: Annotated[tuple[LetterItem, ...], Field(min_length=1)]

    def as_case(self) -> DecidedCase:
        """The letter as a case; each sentence of the summary is a phrase on the facts."""
        phrases = tuple(_SENTENCE_END.split(self.clinical_summary))
        return DecidedCase(
            case_number=self.case_number,
            dates=Dates(injury=self.injured_on, ur_denial=self.denied_on),
            items=tuple(DecidedItem(request=each.request, decision=each.outcome, key_facts=phrases) for each in self.items),
        )


def read_cases(content: bytes) -> tuple[DecidedCase, ...]:
    """Read a file of decided cases, one letter as JSON, or letters, one on each line.

    Raises NotReadable.
    """
    if b'"cases"' in content:
        return read_model(DecidedCases, content).cases
    if content.lstrip().startswith((b"{\n", b"{\r")):  # indented, so not one on each line
        return (read_model(DecidedLetter, content).as_case(),)
    return tuple(each.as_case() for each in read_lines(DecidedLetter, content).values())


def items_of(case: DecidedCase, library: Library, phrases: Phrases) -> tuple[Item, ...]:
    """Return the items of *case* with the facts that their phrases state."""
    treatments = [library.requests.read(item.request).treatment for item in case.items]
    surgeries = [number for number, treatment in enumerate(treatments, start=1) if treatment in phrases.surgeries]
    surgery = surgeries[0] if len(surgeries) == 1 else None
    told: list[Item] = []
    before: tuple[str, ...] = ()
    for number, (item, treatment) in enumerate(zip(case.items, treatments, strict=True), start=1):
        parent = surgery if number != surgery and _goes_with_a_surgery(item, treatment, phrases) else None
        before = (*before, *item.key_facts) if _same_as_before(item) else item.key_facts
        told.append(_item(number, item, parent, _facts(case, item, treatment, before, parent, library, phrases), library))
    return tuple(told)


def _goes_with_a_surgery(item: DecidedItem, treatment: str | None, phrases: Phrases) -> bool:
    return treatment in phrases.ancillary_treatments or phrases.ancillary_words.search(normal(item.request)) is not None


def _same_as_before(item: DecidedItem) -> bool:
    return any(normal(phrase).startswith(("same", "as above")) for phrase in item.key_facts)


def _facts(
    case: DecidedCase,
    item: DecidedItem,
    treatment: str | None,
    told: Sequence[str],
    parent: int | None,
    library: Library,
    phrases: Phrases,
) -> dict[str, FactValue]:
    """Return the facts from phrases, headings, age, dates and a surgery in dispute."""
    headings = [item.request] if parent is None else [item.request, case.items[parent - 1].request]
    facts = {**read_phrases(headings, phrases.headings), **read_phrases((*case.diagnoses, *told), phrases.phrases)}
    if case.patient.age is not None:
        facts["age_years"] = case.patient.age
    if case.requested_on is not None and case.injured_on is not None and case.injured_on <= case.requested_on:
        facts["symptom_weeks"] = (case.requested_on - case.injured_on).days // _WEEK_DAYS
    if parent is not None and treatment == "postoperative-therapy":
        facts["previous_treatment"] = False
    return {name: _typed(library.vocabulary[name], value) for name, value in facts.items()}


def _typed(definition: FactDefinition, value: FactValue) -> FactValue:
    return float(value) if definition.kind == "number" and isinstance(value, int) and not isinstance(value, bool) else value


def _item(number: int, item: DecidedItem, parent: int | None, facts: dict[str, FactValue], library: Library) -> Item:
    return Item(
        number=number,
        request=item.request[:300],
        parent=parent,
        quantity=_quantity(item, library),
        facts=tuple(Fact(name=name, value=value) for name, value in facts.items()),
    )


def _quantity(item: DecidedItem, library: Library) -> Quantity:
    """Return the quantity, or the substitute that was authorised in another unit."""
    authorised = item.authorized_by_claims_admin
    if authorised is None:
        return Quantity()
    hours = [library.requests.read(text).amounts.hours_a_week for text in (item.request, authorised)]
    if None not in hours:
        return Quantity(requested=f"{hours[0]:g}", authorised=f"{hours[1]:g}", unit="hours a week")
    asked, given = (_NUMBER.findall(text) for text in (item.request, authorised))
    if len(asked) == len(given) == 1 and _unit(asked[0]) == _unit(given[0]) and not _NUMBER.sub("", authorised).strip(" ,."):
        return Quantity(requested=asked[0][0] or asked[0][1], authorised=given[0][0] or given[0][1], unit=_unit(given[0]))
    return Quantity(authorised_as=authorised[:300])


def _unit(number: tuple[str, str, str]) -> str:
    return f"{number[2] or 'tablet'}s"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None and _DAY.fullmatch(text) else None
