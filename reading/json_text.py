"""Read JSON from outside: a value that readers disagree about is a problem.

Repeated keys, numbers that are not finite or not exact, and lone surrogates are named with their
place. The standard library's decoder has a hook for each; faster ones take the last of two keys or
replace a surrogate without a word, and those that refuse name no place.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from reading.encoding import decode
from reading.limits import DOCUMENT, WHOLE_MAX, Limits
from reading.problems import PROBLEMS_COUNTED_MAX, NotReadable, Problem, Step, not_readable, pointer

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WHOLE_DIGITS_MAX = 17


class _Bad(str):
    """A value that was read as a problem."""

    __slots__ = ()


class _Repeated(dict[str, Any]):
    """An object with a repeated key."""

    keys_again: tuple[str, ...] = ()


def read_json(content: bytes, limits: Limits = DOCUMENT) -> Any:
    """Return the plain data of *content*; raise NotReadable with every problem."""
    return parse_json(text_within(content, limits), limits)


def text_within(content: bytes, limits: Limits) -> str:
    """Return *content* as text if it is neither too large nor empty; raise NotReadable."""
    if len(content) > limits.size:
        raise not_readable(f"is larger than {limits.size:,} bytes, the most that is read")
    text = decode(content)
    if not text.strip():
        raise not_readable("is empty")
    return text


def parse_json(text: str, limits: Limits = DOCUMENT) -> Any:
    """Return the plain data of *text*; raise NotReadable with every problem."""
    decoder = _Decoder()
    try:
        data = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise _no_json(error) from None
    except RecursionError:
        raise not_readable(f"is nested more than {limits.depth} levels deep") from None
    within = _is_within(data, limits)
    if not within or decoder.bad or _SURROGATE_ESCAPE.search(text):
        problems = tuple(islice(_problems(data, (), limits), PROBLEMS_COUNTED_MAX))
        if problems or not within:
            raise NotReadable(problems or (Problem("", f"has more than {limits.values:,} values"),))
    return data


class _Decoder(json.JSONDecoder):
    """The standard library's decoder; *bad* tells that a value was a problem."""

    def __init__(self) -> None:
        super().__init__(
            object_pairs_hook=self._object,
            parse_float=self._float,
            parse_int=self._whole,
            parse_constant=self._constant,
        )
        self.bad = False

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        self.bad = True
        again = _Repeated(found)
        again.keys_again = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return again

    def _float(self, text: str) -> float | _Bad:
        problem = number_problem(float(text), text)
        return float(text) if problem is None else self._note(problem)

    def _whole(self, text: str) -> int | _Bad:
        if len(text) <= _WHOLE_DIGITS_MAX and abs(int(text)) <= WHOLE_MAX:
            return int(text)
        return self._note(f"is a whole number beyond {WHOLE_MAX:,}, the largest that every reader holds exactly")

    def _constant(self, text: str) -> _Bad:
        return self._note(f"{text} is no number in JSON")

    def _note(self, problem: str) -> _Bad:
        self.bad = True
        return _Bad(problem)


def number_problem(number: float, text: str) -> str | None:
    """Return the problem of a *number* that was written as *text*; None if it is sound."""
    if math.isinf(number) or math.isnan(number):
        return "is not a finite number; the largest is about 1.8e308"
    if number == 0 and re.search("[1-9]", re.split("[eE]", text, maxsplit=1)[0]):
        return "is too near to zero: it would be read as 0"
    return None


def lone_surrogate(text: str) -> str | None:
    """Return the problem of a *text* with half of a pair of surrogates."""
    return "has half of a surrogate pair, which is no character" if _SURROGATE.search(text) else None


def _no_json(error: json.JSONDecodeError) -> NotReadable:
    detail = error.msg[:1].lower() + error.msg[1:]
    if error.msg == "Extra data":
        detail = "something follows after the end of the value"
    line = f"line {error.lineno}, " if "\n" in error.doc.strip() else ""  # one line of many has its number before it
    return not_readable(f"is not JSON: {detail} ({line}column {error.colno})")


def _is_within(data: Any, limits: Limits) -> bool:
    """Return whether *data* keeps the limits, level by level."""
    level, depth, values = [data], 0, 1
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        values += sum(map(len, level))
        if (
            depth > limits.depth
            or values > limits.values
            or any(len(each) > limits.keys for each in level if isinstance(each, dict))
        ):
            return False
        level = [value for each in level for value in (each.values() if isinstance(each, dict) else each)]
    return True


def _problems(data: Any, path: tuple[Step, ...], limits: Limits) -> Iterator[Problem]:
    """Yield the problems of *data*; the decoder bounded its depth."""
    if isinstance(data, _Bad):
        yield Problem(pointer(path), str(data))
    elif isinstance(data, str):
        if told := lone_surrogate(data):
            yield Problem(pointer(path), told)
    elif isinstance(data, dict | list):
        yield from _problems_within(data, path, limits)


def _problems_within(data: Any, path: tuple[Step, ...], limits: Limits) -> Iterator[Problem]:
    if len(path) >= limits.depth:
        yield Problem(pointer(path), f"is nested more than {limits.depth} levels deep")
        return
    if isinstance(data, list):
        children: Iterator[tuple[Step, Any]] = enumerate(data)
    else:
        if isinstance(data, _Repeated):
            yield from (Problem(pointer((*path, key)), "this key is there more than once") for key in data.keys_again)
        if len(data) > limits.keys:
            yield Problem(pointer(path), f"has {len(data):,} keys; at most {limits.keys:,} are read")
            return
        yield from (Problem(pointer((*path, key)), f"the key {told}") for key in data if (told := lone_surrogate(key)))
        children = iter(data.items())
    for step, value in children:
        yield from _problems(value, (*path, step), limits)
