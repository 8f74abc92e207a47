"""Lint a notice: placeholders and names, the rules that need no determination."""

from collections.abc import Iterator
from typing import Any

from schemas.messages.letters import HeldFinding
from services.letters.lint.finding import with_ids
from services.letters.lint.rules import names, placeholders
from services.letters.notices import Notice

_NOT_PROSE = frozenset({"kind", "layout", "addressee", "recipients", "send_to"})
"""Fields that are no prose: names and addresses may have any characters."""


def check_notice(notice: Notice) -> tuple[HeldFinding, ...]:
    """Return the findings in the prose of *notice*, each with an id."""
    texts = list(_texts(notice.model_dump(mode="json", exclude=set(_NOT_PROSE))))
    return with_ids(list(dict.fromkeys([*placeholders.in_texts(texts), *names.in_texts(texts)])))


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in *value* with its place, a JSON pointer."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(each, f"{place}/{name}")
