"""The base of every message: a fact (`Event`) or an instruction (`Command`).

Each has a type, a version and upcasters from its older versions.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, GetJsonSchemaHandler, StringConstraints, ValidationInfo
from pydantic.json_schema import JsonSchemaValue

from reading.models import FROM_OUTSIDE
from schemas.lots import partition_of
from schemas.topics import Topic

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""A pure function from the plain data of one version to that of the next."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all of category Cc but tabs and line feeds


TEXT_MAX = 20_000
"""The number of characters that a text of a message may have."""


def _printable(text: str) -> str:
    """Refuse control characters: a letter cannot print them and a terminal may obey them.

    Line ends of other systems (CR LF, CR) become line feeds.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        raise ValueError(f"has the control character U+{ord(found[0]):04X}; only line feeds and tabs are allowed")
    return text


class Describe:
    """A pattern for the JSON Schema of a text that a validator or a bound tests."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of *core* with the pattern."""
        return {**handler(core), "pattern": self._pattern}


def _ascii(text: str, info: ValidationInfo) -> str:
    r"""Refuse digits of other scripts, which `\d` of a pattern takes.

    Stored messages may have them, and stay readable.
    """
    if info.context == FROM_OUTSIDE and not text.isascii():
        raise ValueError("is not written in the digits 0 to 9")
    return text


ASCII_DIGITS = AfterValidator(_ascii)
"""Of a text with a pattern of digits: from outside, it takes 0 to 9 only."""

_ALLOWED = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_PRINTABLE = AfterValidator(_printable), Describe(rf"^{_ALLOWED}*[^\s\x00-\x1f\x7f-\x9f]{_ALLOWED}*$")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX), *_PRINTABLE]
"""Prose: 1 to 20,000 characters without surrounding white space or control characters."""

NAME_MAX = 300
"""The number of characters that a name of a message may have."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_MAX), *_PRINTABLE]
"""A name, label or code: 1 to 300 characters, trimmed, without control characters."""


class Part(BaseModel):
    """A piece of a message: immutable, strict about types, with finite numbers.

    Its errors do not quote the input.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
        ser_json_inf_nan="constants",  # never null: the codec refuses them
    )


P = TypeVar("P", bound=Part)


def of_checked(part: type[P], **values: Any) -> P:
    """Return a *part* made of *values* that were validated before, every field among them.

    Such values are library text and parts of other messages. It costs a tenth of validating them
    again; `model_construct` costs as much as the validation. All parts of a class share the set of
    their fields.
    """
    return _made(part, values)


def with_checked(part: P, **values: Any) -> P:
    """Return *part* with some *values* replaced by others that were validated before."""
    return _made(type(part), part.__dict__ | values)


def is_text(text: str) -> bool:
    """Return whether *text* is a `Text` as it stands; one of several lines is not looked into."""
    return 0 < len(text) <= TEXT_MAX and text.isprintable() and text[0] != " " != text[-1]


# The slots of a model, which is frozen: setting them through its class takes half the time.
_set_values = BaseModel.__dict__["__dict__"].__set__
_set_fields_set = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__
_FIELDS: dict[type[Part], set[str]] = {}


def _made(part: type[P], values: dict[str, Any]) -> P:
    fields = _FIELDS.get(part)
    if fields is None:
        fields = _FIELDS[part] = set(part.model_fields)
    made = object.__new__(part)
    _set_values(made, values)
    _set_fields_set(made, fields)
    _set_extra(made, None)
    _set_private(made, None)
    return made


class Message(Part):
    """A fact or an instruction; the class is always the newest version.

    `type` is a name of its own, never a class path. `upcasters[n]` turns the plain data of version
    n into that of version n + 1. A service of an earlier version, to which the type is unknown,
    parks the message, unless it *may_be_ignored*: if all decisions are the same without it.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    topic: ClassVar[Topic]
    upcasters: ClassVar[Mapping[int, Upcaster]] = {}
    may_be_ignored: ClassVar[bool] = False

    @property
    def key(self) -> str:
        """The Kafka key: a case number, a submission, a reviewer or a pool; never personal data."""
        raise NotImplementedError(type(self).__name__)

    @property
    def subject(self) -> str:
        """The scope in which repeats are recognised; the key unless a class overrides it."""
        return self.key

    @property
    def lot(self) -> int | None:
        """The lot (0 to 999) whose partition the message belongs to.

        None if its key's hash decides.
        """
        return None

    @property
    def destination(self) -> Topic:
        """The topic this message goes to; the class's, unless it depends on the consumer."""
        return self.topic

    def partition(self, partitions: int) -> int:
        """The partition it belongs to in a deployment with *partitions* partitions."""
        return partition_of(self.key, self.lot, partitions)


class Event(Message):
    """Something that happened, in the past tense; published by one service."""


class Command(Message):
    """Something that is asked of one service, in the imperative."""
