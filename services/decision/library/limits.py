"""Put the limits of a guideline in their places: a number is written once, under `limits`.

An expression and a `when` name it as `limit.visits`, a sentence and the recommendation as
`{limit.visits}`, and a fact of an example as `limit.visits` or `limit.visits + 1`.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

from services.decision.domain.guidelines.facts import FactValue
from services.decision.library.errors import NotCompiled, Step
from services.decision.library.forms import CriterionForm, ExampleForm, GuidelineForm, SentencesForm, WordingForm, Wordings

Path = tuple[Step, ...]
Number = int | float

_DECIMALS = 9
_NAMED = re.compile(r"\blimit\.(\w+)")
_SHOWN = re.compile(r"\{limit\.(\w+)\}")
_FACT = re.compile(r"limit\.(\w+)(?:\s*([-+])\s*(\d+(?:\.\d+)?))?")

T = TypeVar("T", str, None, str | None)


def with_limits(form: GuidelineForm, changed: Mapping[str, Number] | None = None) -> GuidelineForm:
    """Return *form* with the value of each limit in its place; *changed* has other values.

    Raises NotCompiled for a name that is not among the limits.
    """
    limits = limits_of(form, changed)
    return form.model_copy(
        update={
            "recommendation": limits.in_text(("recommendation",), form.recommendation),
            "not_recommended": limits.in_text(("not_recommended",), form.not_recommended),
            "criteria": tuple(limits.in_criterion(each) for each in form.criteria),
            "examples": tuple(limits.in_example(each) for each in form.examples),
        }
    )


def limits_of(form: GuidelineForm, changed: Mapping[str, Number] | None = None) -> "Limits":
    """Return the limits of *form*; *changed* has other values."""
    return Limits({name: each.value for name, each in form.limits.items()} | dict(changed or {}))


class Limits:
    """The value of each limit."""

    def __init__(self, values: Mapping[str, Number]) -> None:
        self.values = values

    def value(self, path: Path, name: str) -> Number:
        """Return the value of the limit that *path* names."""
        if name not in self.values:
            known = f"the limits are {', '.join(self.values)}" if self.values else "the file has no limits"
            raise NotCompiled(path, f"limit.{name} is not among the limits: {known}")
        return self.values[name]

    def in_expression(self, path: Path, source: str) -> str:
        """Return the expression with numbers."""
        return _NAMED.sub(lambda found: repr(self.value(path, found[1])), source)

    def in_text(self, path: Path, text: T) -> T:
        """Return a sentence with numbers."""
        return text if text is None else _SHOWN.sub(lambda found: f"{self.value(path, found[1]):g}", text)

    def in_criterion(self, form: CriterionForm) -> CriterionForm:
        """Return a criterion with numbers."""
        path: Path = ("criteria", form.id)
        told = form.sentences
        sentences = SentencesForm.model_construct(
            met=self._in_wordings((*path, "sentences", "met"), told.met),
            not_met=self._in_wordings((*path, "sentences", "not_met"), told.not_met),
            undocumented=None
            if told.undocumented is None
            else self._in_wordings((*path, "sentences", "undocumented"), told.undocumented),
        )
        expression = self.in_expression((*path, "expression"), form.expression)
        return form.model_copy(update={"expression": expression, "sentences": sentences})

    def _in_wordings(self, path: Path, written: Wordings) -> Wordings:
        if isinstance(written, str):
            return self.in_text(path, written)
        return tuple(
            self.in_text((*path, place), each) if isinstance(each, str) else self._in_wording((*path, place), each)
            for place, each in enumerate(written)
        )

    def _in_wording(self, path: Path, form: WordingForm) -> WordingForm:
        when = None if form.when is None else self.in_expression((*path, "when"), form.when)
        return form.model_copy(update={"when": when, "text": self.in_text((*path, "text"), form.text)})

    def in_example(self, form: ExampleForm) -> ExampleForm:
        """Return an example with numbers."""
        return form.model_copy(update={"facts": {name: self._of_fact(form, name, value) for name, value in form.facts.items()}})

    def _of_fact(self, form: ExampleForm, name: str, value: FactValue) -> FactValue:
        found = _FACT.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return value
        limit = self.value(("examples", form.name, "facts", name), found[1])
        if found[2] is None:
            return limit
        step = float(found[3]) if "." in found[3] else int(found[3])
        return round(limit + step if found[2] == "+" else limit - step, _DECIMALS)
