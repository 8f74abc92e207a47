"""Every value of a jurisdiction file is read: changed, it changes something or is refused.

A value that nothing reads misleads the person who edits it.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from inspect import signature
from itertools import product, zip_longest
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from jurisdictions.clock_rules import WAYS_TOLD, Served
from jurisdictions.dated import Dated, NotInForce
from jurisdictions.files import _FOLDER, names
from jurisdictions.legal_time import LegalTime
from jurisdictions.model import Jurisdiction
from jurisdictions.reviewing import EndedReview
from jurisdictions.vocabulary import body_regions, treatments
from reading.models import fit
from reading.problems import NotReadable
from reading.yaml_text import read_yaml
from schemas.messages.application import Application
from schemas.messages.ledgers.fees import FeeEnd
from schemas.messages.triage import Degree
from tests.examples import ROOT

FREE = ("source",)
"""A value's law: for the person who reads the file, and printed where a count has steps."""

FIRST_BEFORE_ALL = (
    "applicability",
    "decision_clock",
    "eligibility_reasons",
    "end_grounds",
    "evidence_order",
    "expedited_without_certification",
    "pool",
    "reviewers",
    "specialties",
    "words",
)
"""Lists whose first entry counts on earlier days too: no case is without a rule."""

Place = tuple[str | int, ...]

METHODS = sorted(
    name for name, each in (vars(LegalTime) | vars(Jurisdiction)).items() if callable(each) and not name.startswith(("_", "model_"))
)
"""The questions that the rules answer."""


@cache
def plain(name: str) -> Any:
    """Return the values of a file."""
    return json.loads(json.dumps(read_yaml((_FOLDER / f"{name}.yaml").read_bytes()).data))


def leaves(value: Any, path: Place = ()) -> Iterator[Place]:
    """Yield the place of each single value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, dict | list):
        yield path
    for key, each in entries:
        yield from leaves(each, (*path, key))


def at(value: Any, path: Place) -> Any:
    """Return the value at a place."""
    for step in path:
        value = value[step]
    return value


STATED = {
    date.fromisoformat(found)
    for name in names()
    for path in leaves(plain(name))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", found := str(at(plain(name), path)))
}
"""The days that the files name."""

FEW = tuple(sorted({day + timedelta(days=each) for day in STATED for each in (-1, 0, 1, 2)}))
"""Days around those on which values of the files begin or end."""

DAYS = tuple(
    date(min(STATED).year - 1, 12, 1) + timedelta(days=each) for each in range((max(STATED).year - min(STATED).year + 12) * 366)
)
"""Every day from before the first of them until years after the last."""


def other(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    try:
        return (date.fromisoformat(value) + timedelta(days=400)).isoformat()
    except ValueError:
        return f"{value}x"


def changed(name: str, path: Place) -> Jurisdiction | None:
    """Return the rules with another value at a place; None if they are refused."""
    data = json.loads(json.dumps(plain(name)))
    at(data, path[:-1])[path[-1]] = other(at(data, path))
    try:
        return fit(Jurisdiction, data)
    except NotReadable:
        return None


def dated(tell: Callable[[date], Any], days: tuple[date, ...] = FEW) -> list[Any]:
    """Return the answer on each day; a day without one has None."""

    def told(day: date) -> Any:
        try:
            answer = tell(day)
        except NotInForce:
            return None
        return answer.model_dump(exclude={"from_on", "until_on", "source"}) if isinstance(answer, Dated) else answer

    return [told(day) for day in days]


def counts(rules: Jurisdiction, clock: str) -> Iterator[Any]:
    """Yield the counts of a clock, by its variants and the ways of service."""
    places = ("california", "another-state", "abroad")
    ways = [Served(by=by, from_place=place, to_place=place) for by, place in product(WAYS_TOLD, places)]  # type: ignore[arg-type]
    served = ways if any(each.added_days for each in rules.clocks[clock].versions) else [None]
    days = tuple(day + timedelta(days=each) for day in FEW for each in (0, 4))
    starts = {day: datetime(day.year, day.month, day.day, 20, tzinfo=UTC) for day in days}
    for variant, way in product(rules.variants(clock), served):
        yield variant, dated(lambda day: rules.due(clock, starts[day], variant, way), days)  # noqa: B023 - called here


def of_clocks(rules: Jurisdiction, _: str) -> Iterator[Any]:
    """Yield the answers about each clock."""
    for clock, rule in rules.clocks.items():
        yield rule.act, [each.extension for each in rule.versions]
        yield from counts(rules, clock)


def applications(name: str) -> Iterator[Application]:
    """Yield an application for each value that the file's reasons speak of."""
    known = json.loads((ROOT / "examples/chiropractic-and-massage.json").read_text())
    model = Application.model_validate_json(json.dumps(known))
    for reasons in plain(name)["eligibility_reasons"].values():
        for condition in (each for reason in reasons for each in reason.get("when", ())):
            for value in condition.get("one_of", [condition.get("equals")]):
                yield with_value(model, condition["field"].split("."), value)


def with_value(part: Any, path: list[str], value: Any) -> Any:
    """Return a part of an application with a value at a place, whether or not it has one."""
    first, *rest = path
    inner = getattr(part, first, None)
    if not rest:
        return part.model_copy(update={first: value})
    if isinstance(inner, tuple):
        return part.model_copy(update={first: tuple(with_value(each, rest, value) for each in inner)})
    return part.model_copy(update={first: with_value(Application.model_construct() if inner is None else inner, rest, value)})


def reasons(rules: Jurisdiction, name: str) -> Any:
    """Return the sentences of the reasons, and those that fields state."""
    grounds = filter(rules.knows_ground, plain(name)["eligibility_reasons"])
    told = [dated(partial(rules.eligibility_reason, each)) for each in grounds]
    return told, [dated(partial(rules.stated_grounds, each)) for each in applications(name)]


def of_days(rules: Jurisdiction, _: str) -> Any:
    """Return every answer that needs a day alone."""
    asked = {name: list(signature(getattr(Jurisdiction, name)).parameters.values())[1:] for name in METHODS}
    return [dated(getattr(rules, name)) for name, given in asked.items() if [each.annotation for each in given] == [date]]


def fees(rules: Jurisdiction, _: str) -> Any:
    """Return the fee of each kind of review, filed on each day."""
    degrees = [None, *(frozenset({each}) for each in get_args(Degree))]
    kinds = product(get_args(get_args(FeeEnd)[0]), ("standard", "expedited"), (True, False), (0, 1, 2, 3), degrees)
    days = (date(2013, 1, 1), date(2014, 3, 31), date(2014, 4, 1), date(2019, 12, 31), date(2020, 1, 1))
    return [rules.fee(day, EndedReview(*kind)) for kind in kinds for day in days]


OBSERVED: Mapping[str, Callable[[Jurisdiction, str], Any]] = {
    "name": lambda rules, _: rules.name,
    "title": lambda rules, _: rules.title,
    "time_zone": lambda rules, _: rules.time_zone,
    "calendars": lambda rules, _: [[calendar.why_closed(day) for day in DAYS] for calendar in rules.calendars.values()],
    "applicability": lambda rules, _: [
        (dated(lambda day: rules.covers(injured, day)), dated(rules.applies))  # noqa: B023 - called here
        for injured in FEW
    ],
    "added_days": of_clocks,
    "clocks": of_clocks,
    "clock_warnings": lambda rules, _: [
        dated(lambda day: rules.warned_before(*rules.clock_of(clock), day))  # noqa: B023 - called here
        for clock in rules.clock_ids()
    ],
    "eligibility_reasons": reasons,
    "specialties": lambda rules, _: [
        dated(lambda day: rules.specialties_on(day).otherwise),
        [rules.specialties_on(FEW[-1]).treating(*each) for each in product(sorted(treatments()), sorted(body_regions()))],
    ],
    "end_grounds": lambda rules, name: [dated(partial(rules.end_text, ground)) for ground in plain(name)["end_grounds"]],
    "fees": fees,
    "letter_notices": lambda rules, name: [dated(lambda day: rules.notice(kind, day)) for kind in plain(name)["letter_notices"]],  # noqa: B023
    "retention": lambda rules, _: dated(lambda day: rules.drop_at(datetime(day.year, day.month, day.day, 20, tzinfo=UTC))),
}
"""The answers that services have from each section, where they need more than a day."""


@pytest.mark.parametrize(("name", "section"), [(name, section) for name in names() for section in plain(name)])
def test_each_value_changes_an_answer_or_is_refused(name: str, section: str) -> None:
    """No value is there for show: services have another answer, or the file is refused."""
    tell = OBSERVED.get(section, of_days)
    before = list(tell(fit(Jurisdiction, plain(name)), name))

    idle = []
    for path in leaves(plain(name)[section], (section,)):
        rules = changed(name, path)
        if path[-1] in FREE or (section in FIRST_BEFORE_ALL and path[-2:] == (0, "from_on")):
            continue
        if rules is not None and all(one == other for one, other in zip_longest(before, tell(rules, name))):
            idle.append(path)

    assert [] == idle


def models(annotation: Any, found: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """Return the models within a type, by name."""
    if get_origin(annotation) is not None:
        for each in get_args(annotation):
            models(each, found)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation.__name__ not in found:
        found[annotation.__name__] = annotation
        for field in annotation.model_fields.values():
            models(field.annotation, found)
    return found


def names_read(folder: str) -> Iterator[str]:
    """Yield each attribute that the code of a folder reads, outside the checks of a file."""
    for file in (ROOT / folder).rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        checks = {id(each) for node in ast.walk(tree) if _is_check(node) for each in ast.walk(node)}
        yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and id(node) not in checks)


def _is_check(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any("model_validator" in ast.unparse(each) for each in node.decorator_list)


FIELDS = sorted({name for model in models(Jurisdiction, {}).values() for name in model.model_fields} - set(FREE))


def test_each_field_is_read_outside_the_checks() -> None:
    """A field that only its own check reads decides nothing."""
    read = {name for folder in ("jurisdictions", "services", "cli") for name in names_read(folder)}

    assert [] == [name for name in FIELDS if name not in read]


def test_each_answer_is_asked_for() -> None:
    """An answer of the rules that no service and no command asks for makes its values idle."""
    asked = {name for folder in ("services", "cli") for name in names_read(folder)}
    inner = set(names_read("jurisdictions"))

    assert [] == [name for name in METHODS if name not in asked and name not in inner]
