"""Tell a validator's errors in plain words, each as a phrase about the value.

Such as "is missing" or "is not a whole number". No phrase repeats the value itself.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_OBJECT = "is not an object"
_LIST = "is not a list"
_TEXT = "is not text"
_WHOLE = "is not a whole number"
_NUMBER = "is not a number"
_DAY = "is not a day of the calendar, written as YYYY-MM-DD"
_INSTANT = "is not an instant, written as 2015-04-17T09:00:00-07:00"

_FIXED = {
    "missing": "is missing",
    "extra_forbidden": "is not a known field",
    "invalid_key": "has a key that is not text",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "none_required": "is not null",
    "finite_number": "is not a finite number",
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_not_ascii": "has characters other than ASCII",
    "bool_type": "is not true or false",
    "bool_parsing": "is not true or false",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "is a whole number with too many digits",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "datetime_object_invalid": _INSTANT,
    "timezone_aware": f"{_INSTANT}: the offset from UTC is missing",
    "timezone_naive": "has an offset from UTC, and must have none",
    "path_type": "is not a path",
    "uuid_type": "is not a UUID",
    "uuid_parsing": "is not a UUID",
    "url_type": "is not a URL",
    "url_parsing": "is not a URL",
}

_FORMS = {
    r"^CM[0-9]{2}-[0-9]{7}$": "a case number, such as CM15-1330001",
    r"^\d{10}$": "10 digits",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits in lower case",
    r"^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$": "the id of a submission, a UUID of version 5",
    r"^[0-9a-f-]{36}$": "the id of a submission, 36 hexadecimal digits and hyphens",
    r"^CM[0-9]{2}-[0-9]{7}(\.[a-z0-9-]+){3}$": "the id of a service, such as CM15-1330001.1.worker.1",
    r"^(/[A-Za-z0-9_-]+)*$": "a JSON Pointer",
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$": "1 to 100 letters, digits, dots, underscores and hyphens, a letter or digit first",
    r"^\d{1,7}(\.\d{1,4})?$": "a number, such as 12 or 2.5, with at most 7 digits before the point and 4 after it",
    r"^[a-z0-9][a-z0-9-]{0,79}$": "1 to 80 lower-case letters, digits and hyphens",
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and hyphens",
    r"^[a-z][a-z0-9_]*$": "lower-case letters, digits and underscores, a letter first",
    r"^[A-Za-z0-9-]{1,40}$": "1 to 40 letters, digits and hyphens",
    r"^[A-Za-z0-9_-]{0,60}$": "at most 60 letters, digits, hyphens and underscores",
    r"^[a-z0-9][a-z0-9_-]{0,39}$": "1 to 40 lower-case letters, digits, hyphens and underscores, first a letter or digit",
    r"^([A-Za-z0-9._-]+/)*$": "folders, each ending with a slash, such as letters/2026/",
    r"^(https?://\S+)?$": "an address that begins with http:// or https://",
    r"^[a-z_]+(\.[a-z_]+){0,4}$": "names of fields with dots between them, at most five",
    r"^[a-z][a-z0-9-]{0,99}$": "1 to 100 lower-case letters, digits and hyphens, a letter first",
    r"^[a-z]+(-[a-z]+)*$": "lower-case words with hyphens between them",
    r"^[a-z0-9][a-z0-9-]{0,49}(\.[A-Za-z0-9_-]{1,50}){1,3}$": "a sender and a name of its own, such as example-claims.branch",
    r"^[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,255}$": "an e-mail address",
    r"^([^;\x00-\x1f\x7f-\x9f]{1,200}(; ?|$)){0,8}$": "at most 8 texts of 200 characters, separated by semicolons",
    r"^[A-Z]{3}$": "the code of a currency, three capital letters such as USD",
    r"^[0-9]{1,6}\.[0-9]{2}$": "an amount of money, such as 420.00",
    r"^[a-z0-9-]+@[1-9][0-9]*$": "a layout and its version, such as ca-workers-comp-2014@1",
}
"""The meaning of the patterns of our fields."""


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else 'entries' if noun == 'entry' else f'{noun}s'}"


def _form(pattern: str) -> str:
    return f"is not {_FORMS[pattern]}" if pattern in _FORMS else f"does not have the form {pattern}"


_FILLED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than": lambda told: f"is not more than {told['gt']}",
    "greater_than_equal": lambda told: f"is {'less than' if isinstance(told['ge'], int | float) else 'before'} {told['ge']}",
    "less_than": lambda told: f"is not less than {told['lt']}",
    "less_than_equal": lambda told: f"is {'more than' if isinstance(told['le'], int | float) else 'after'} {told['le']}",
    "multiple_of": lambda told: f"is not a multiple of {told['multiple_of']}",
    "too_short": lambda told: "is empty" if told["min_length"] == 1 else f"has fewer than {_number(told['min_length'], 'entry')}",
    "too_long": lambda told: f"has more than {_number(told['max_length'], 'entry')}",
    "string_too_short": lambda told: (
        "is empty" if told["min_length"] == 1 else f"has fewer than {_number(told['min_length'], 'character')}"
    ),
    "string_too_long": lambda told: f"has more than {_number(told['max_length'], 'character')}",
    "string_pattern_mismatch": lambda told: _form(told["pattern"]),
    "enum": lambda told: f"is not {told['expected']}",
    "literal_error": lambda told: f"is not {told['expected']}",
    "value_error": lambda told: str(told["error"]),
    "assertion_error": lambda told: str(told["error"]),
    "union_tag_invalid": lambda told: f"is not {told['expected_tags']}",
    "union_tag_not_found": lambda told: f"has no {told['discriminator']}",
}


def in_words(error: ErrorDetails) -> str:
    """Return the phrase for *error*; one that no model of ours raises is not told further."""
    kind = error["type"]
    if kind in _FIXED:
        return _FIXED[kind]
    return _FILLED[kind](error.get("ctx", {})) if kind in _FILLED else "cannot be used"


def first_in_words(error: ValidationError) -> str:
    """Return the phrase for the first of the errors."""
    return in_words(error.errors(include_url=False, include_input=False)[0])
