"""Marks on fields that identify or describe a person, for masking and erasure.

Every leaf field of every message carries exactly one mark, as `x-imr-personal` in its JSON Schema.
A test refuses a field without one.
"""

from typing import Any

from pydantic import Field

PERSONAL = "x-imr-personal"


def _mark(kind: str) -> Any:
    return Field(json_schema_extra={PERSONAL: kind})


DIRECT = _mark("direct")
"""Identifies a person by itself: a name, a claim number, a licence number."""

QUASI = _mark("quasi")
"""Identifies a person together with other facts.

A date of birth or injury, an employer, a specialty.
"""

CLINICAL = _mark("clinical")
"""Describes a person's health or care."""

PLAIN = _mark("none")
"""Says nothing about a person: codes, counts, references, instants of our own processing."""
