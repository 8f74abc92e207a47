"""State as bytes and back, beside workers of an older and of a newer version.

During an upgrade partitions go back and forth. An older version is brought up by upcasters. Of a
newer one the unknown fields are ignored, and kept when the object is written again.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from schemas.message import Part, Upcaster

R = TypeVar("R", bound=Part)

_VERSION = "$version"
_MARKED = b'{"$version":'
"""The beginning of an object of version 2 or later; others have no mark."""


class Versions(Generic[R]):
    """The versions of a table's objects; `upcasters[0]` leads from version 1 to 2."""

    def __init__(self, record_class: type[R], upcasters: Sequence[Upcaster]) -> None:
        self._class = record_class
        self._upcasters = upcasters
        self._version = 1 + len(upcasters)
        self._newer: dict[str, tuple[int, Mapping[str, Any]]] = {}  # version and unknown fields

    def decode(self, key: str, content: bytes) -> R:
        """Return the object in *content*, which is under *key*; raise ValidationError."""
        version = 1
        if self._upcasters or content.startswith(_MARKED):
            data = json.loads(content)
            version = data.pop(_VERSION, 1)
            for upcast in self._upcasters[version - 1 :]:
                data = upcast(data)
            content = json.dumps(data).encode()
        record = self._class.model_validate_json(content, extra="allow")
        if record.__pydantic_extra__ or version > self._version:
            self._newer[key] = version, record.__pydantic_extra__ or {}
        return record

    def encode(self, key: str, record: R, before: bytes | None) -> bytes:
        """Return *record* as bytes, with the fields of *before* that only a newer version knows."""
        content = record.__pydantic_serializer__.to_json(record)
        if before is not None and key not in self._newer and before.startswith(_MARKED):
            self.decode(key, before)
        version, unknown = self._newer.get(key, (1, {}))
        if key in self._newer:
            content = json.dumps({**unknown, **_with_unknown(record, json.loads(content))}).encode()
        if (version := max(version, self._version)) > 1:
            content = b"%s%d%s%s" % (_MARKED, version, b"," if len(content) > len(b"{}") else b"", content[1:])
        return content

    def forget(self, key: str) -> None:
        """Forget the fields of the object under *key*, which is deleted."""
        self._newer.pop(key, None)


def _with_unknown(value: Any, data: Any) -> Any:
    """Return *data*, the JSON of *value*, with the unknown fields of all its parts."""
    match value:
        case BaseModel():
            known = {name: _with_unknown(getattr(value, name), each) for name, each in data.items()}
            return {**(value.__pydantic_extra__ or {}), **known}
        case dict():
            return dict(zip(data, (_with_unknown(*pair) for pair in zip(value.values(), data.values(), strict=True)), strict=True))
        case tuple() | list():
            return [_with_unknown(*pair) for pair in zip(value, data, strict=True)]
        case _:
            return data
