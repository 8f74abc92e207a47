"""Every message type: its examples, its marks, its topic."""

import json
import re
import typing
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from schemas.catalogue import MESSAGES
from schemas.message import Command, Event, Message
from schemas.personal import PERSONAL
from schemas.topics import CHANGELOG, DEAD_LETTERS, DESK, TOPICS
from schemas.wire.codec import read

EXAMPLES = Path(__file__).parents[2] / "schemas/examples"
TYPES = pytest.mark.parametrize("message_class", MESSAGES.values(), ids=MESSAGES.keys())


def _models(annotation: Any) -> set[type[BaseModel]]:
    """Return the models inside *annotation*, at any depth."""
    found = {annotation} if isinstance(annotation, type) and issubclass(annotation, BaseModel) else set()
    for argument in typing.get_args(annotation):
        found |= _models(argument)
    return found


def _unmarked(model: type[BaseModel]) -> list[str]:
    """Return the leaf fields of *model* and its nested models that carry no mark."""
    missing = []
    for name, field in model.model_fields.items():
        inner = _models(field.annotation)
        missing += [f"{each.__name__}.{field_name}" for each in inner for field_name in _unmarked(each)]
        if not inner and PERSONAL not in json.dumps(model.model_json_schema()["properties"][name]):
            missing.append(name)
    return missing


@TYPES
def test_each_version_has_an_example(message_class: type[Message]) -> None:
    """Every version of every type has exactly one example file."""
    versions = {path.stem for path in (EXAMPLES / message_class.type).iterdir()}

    assert {str(number) for number in range(1, message_class.version + 1)} == versions


@TYPES
def test_examples_read(message_class: type[Message]) -> None:
    """Every example is read as the newest class.

    An example of the newest version is written back unchanged.
    """
    for path in (EXAMPLES / message_class.type).iterdir():
        message = read(message_class, int(path.stem), path.read_bytes())
        if int(path.stem) == message_class.version:
            assert json.loads(path.read_text()) == message.model_dump(mode="json")


@TYPES
def test_each_older_version_has_an_upcaster(message_class: type[Message]) -> None:
    """Each older version has one upcaster to the next."""
    assert set(range(1, message_class.version)) == set(message_class.upcasters)


@TYPES
def test_every_leaf_is_marked(message_class: type[Message]) -> None:
    """Every leaf field is marked as personal data or as plain."""
    assert [] == _unmarked(message_class)


@TYPES
def test_fields_have_no_defaults(message_class: type[Message]) -> None:
    """Fields have no defaults: upcasters fill in fields that older versions lack."""
    assert [] == [name for name, field in message_class.model_fields.items() if not field.is_required()]


@TYPES
def test_types_are_named_after_their_topic(message_class: type[Message]) -> None:
    """The type names its service, and its topic is in the catalogue."""
    assert re.fullmatch(r"imr\.(intake|triage|decision|letters|history|shadow|runtime)\.[a-z]+(-[a-z]+)+", message_class.type)
    assert message_class.topic in (*TOPICS, DEAD_LETTERS, DESK, CHANGELOG)
    assert issubclass(message_class, Event) != issubclass(message_class, Command)


@TYPES
def test_keys_carry_no_personal_data(message_class: type[Message]) -> None:
    """The key of every example is an id and holds no word of the message's own fields."""
    message = read(
        message_class, message_class.version, (EXAMPLES / message_class.type / f"{message_class.version}.json").read_bytes()
    )

    assert re.fullmatch(r"[A-Za-z0-9./-]+", message.key)
    assert "Example Operator" not in message.key


def test_examples_are_of_known_types() -> None:
    """Every example belongs to a type that exists."""
    assert set(MESSAGES) == {path.name for path in EXAMPLES.iterdir()}
