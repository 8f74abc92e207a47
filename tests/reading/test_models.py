"""Documents as models."""

from datetime import date
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from reading.models import fit, read_lines, read_model
from reading.problems import NotReadable, Problem
from reading.yaml_text import parse_yaml


class Person(BaseModel):
    """A person with an age or a name for it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    born_on: date
    age: int | bool = 0


def problems(content: str) -> set[tuple[str, str]]:
    """Return pointer and reason of each problem."""
    with pytest.raises(NotReadable) as caught:
        read_model(Person, content.encode())
    return {(each.pointer, each.detail) for each in caught.value.problems}


def test_a_document_becomes_a_model() -> None:
    """Dates are text in JSON."""
    assert Person(born_on=date(1980, 1, 2)) == read_model(Person, b'{"born_on": "1980-01-02"}')


def test_each_wrong_field_has_its_place() -> None:
    """Missing and unknown ones too; the alternatives of a union are one problem."""
    assert {
        ("/born_on", "is missing"),
        ("/age", "is not a whole number or true or false"),
        ("/x", "is not a known field"),
    } == problems('{"age": "x", "x": 1}')


def test_the_alternative_that_was_meant_is_told() -> None:
    """Text that is too long for a union is not called no number as well."""
    kind: TypeAdapter[int | str] = TypeAdapter(int | Annotated[str, Field(max_length=3)])
    with pytest.raises(NotReadable) as caught:
        fit(kind, "long")

    assert (Problem("", "has more than 3 characters"),) == caught.value.problems


def test_strictness_comes_before_the_model() -> None:
    """A repeated key is named although the model would take the last."""
    assert {("/born_on", "this key is there more than once")} == problems('{"born_on": 1, "born_on": "1980-01-02"}')


def test_a_problem_of_yaml_has_its_line() -> None:
    """The place of the value in the file."""
    document = parse_yaml("- born_on: 1980-01-02\n- born_on: 1980-13-01\n")
    with pytest.raises(NotReadable) as caught:
        fit(TypeAdapter(list[Person]), document.data, document.lines)

    (problem,) = caught.value.problems
    assert Problem("/1/born_on", problem.detail, 2) == problem


def test_lines_become_models_by_their_number() -> None:
    """Only a line feed ends a line: a line separator may stand within a text."""
    content = b'{"born_on": "1980-01-02"}\n\n{"born_on": "1980-01-03", "age": 3}\r\n'

    assert [1, 3] == list(read_lines(Person, content))


def test_a_wrong_line_is_named() -> None:
    """Every problem of every line."""
    with pytest.raises(NotReadable) as caught:
        read_lines(Person, '{"born_on": "\u2028"}\n{}\nx'.encode())

    assert [1, 2, 3] == [each.line for each in caught.value.problems]


class Positive(BaseModel):
    """A number that a validator of the whole refuses when it is not positive."""

    number: int

    @model_validator(mode="after")
    def _is_positive(self) -> "Positive":
        if self.number <= 0:
            raise ValueError("is not positive")
        return self


class Numbers(BaseModel):
    """At least one of them."""

    numbers: Annotated[tuple[Positive, ...], Field(min_length=1)]


@pytest.mark.parametrize(
    ("content", "told"), [('[{"number": 0}]', ("/numbers/0", "is not positive")), ("[]", ("/numbers", "is empty"))]
)
def test_a_list_of_refused_entries_is_not_called_empty(content: str, told: tuple[str, str]) -> None:
    """Only one without entries is."""
    with pytest.raises(NotReadable) as caught:
        read_model(Numbers, f'{{"numbers": {content}}}'.encode())

    assert [told] == [(each.pointer, each.detail) for each in caught.value.problems]
