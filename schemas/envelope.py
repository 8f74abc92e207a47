"""The envelope around every message: CloudEvents 1.0 in Kafka's binary mode (`ce_` headers, the value is the JSON data)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.ids import derived_id

Headers = Sequence[tuple[str, bytes]]
"""Headers as Kafka clients give and take them."""

OUR_SOURCES = "/imr/"
"""Ids under these sources are derived and unique everywhere; others are unique only within their source."""

_SCHEMA = "urn:imr:schema:"
_REQUIRED = ("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_dataschema")
_CONTENT_TYPE = ("content-type", b"application/json")
_TEXT_MAX = 1_000
_VERSION = re.compile(r"[1-9][0-9]{0,5}")


class Unreadable(ValueError):
    """A message that is not what it should be; *reason* says where, never what was in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who says what about whom, when, and because of which message."""

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
        """What a repeat is known by: the id, made unique across sources."""
        return self.id if self.source.startswith(OUR_SOURCES) else derived_id("message", self.source, self.id)

    def headers(self) -> list[tuple[str, bytes]]:
        """The headers that carry this envelope."""
        texts = [
            ("ce_specversion", "1.0"),
            ("ce_id", self.id),
            ("ce_source", self.source),
            ("ce_type", self.type),
            ("ce_time", self.time.astimezone(UTC).isoformat().replace("+00:00", "Z")),
            ("ce_dataschema", f"{_SCHEMA}{self.type}:{self.version}"),
            ("ce_correlationid", self.correlation_id),
        ]
        optional = (("ce_subject", self.subject), ("ce_causationid", self.causation_id), ("ce_traceparent", self.traceparent))
        texts += [(name, text) for name, text in optional if text is not None]
        return [*((name, text.encode()) for name, text in texts), _CONTENT_TYPE]


def header_text(headers: Headers, name: str) -> str | None:
    """The text of the header *name*, or None if it is absent, no text or too long to be one of ours."""
    for header, value in headers:
        if header == name:
            return _text(value)
    return None


def open_envelope(headers: Headers) -> Envelope:
    """Read the envelope from *headers*; raises Unreadable with the header at fault."""
    texts = {name: _text(value) for name, value in headers if name.startswith("ce_")}
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


def _text(value: bytes | None) -> str | None:
    try:
        text = (value or b"").decode()
    except UnicodeDecodeError:
        return None
    return text if len(text) <= _TEXT_MAX and text.isprintable() else None


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
