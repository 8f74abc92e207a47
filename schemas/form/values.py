"""Values of the form: days, amounts, codes, places, and fields that came with version 4."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue, model_validator

from schemas.message import ASCII_DIGITS, Describe, Name, Part
from schemas.personal import CLINICAL, DIRECT, PLAIN

DATE_MIN, DATE_MAX = date(1900, 1, 1), date(2199, 12, 31)

Day = Annotated[date, Field(ge=DATE_MIN, le=DATE_MAX), Describe(r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
"""A calendar day between 1900 and 2199."""

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
"""A technical name: letters, digits, dot, underscore and hyphen, at most 100."""


def _decimal_number(number: str) -> str:
    """Refuse text that is not a plain decimal number."""
    value = Decimal(number)
    if value < 0:
        raise ValueError("a quantity is not negative")
    return number


Amount = Annotated[str, Field(pattern=r"^\d{1,7}(\.\d{1,4})?$"), ASCII_DIGITS, AfterValidator(_decimal_number)]
"""A quantity as decimal text, `"6"` or `"2.5"`: never a float."""


def _whole(number: Any) -> Any:
    """Return 2 for 2.0: JSON has one kind of number, and JSON Schema calls both integers."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


WHOLE = BeforeValidator(_whole)
"""An integer however its JSON is written; after the bounds, which the schema then has."""

T = TypeVar("T")


def _absent(value: object) -> bool:
    return value is None or value in ((), {})


Later = Annotated[T | None, Field(exclude_if=_absent)]
"""A field that came with version 4: not written where it is absent.

An application that has none of them is written, and so digested, as by version 3: a sender's retry
after an upgrade is still a retry.
"""

LaterMany = Annotated[tuple[T, ...], Field(max_length=50, exclude_if=_absent)]
"""A list that came with version 4: at most 50, and not written where it is empty."""

Place = Annotated[Literal["california", "another-state", "abroad"], PLAIN]
"""Where an address is, as far as the days for service depend on it (CCP 1013(a))."""

Phone = Annotated[Name, DIRECT]
EMail = Annotated[str, Field(pattern=r"^[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,255}$"), DIRECT]

_FORMS = {
    "icd-9": r"\d{3}(\.\d{1,2})?|V\d{2}(\.\d{1,2})?|E\d{3}(\.\d)?",
    "icd-10": r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "cpt": r"\d{4}[0-9FTUM](-[0-9A-Z]{2})?",
    "hcpcs": r"[A-V]\d{4}(-[0-9A-Z]{2})?",
    "ndc": r"\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d{1,2}|\d{11}",
    "cdt": r"D\d{4}",
}
_LOOK = {"icd-9": "724.2", "icd-10": "M54.50", "cpt": "97110", "hcpcs": "E0730", "ndc": "00093-0058-01", "cdt": "D2740"}


class Code(Part):
    """A code of a diagnosis, service, drug or device, in the form of its system.

    Tested is the form, never the list of a year: ICD-9 and ICD-10 diagnoses, CPT and HCPCS with an
    optional modifier, NDC of eleven digits or with hyphens, and CDT.
    """

    system: Annotated[Literal["icd-9", "icd-10", "cpt", "hcpcs", "ndc", "cdt"], PLAIN]
    code: Annotated[str, Field(max_length=20), CLINICAL]

    @model_validator(mode="after")
    def _has_the_form_of_its_system(self) -> "Code":
        """Refuse a code of another form; `code` is named as the place."""
        if not re.fullmatch(_FORMS[self.system], self.code, re.ASCII):
            raise ValueError(f"code has not the form of {self.system}; one looks like {_LOOK[self.system]}")
        return self


EXTENSIONS_MAX = 50
EXTENSIONS_BYTES_MAX = 16 * 1024


def _bounded(extensions: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """Refuse extensions that are more than a remark beside the application."""
    if len(json.dumps(extensions, ensure_ascii=False).encode()) > EXTENSIONS_BYTES_MAX:
        raise ValueError(f"extensions have at most {EXTENSIONS_BYTES_MAX} bytes as JSON")
    return extensions


ExtensionKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,49}(\.[A-Za-z0-9_-]{1,50}){1,3}$")]
"""A key that names its vendor first: `vendor.field`."""

Extensions = Annotated[
    dict[ExtensionKey, Annotated[JsonValue, DIRECT]],
    Field(max_length=EXTENSIONS_MAX, exclude_if=_absent, json_schema_extra={"additionalProperties": False}),
    AfterValidator(_bounded),
]
"""Fields of a sender's own, kept and passed on unread.

They may hold anything about a person.
"""
