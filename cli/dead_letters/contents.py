"""Decode the content of a parked message as far as possible, for people and programs."""

import base64
import json
from typing import Any

from cli.session.output import printable
from runtime.record import Record
from schemas.message import Part
from schemas.wire.dead_letters import ParkedMessage

CHARACTERS_SHOWN_MAX = 20_000


class Contents(Part):
    """Headers and value; *form* names the encoding of the value."""

    headers: tuple[tuple[str, str], ...]
    form: str
    value: Any


def kept_contents(parked: ParkedMessage) -> Contents:
    """Return the content that the dead letter itself keeps."""
    headers = tuple((name, _text(base64.b64decode(content))) for name, content in parked.headers)
    return _contents(headers, None if parked.value is None else base64.b64decode(parked.value))


def original_contents(record: Record) -> Contents:
    """Return the content found at the message's origin."""
    return _contents(tuple((name, _text(content or b"")) for name, content in record.headers), record.value)


def printable_value(contents: Contents) -> str:
    """Return the value for a terminal: indented JSON, without control characters, shortened."""
    if contents.form == "none":
        return "(no value)"
    text = json.dumps(contents.value, indent=2, ensure_ascii=False) if contents.form == "json" else str(contents.value)
    safe = "\n".join(map(printable, text.split("\n")))
    cut = len(safe) - CHARACTERS_SHOWN_MAX
    return safe if cut <= 0 else f"{safe[:CHARACTERS_SHOWN_MAX]}\n… and {cut:,} characters more; --json prints all"


def _contents(headers: tuple[tuple[str, str], ...], value: bytes | None) -> Contents:
    if value is None:
        return Contents(headers=headers, form="none", value=None)
    try:
        return Contents(headers=headers, form="json", value=json.loads(value))
    except (ValueError, RecursionError):
        pass
    try:
        return Contents(headers=headers, form="text", value=value.decode())
    except UnicodeDecodeError:
        return Contents(headers=headers, form="base64", value=base64.b64encode(value).decode())


def _text(content: bytes) -> str:
    text = content.decode(errors="backslashreplace")
    return printable(text)
