"""The envelope of every message: CloudEvents 1.0 in Kafka's binary mode.

`ce_` headers hold the attributes; the value is the JSON data.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from schemas.ids import derived_id

Headers = Sequence[tuple[str, bytes]]
"""Headers as Kafka clients give and take them."""

OUR_SOURCES = "/imr/"
"""Ids under these sources are derived and unique everywhere.

Others only within their source.
"""

MAY_BE_IGNORED = ("ce_mayignore", b"true")
"""The mark of a message that a reader to which its type is unknown passes over."""

_SCHEMA = "urn:imr:schema:"
_REQUIRED = ("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_dataschema")
_SPECVERSION = ("ce_specversion", b"1.0")
_CONTENT_TYPE = ("content-type", b"application/json")
_TEXT_MAX = 1_000
_VERSION = re.compile(r"[1-9][0-9]{0,5}")


class Unreadable(ValueError):
    """A malformed message; *reason* says where, and never quotes it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Envelope(NamedTuple):
    """The attributes of a message: source, type, subject, time and cause."""

    id: str
    source: str
    type: str
    version: int
    time: datetime
    subject: str | None
    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None

    @property
    def identity(self) -> str:
        """The identity by which repeats are recognised: the id, made unique across sources."""
        return self.id if self.source.startswith(OUR_SOURCES) else derived_id("message", self.source, self.id)

    def headers(self) -> list[tuple[str, bytes]]:
        """The headers that carry this envelope."""
        headers = [
            _SPECVERSION,
            ("ce_id", self.id.encode()),
            ("ce_source", self.source.encode()),
            ("ce_type", self.type.encode()),
            ("ce_time", _time(self.time)),
            ("ce_dataschema", f"{_SCHEMA}{self.type}:{self.version}".encode()),
            ("ce_correlationid", self.correlation_id.encode()),
        ]
        if self.subject is not None:
            headers.append(("ce_subject", self.subject.encode()))
        if self.causation_id is not None:
            headers.append(("ce_causationid", self.causation_id.encode()))
        if self.traceparent is not None:
            headers.append(("ce_traceparent", self.traceparent.encode()))
        headers.append(_CONTENT_TYPE)
        return headers


@lru_cache(maxsize=64)
def _time(instant: datetime) -> bytes:
    """An instant as the header has it; the messages of a batch share theirs."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z").encode()


def header_text(headers: Headers, name: str) -> str | None:
    """Return the text of the header *name*.

    None if it is absent, repeated, no text or too long.
    """
    found = [value for header, value in headers if header == name]
    return _text(found[0]) if len(found) == 1 else None


def open_envelope(headers: Headers) -> Envelope:
    """Read the envelope from *headers*; raises Unreadable with the header at fault."""
    texts = _texts(headers)
    for name in _REQUIRED:
        if not texts.get(name):
            raise Unreadable(f"the header {name} is missing or is no text")
    if texts["ce_specversion"] != "1.0":
        raise Unreadable("the header ce_specversion is not 1.0")
    identifier = texts["ce_id"] or ""
    return Envelope(
        id=identifier,
        source=texts["ce_source"] or "",
        type=texts["ce_type"] or "",
        version=_version(texts["ce_dataschema"] or "", texts["ce_type"] or ""),
        time=_instant(texts["ce_time"] or ""),
        subject=texts.get("ce_subject"),
        correlation_id=texts.get("ce_correlationid") or identifier,
        causation_id=texts.get("ce_causationid"),
        traceparent=texts.get("ce_traceparent"),
    )


def _texts(headers: Headers) -> dict[str, str | None]:
    """Return our headers as texts, None for malformed ones; the usual case is tested at once."""
    ours = [header for header in headers if header[0].startswith("ce_")]
    names = {name for name, _ in ours}
    if len(names) < len(ours):  # readers of others would disagree about which counts
        twice = next(name for name in sorted(names) if sum(each == name for each, _ in ours) > 1)
        raise Unreadable(f"the header {twice[:50]!r} is there twice")
    try:
        texts: dict[str, str] = {name: value.decode() for name, value in ours}
    except (UnicodeDecodeError, AttributeError):
        return {name: _text(value) for name, value in ours}
    together = "".join(texts.values())
    if len(together) <= _TEXT_MAX and together.isprintable():
        return {**texts}
    return {name: _text(value) for name, value in ours}


def _text(value: bytes | None) -> str | None:
    try:
        text = (value or b"").decode()
    except UnicodeDecodeError:
        return None
    return text if len(text) <= _TEXT_MAX and text.isprintable() else None


@lru_cache(maxsize=1_024)
def _version(dataschema: str, message_type: str) -> int:
    prefix, _, version = dataschema.rpartition(":")
    if prefix != f"{_SCHEMA}{message_type}" or not _VERSION.fullmatch(version):
        raise Unreadable("the header ce_dataschema does not name this type and a version")
    return int(version)


def _instant(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("the header ce_time is no instant") from None
    if time.tzinfo is None:
        raise Unreadable("the header ce_time has no offset from UTC")
    return time
