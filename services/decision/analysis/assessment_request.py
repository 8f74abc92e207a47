"""Read the file of `imr guideline assess`.

Items with facts as plain JSON, strictly checked.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from jurisdictions.files import UnknownJurisdiction
from reading.models import fit
from reading.problems import NotReadable, Problem
from schemas.message import Name, Part, Text
from schemas.messages.application import (
    DOCUMENTS_MAX,
    EVIDENCE_MAX,
    FACTS_MAX,
    ITEMS_MAX,
    Day,
    Fact,
    Identifier,
    Item,
    Quantity,
    Recommendation,
    Source,
)
from schemas.messages.assessment import Assessment
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import rules_of
from services.decision.domain.request.derived_facts import YEARS_SINCE_INJURY_MAX
from services.decision.domain.wording import listed
from services.decision.library.library import Library
from terms.request.reading import RequestReader

Value = bool | int | float | Text


class SourcedValue(Part):
    """A fact's value with its unit and the document it was read from."""

    value: Value
    unit: Name | None = None
    source: Source | None = None


Given = Value | SourcedValue | tuple[Value | SourcedValue, ...] | None
"""A value, a value with its source, or a list of these where documents differ.

Null is silence.
"""


class FileItem(Part):
    """One item with its facts by name."""

    id: int | Name | None = None
    parent: int | Name | None = None
    request: Name
    treatment: Name | None = None
    body_region: Name | None = None
    body_side: Literal["left", "right", "both"] | None = None
    quantity: Quantity = Quantity()
    claims_administrator_guideline: Text | None = None
    evidence: Annotated[tuple[Recommendation, ...], Field(max_length=EVIDENCE_MAX)] = ()
    facts: dict[Identifier, Given] = Field(default_factory=dict)


class FilePaper(Part):
    """A document of the case file; facts of the `ur-decision` alone are undocumented."""

    id: Identifier
    kind: Literal["ur-decision", "request-for-authorization", "medical-record", "form", "other"]


class AssessmentFile(Part):
    """The items to assess.

    *decided_on* and *treatments* are optional and unused: editions go by the date of the request,
    and the clinical summary tells of the care so far.
    """

    jurisdiction: Identifier = "ca-workers-comp"
    requested_on: Day
    decided_on: Day | None = None
    injured_on: Day | None = None
    diagnoses: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    treatments: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    documents: Annotated[tuple[FilePaper, ...], Field(max_length=DOCUMENTS_MAX)] = ()
    items: Annotated[tuple[FileItem, ...], Field(min_length=1, max_length=ITEMS_MAX)]


class NotAssessable(NotReadable):
    """A file whose fields are sound, but which cannot be assessed; *problems* say why not."""


def assess_file(data: Any, library: Library | None = None) -> list[Assessment]:
    """Assess the items in plain *data*, numbered from 1.

    *library* replaces the library in force, to try guidelines that are not part of it yet. Raises
    NotReadable with every wrong field, or NotAssessable.
    """
    file = fit(AssessmentFile, data)
    try:
        rules = rules_of(file.jurisdiction)
    except UnknownJurisdiction as error:
        raise NotAssessable((Problem("/jurisdiction", str(error)),)) from None
    if library is not None:
        rules = replace(rules, library=library)
    if problems := (*_wrong_days(file), *_wrong_papers(file), *_wrong_items(file, rules.library.requests)):
        raise NotAssessable(problems)
    beside = CaseFile(file.diagnoses, frozenset(each.id for each in file.documents if each.kind == "ur-decision"))
    return list(assess(_items(file), requested_on=file.requested_on, injured_on=file.injured_on, rules=rules, case_file=beside))


_LAST_YEAR = 2100
"""The last year that a day of a case can be in; a later one is a slip."""


def _wrong_days(file: AssessmentFile) -> Iterator[Problem]:
    """Yield the days that cannot follow one another, or lie too far ahead."""
    for name, each in (("injured_on", file.injured_on), ("requested_on", file.requested_on), ("decided_on", file.decided_on)):
        if each is not None and each.year > _LAST_YEAR:
            yield Problem(f"/{name}", f"the year {each.year} is too far ahead")
    if file.injured_on is not None and file.injured_on > file.requested_on:
        yield Problem("/injured_on", f"the injury ({file.injured_on}) lies after the request ({file.requested_on})")
    if file.injured_on is not None and file.requested_on.year - file.injured_on.year > YEARS_SINCE_INJURY_MAX:
        yield Problem("/injured_on", f"the injury ({file.injured_on}) lies more than {YEARS_SINCE_INJURY_MAX} years back")
    if file.decided_on is not None and file.decided_on < file.requested_on:
        yield Problem("/decided_on", f"the decision ({file.decided_on}) lies before the request ({file.requested_on})")


def _wrong_papers(file: AssessmentFile) -> Iterator[Problem]:
    """Yield papers with one id, and facts from a paper that is not among those given."""
    papers: set[str] = set()
    for place, paper in enumerate(file.documents):
        if paper.id in papers:
            yield Problem(f"/documents/{place}/id", f"{paper.id!r} is the id of another document too")
        papers.add(paper.id)
    for place, item in enumerate(file.items if papers else ()):
        for name, given in item.facts.items():
            sources = {
                each.source.document for each in _values(given) if isinstance(each, SourcedValue) and each.source is not None
            }
            for source in sorted(sources - papers):
                yield Problem(f"/items/{place}/facts/{name}", f"the document {source!r} is not among the documents of the file")


def _wrong_items(file: AssessmentFile, requests: RequestReader) -> Iterator[Problem]:
    """Yield items with one id, parents that are no main items, and regions that are none."""
    numbers = _numbers(file)
    for place, item in enumerate(file.items):
        if sum(len(_values(given)) for given in item.facts.values()) > FACTS_MAX:
            yield Problem(f"/items/{place}/facts", f"has more than {FACTS_MAX} values")
        if item.id is not None and numbers[item.id] != place + 1:
            yield Problem(f"/items/{place}/id", f"{item.id!r} is the id of another item too")
        parent = None if item.parent is None else numbers.get(item.parent)
        if item.parent is not None and (parent is None or file.items[parent - 1].parent is not None):
            yield Problem(f"/items/{place}/parent", f"{item.parent!r} is not a main item of this file")
        if item.body_region is not None and requests.region(_identifier(item.body_region) or "") is None:
            yield Problem(f"/items/{place}/body_region", f"is not one of the body regions, which are {listed(requests.regions)}")


def _numbers(file: AssessmentFile) -> dict[int | str, int]:
    """Return the number of each item, from 1, by its id; of two with one, the first's."""
    numbers: dict[int | str, int] = {}
    for number, each in enumerate(file.items, start=1):
        numbers.setdefault(number if each.id is None else each.id, number)
    return numbers


def _items(file: AssessmentFile) -> list[Item]:
    numbers = _numbers(file)
    return [_item(number, each, numbers) for number, each in enumerate(file.items, start=1)]


def _item(number: int, each: FileItem, numbers: dict[int | str, int]) -> Item:
    return Item(
        number=number,
        request=each.request,
        treatment=_identifier(each.treatment),
        body_region=_identifier(each.body_region),
        body_side=each.body_side,
        quantity=each.quantity,
        parent=None if each.parent is None else numbers[each.parent],
        claims_administrator_guideline=each.claims_administrator_guideline,
        evidence=each.evidence,
        facts=tuple(_fact(name, value) for name, given in each.facts.items() for value in _values(given)),
    )


def _identifier(name: str | None) -> str | None:
    """Return a name as an identifier: "low back" is `low-back`.

    None without letters or digits.
    """
    return None if name is None else re.sub(r"[\W_]+", "-", name.casefold(), flags=re.ASCII).strip("-")[:100] or None


def _values(given: Given) -> tuple[Value | SourcedValue, ...]:
    if given is None:
        return ()
    return given if isinstance(given, tuple) else (given,)


def _fact(name: str, value: Value | SourcedValue) -> Fact:
    if isinstance(value, SourcedValue):
        return Fact(name=name, value=value.value, unit=value.unit, source=value.source)
    return Fact(name=name, value=value)
