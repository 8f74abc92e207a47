"""Errors of a validator are told in words of ours."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, Field, StrictInt, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

import schemas
from jurisdictions import model as jurisdiction_model
from reading import wording
from reading.wording import first_in_words, in_words
from runtime import settings
from services.decision.library import forms
from services.letters import letter
from services.letters.composition import layout

_MODULES = (jurisdiction_model, settings, forms, letter, layout)


class _Strict(BaseModel, extra="forbid", strict=True):
    name: str


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        (_Strict, "{}", "is missing"),
        (_Strict, '{"name": "x", "other": 1}', "is not a known field"),
        (_Strict, '{"name": 1}', "is not text"),
        (_Strict, "[]", "is not an object"),
        (tuple[int, ...], "1", "is not a list"),
        (Annotated[tuple[int, ...], Field(min_length=1)], "[]", "is empty"),
        (Annotated[tuple[int, ...], Field(min_length=2)], "[1]", "has fewer than 2 entries"),
        (Annotated[tuple[int, ...], Field(max_length=1)], "[1, 2]", "has more than 1 entry"),
        (Annotated[str, Field(min_length=1)], '""', "is empty"),
        (Annotated[str, Field(min_length=3)], '"ab"', "has fewer than 3 characters"),
        (Annotated[str, Field(max_length=1000)], f'"{"a" * 1001}"', "has more than 1,000 characters"),
        (Annotated[str, Field(pattern=r"^\d{10}$")], '"1"', "is not 10 digits"),
        (Annotated[str, Field(pattern="^[xy]$")], '"1"', "does not have the form ^[xy]$"),
        (StrictInt, "1.5", "is not a whole number"),
        (StrictInt, '"1"', "is not a whole number"),
        (Annotated[int, Field(ge=1)], "0", "is less than 1"),
        (Annotated[int, Field(gt=1)], "1", "is not more than 1"),
        (Annotated[int, Field(le=1)], "2", "is more than 1"),
        (float, '"x"', "is not a number"),
        (bool, "[]", "is not true or false"),
        (Literal["a", "b"], '"c"', "is not 'a' or 'b'"),
        (date, '"2015-02-30"', "is not a day of the calendar, written as YYYY-MM-DD"),
        (datetime, '"yesterday"', "is not an instant, written as 2015-04-17T09:00:00-07:00"),
        (
            AwareDatetime,
            '"2015-04-17T09:00"',
            "is not an instant, written as 2015-04-17T09:00:00-07:00: the offset from UTC is missing",
        ),
    ],
)
def test_an_error_is_a_phrase_about_the_value(kind: Any, given: str, told: str) -> None:
    """It says what the value is not, and how it would be written."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_json(given)

    assert told == first_in_words(caught.value)


def test_no_error_is_told_in_the_words_of_the_library() -> None:
    """One that no model of ours raises has a phrase that gives nothing away."""
    filled = dict.fromkeys(("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length"), 1)
    texts = dict.fromkeys(("error", "pattern", "expected", "expected_tags", "discriminator"), "x")
    for each in _all_errors():
        told = in_words(ErrorDetails(type=each["type"], loc=(), msg=each["message"], input=None, ctx={**filled, **texts}))

        assert not re.search("[Ii]nput|should|valid|string|tuple|array|dictionary", told), each


def _all_errors() -> Iterator[dict[str, Any]]:
    native = importlib.import_module("pydantic_core._pydantic_core")
    for each in native.list_all_errors():
        yield {"type": each["type"], "message": each["message_template_python"]}


def test_the_patterns_of_our_fields_have_words() -> None:
    """A reader of an error need not read a regular expression."""
    used = {pattern for model in _models() for pattern in _patterns(model.__pydantic_core_schema__)}

    assert {r"^\d{10}$", r"^CM[0-9]{2}-[0-9]{7}$"} <= used
    assert used <= set(wording._FORMS)


def _models() -> set[type[BaseModel]]:
    for module in pkgutil.walk_packages(schemas.__path__, "schemas."):
        importlib.import_module(module.name)
    ours = ("schemas.", *(module.__name__ for module in _MODULES))
    return {each for each in _below(BaseModel) if each.__module__.startswith(ours)}


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in model.__subclasses__():
        yield each
        yield from _below(each)


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if schema.get("type") == "str" and "pattern" in schema:
            yield schema["pattern"]
        for each in schema.values():
            yield from _patterns(each)
    elif isinstance(schema, list | tuple):
        for each in schema:
            yield from _patterns(each)
