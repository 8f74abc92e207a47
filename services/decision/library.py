"""The guideline library: every file read, checked and compiled once. A file that is wrong is named with the place that is."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from re import Pattern
from string import Formatter
from typing import TypeVar

import yaml
from pydantic import ValidationError

from services.decision.criteria import Expression, NotACriterion, compile_expression
from services.decision.domain.edition import Period
from services.decision.domain.facts import FactDefinition
from services.decision.domain.guideline import Criterion, Guideline, Value, Wording
from services.decision.domain.recognition import Term, patterns
from services.decision.guideline_file import (
    CriterionForm,
    FactForm,
    Form,
    GuidelineForm,
    TermForm,
    VocabularyForm,
    WordingForm,
    Wordings,
    WordsForm,
)
from services.decision.soundness import LibraryNotSound, check_example, check_series, check_together, check_words

HERE = Path(__file__).parent

F = TypeVar("F", bound=Form)
Vocabulary = Mapping[str, FactDefinition]


@dataclass(frozen=True)
class Library:
    """The guidelines by treatment, the facts they may ask for, and the words that requests use."""

    guidelines: tuple[Guideline, ...]
    by_treatment: Mapping[str, tuple[Guideline, ...]]
    vocabulary: Vocabulary
    treatments: Mapping[str, Pattern[str]]
    body_regions: Mapping[str, Pattern[str]]


def load(folder: Path = HERE) -> Library:
    """Read `vocabulary/` and `guidelines/` in *folder*; raises LibraryNotSound."""
    words = _read(WordsForm, folder / "vocabulary" / "words.yaml")
    vocabulary = {
        name: _definition(name, fact) for name, fact in _read(VocabularyForm, folder / "vocabulary" / "facts.yaml").facts.items()
    }
    files = {path.name: _read(GuidelineForm, path) for path in sorted((folder / "guidelines").glob("*.yaml"))}
    guidelines = {file: _guideline(file, form, vocabulary) for file, form in files.items()}
    check_words(guidelines, set(words.treatments), set(words.body_regions))
    check_series(guidelines)
    check_together(guidelines)
    for file, form in files.items():
        for example in form.examples:
            check_example(file, example, guidelines[file], vocabulary)
    return Library(
        guidelines=tuple(guidelines.values()),
        by_treatment=_by_treatment(tuple(guidelines.values())),
        vocabulary=vocabulary,
        treatments=patterns(_terms(words.treatments)),
        body_regions=patterns(_terms(words.body_regions)),
    )


def _read(form: type[F], path: Path) -> F:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        # Through JSON, so that lists and dates may be what YAML makes of them while everything else stays strict.
        return form.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise LibraryNotSound(path.name, ".".join(map(str, first["loc"])) or "the file", first["msg"]) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LibraryNotSound(path.name, "the file", " ".join(str(error).split())) from None


def _definition(name: str, form: FactForm) -> FactDefinition:
    one, many = form.unit or ("", "")
    minimum, maximum = form.range or (None, None)
    return FactDefinition(name, form.type, form.meaning, one, many, minimum, maximum, form.choices, form.count)


def _guideline(file: str, form: GuidelineForm, vocabulary: Vocabulary) -> Guideline:
    declared = {name: vocabulary[name] for name in form.facts if name in vocabulary}
    for name in form.facts:
        if name not in declared:
            raise LibraryNotSound(file, "facts", f"{name!r} is not in the facts' vocabulary")
    return Guideline(
        id=form.id,
        series=form.series,
        rank=form.rank,
        citation=form.source.citation,
        in_force=Period(form.in_force.since, form.in_force.until),
        treatments=frozenset(form.applies_to.treatments),
        body_regions=frozenset(form.applies_to.body_regions),
        phases=frozenset(form.applies_to.phases),
        recommendation=form.recommendation,
        criteria=_criteria(file, form, declared),
    )


def _criteria(file: str, form: GuidelineForm, declared: Vocabulary) -> tuple[Criterion, ...]:
    """The criteria of a file; what is not recommended at all has one, which nothing meets."""
    if form.not_recommended is not None:
        never = _expression(file, "not_recommended", "false", declared)
        wordings = (Wording(form.not_recommended),)
        sentences: dict[Value, tuple[Wording, ...]] = {"met": wordings, "not met": wordings, "undocumented": wordings}
        return (Criterion("recommended", required=True, expression="false", facts=(), test=never.test, sentences=sentences),)
    return tuple(_criterion(file, criterion, declared) for criterion in form.criteria)


def _criterion(file: str, form: CriterionForm, declared: Vocabulary) -> Criterion:
    where = f"criteria.{form.id}"
    expression = _expression(file, f"{where}.expression", form.expression, declared)
    written: tuple[tuple[Value, Wordings], ...] = (
        ("met", form.sentences.met),
        ("not met", form.sentences.not_met),
        ("undocumented", form.sentences.undocumented),
    )
    sentences = {value: _wordings(file, f"{where}.sentences.{value}", wordings, declared) for value, wordings in written}
    return Criterion(form.id, form.required, form.expression, expression.facts, expression.test, sentences)


def _wordings(file: str, where: str, written: Wordings, declared: Vocabulary) -> tuple[Wording, ...]:
    """The wordings of one sentence; the last one must be usable whatever is documented."""
    alternatives = (written,) if isinstance(written, str) else written
    wordings = tuple(
        _wording(file, where, WordingForm(text=each) if isinstance(each, str) else each, declared) for each in alternatives
    )
    if wordings[-1].placeholders or wordings[-1].when is not None:
        raise LibraryNotSound(file, where, "the last wording must stand without any fact")
    return wordings


def _wording(file: str, where: str, form: WordingForm, declared: Vocabulary) -> Wording:
    try:
        placeholders = tuple(name for _, name, _, _ in Formatter().parse(form.text) if name is not None)
    except ValueError as error:
        raise LibraryNotSound(file, where, str(error)) from None
    for name in placeholders:
        if name not in declared or declared[name].kind == "bool":
            raise LibraryNotSound(file, where, f"{{{name}}} is not a declared fact that can be shown")
    return Wording(form.text, placeholders, None if form.when is None else _expression(file, where, form.when, declared).test)


def _expression(file: str, where: str, source: str, declared: Vocabulary) -> Expression:
    try:
        return compile_expression(source, declared)
    except NotACriterion as error:
        raise LibraryNotSound(file, where, str(error)) from None


def _by_treatment(guidelines: tuple[Guideline, ...]) -> dict[str, tuple[Guideline, ...]]:
    found: dict[str, tuple[Guideline, ...]] = defaultdict(tuple)
    for guideline in guidelines:
        for treatment in guideline.treatments:
            found[treatment] += (guideline,)
    return dict(found)


def _terms(forms: Mapping[str, TermForm]) -> tuple[Term, ...]:
    return tuple(Term(identifier, form.names, form.unless) for identifier, form in forms.items())
