"""Why an application is not reviewed, as a jurisdiction's file says it.

A reason has a sentence and, where its test is the value of a field, that test.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from types import UnionType
from typing import Annotated, Any, Literal, Self, TypeVar, Union, get_args, get_origin

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from jurisdictions.dated import Dated, Series, in_force
from schemas.message import Name, Part, Text
from schemas.messages.application import Application, Identifier, Item

_ITEMS = "items."

GROUNDS_OF_EVERY_LAW = ("WRONG_PROGRAM", "LATE", "DUPLICATE", "ALREADY_AUTHORIZED", "AUTHORISED_IN_REVIEW")
"""Without these an application could be reviewed that no law reviews."""

GROUNDS_TESTED = (
    *GROUNDS_OF_EVERY_LAW,
    "ENDED_IN_REVIEW",
    "LATE_AFTER_LIABILITY",
    "LATE_AFTER_THE_FORM",
    "NO_SIGNATURE",
    "DESIGNATED_TOO_EARLY",
    "SIGNED_TOO_EARLY",
    "NO_PROOF_OF_REPRESENTATION",
    "NO_STANDING",
    "NO_EMERGENCY_CARE",
    "NO_UR_DECISION",
    "LIABILITY_DEFERRED",
)
"""The grounds that intake tests by a rule; a law that has no such reason leaves it out."""

D = TypeVar("D", bound=Dated)


class Condition(Part):
    """A field of an application, by its name in the schema, and the values that are meant.

    A name that begins with `items.` is a field of each item.
    """

    field: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+){0,4}$")]
    equals: bool | Name | None = None
    one_of: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _a_field_can_have_the_value(self) -> Self:
        """Refuse a name that no field has, and a value that the field cannot have."""
        if (self.equals is None) == (not self.one_of):
            raise ValueError("when has either equals or one_of")
        annotation = _annotation(Item, self.path) if self.of_items else _annotation(Application, self.path)
        for value in self.values:
            try:
                TypeAdapter(annotation).validate_python(value)
            except ValidationError:
                raise ValueError(f"{self.field} never has the value {value!r}") from None
        return self

    @property
    def of_items(self) -> bool:
        """Whether the field is one of each item."""
        return self.field.startswith(_ITEMS)

    @property
    def path(self) -> tuple[str, ...]:
        """The names that lead to the field, from the application or from the item."""
        return tuple(self.field.removeprefix(_ITEMS).split("."))

    @property
    def values(self) -> tuple[object, ...]:
        """The values that are meant."""
        return self.one_of or (self.equals,)

    def holds(self, part: Part) -> bool:
        """Whether the field of *part*, an application or an item, has one of the values."""
        value: object = part
        for name in self.path:
            value = getattr(value, name, None)
        return value is not None and value in self.values


def _annotation(model: Any, path: Sequence[str]) -> Any:
    """Return the type of the field at *path*; raise ValueError where there is none."""
    for name in path:
        fields = next((each.model_fields for each in _models(model)), {})
        if name not in fields:
            raise ValueError(f"an application has no field {'.'.join(path)}")
        model = fields[name].annotation
    if next(_models(model), None) is not None:
        raise ValueError(f"{'.'.join(path)} is no single value")
    return model


def _models(annotation: Any) -> Iterator[type[Part]]:
    if get_origin(annotation) in (UnionType, Union, Annotated):
        for each in get_args(annotation):
            yield from _models(each)
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation


class Told(Dated):
    """A sentence with room for facts in braces."""

    text: Text

    @model_validator(mode="after")
    def _has_named_room(self) -> Self:
        """Refuse a sentence whose braces hold no plain name: it could not be filled in."""
        if any(field is not None and not field.isidentifier() for _, field, _, _ in Formatter().parse(self.text)):
            raise ValueError("braces in the text hold the name of a fact")
        return self


class EligibilityReason(Told):
    """Why an application, or an item of it, is not reviewed.

    *code* is told to the parties; without it the key of the reason is. One of *when* suffices. A
    reason that *defers* keeps the case open.
    """

    code: Identifier | None = None
    defers: bool = False
    when: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _a_test_needs_no_facts(self) -> Self:
        """Refuse room for facts in the sentence of a tested field: it has no facts."""
        if self.when and any(field for _, field, _, _ in Formatter().parse(self.text)):
            raise ValueError("the text of a reason with when has no braces")
        return self


class Formulary(Dated):
    """The drugs of the formulary's list, by their generic names, that are known to be on it."""

    drugs: Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")], ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class StatedGround:
    """A ground that a field states: of the item of that number, or of the whole application."""

    ground: str
    item: int | None
    defers: Literal[True, False]


def stated_grounds(
    reasons: Mapping[str, Series[EligibilityReason]], application: Application, on: date
) -> tuple[StatedGround, ...]:
    """Return each ground that a field of *application* states.

    *on* is the day the decision was served.
    """
    return tuple(_stated(reasons, application, on))


def _stated(reasons: Mapping[str, Series[EligibilityReason]], application: Application, on: date) -> Iterator[StatedGround]:
    for ground, versions in reasons.items():
        if on < versions[0].from_on or ((last := versions[-1].until_on) is not None and on > last):
            continue
        reason = in_force(versions, on)
        whole = [each for each in reason.when if not each.of_items]
        if any(each.holds(application) for each in whole):
            yield StatedGround(ground, None, reason.defers)
            continue
        of_items = [each for each in reason.when if each.of_items]
        yield from (
            StatedGround(ground, item.number, reason.defers)
            for item in application.items
            if any(each.holds(item) for each in of_items)
        )


def in_force_or_first(values: Series[D], on: date) -> D:
    """The one of *values* in force *on* a day.

    Before all of them it is the first, after them the last.
    """
    if on < values[0].from_on:
        return values[0]
    last = values[-1]
    return last if last.until_on is not None and on > last.until_on else in_force(values, on)
