"""From messages to bytes and back: the only place that knows about versions."""

import json
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from reading.wording import in_words
from schemas.message import Message
from schemas.wire.envelope import MAY_BE_IGNORED, Envelope, Unreadable

M = TypeVar("M", bound=Message)
P = TypeVar("P", bound=BaseModel)

_ERRORS_NAMED = 5


class NotFinite(ValueError):
    """A message with a number that JSON cannot write; it was made without validation."""

    def __init__(self, message_type: str) -> None:
        super().__init__(f"a number in {message_type} is infinite or no number, which JSON cannot write")


class Sealed(NamedTuple):
    """A message ready to be written; a *value* of None deletes the key from a compacted topic."""

    topic: str
    partition: int
    key: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def seal(message: Message, envelope: Envelope, partitions: int) -> Sealed:
    """Return the bytes of *message* under *envelope*, for a deployment of *partitions*.

    Raises NotFinite.
    """
    value = message.__pydantic_serializer__.to_json(message)
    if (b"Infinity" in value or b"NaN" in value) and not _is_json(value):
        raise NotFinite(message.type)
    return Sealed(
        topic=message.destination.name,
        partition=message.partition(partitions),
        key=message.key.encode(),
        value=value,
        headers=(*envelope.headers(), MAY_BE_IGNORED) if message.may_be_ignored else tuple(envelope.headers()),
    )


def read(message_class: type[M], version: int, value: bytes | None) -> M:
    """Read a *message_class* from the *value* of one of its versions; raise Unreadable.

    An older version goes through the upcasters. Of a newer one the known fields are read and the
    others ignored.
    """
    return _validated(message_class, message_class, version, value, ignore_others=version > message_class.version)


def read_part(message_class: type[Message], part: type[P], version: int, value: bytes | None) -> P:
    """Read the fields of *part* from the *value* of a *message_class*; raise Unreadable.

    The other fields are not validated.
    """
    return _validated(message_class, part, version, value, ignore_others=True)


def _validated(message_class: type[Message], model: type[P], version: int, value: bytes | None, *, ignore_others: bool) -> P:
    """Validate the *value* of a *message_class* as a *model*, after the upcasters."""
    if not value:
        raise Unreadable("the value is empty")
    if version < message_class.version:
        value = _upcast(message_class, version, value)
    try:
        return model.model_validate_json(value, extra="ignore" if ignore_others else "forbid")
    except ValidationError as error:
        raise Unreadable(_summary(error)) from None
    except RecursionError:
        raise Unreadable("the value is nested too deeply") from None


def _is_json(value: bytes) -> bool:
    """Return whether *value* is JSON as every reader takes it; the words may stand in a text."""
    try:
        json.loads(value, parse_constant=_refuse)
    except ValueError:
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _upcast(message_class: type[Message], version: int, value: bytes) -> bytes:
    try:
        data: Any = json.loads(value)
        for step in range(version, message_class.version):
            data = message_class.upcasters[step](data)
        return json.dumps(data).encode()
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise Unreadable(
            f"version {version} cannot be brought to version {message_class.version} ({type(error).__name__})"
        ) from None


def _summary(error: ValidationError) -> str:
    """Return the invalid fields and their errors, without their values."""
    problems = error.errors(include_url=False, include_input=False)
    named = "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'value'}: {in_words(problem)}" for problem in problems[:_ERRORS_NAMED]
    )
    return named if len(problems) <= _ERRORS_NAMED else f"{named}; and {len(problems) - _ERRORS_NAMED} more"
