"""Check and compile the phrases of `vocabulary/phrases.yaml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.usable_facts import usable_facts
from services.decision.domain.request.clinical_phrases import PhrasePattern
from services.decision.library.errors import LibraryNotSound, Problem
from services.decision.library.forms import FactName, Form, Identifier
from services.decision.library.library import HERE
from services.decision.library.yaml_files import read


class StatementForm(Form):
    """A way to state a fact."""

    fact: FactName
    says: Annotated[str, Field(min_length=2)]
    value: FactValue | None = None
    negated: FactValue | None = None


class AncillaryForm(Form):
    """Items that only go with a surgery: by treatment, or by words of the heading."""

    treatments: tuple[Identifier, ...]
    words: tuple[str, ...]


class PhrasesForm(Form):
    """How phrases and headings state facts, and which treatments are surgeries or go with one."""

    phrases: tuple[StatementForm, ...]
    headings: tuple[StatementForm, ...]
    surgeries: tuple[Identifier, ...]
    ancillary: AncillaryForm


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled patterns: facts in phrases and headings, surgeries, and their ancillaries."""

    phrases: tuple[PhrasePattern, ...]
    headings: tuple[PhrasePattern, ...]
    surgeries: frozenset[str]
    ancillary_treatments: frozenset[str]
    ancillary_words: re.Pattern[str]


def load_phrases(vocabulary: Mapping[str, FactDefinition], path: Path = HERE / "vocabulary" / "phrases.yaml") -> Phrases:
    """Read the file at *path*; raises LibraryNotSound."""
    file = read(PhrasesForm, path)
    if file.form is None:
        raise LibraryNotSound(*file.problems)
    form = file.form
    return Phrases(
        tuple(_statement(each, vocabulary, path.name) for each in form.phrases),
        tuple(_statement(each, vocabulary, path.name) for each in form.headings),
        frozenset(form.surgeries),
        frozenset(form.ancillary.treatments),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, form.ancillary.words))})\b"),
    )


def _statement(form: StatementForm, vocabulary: Mapping[str, FactDefinition], file: str) -> PhrasePattern:
    where = f"{form.fact}: {form.says}"
    given = [value for value in (form.value, form.negated) if value is not None]
    for value in given:
        for problem in usable_facts(vocabulary, {form.fact: [value]}).problems.values():
            raise LibraryNotSound(Problem(file, 1, where, problem))
    if not given:
        raise LibraryNotSound(Problem(file, 1, where, "states nothing: `value` or `negated` is needed"))
    try:
        return PhrasePattern(form.fact, re.compile(form.says), form.value, form.negated)
    except re.error as error:
        raise LibraryNotSound(Problem(file, 1, where, str(error))) from None
