"""Compile a guideline's file: expressions into tests, sentences tied to their facts."""

import re
from collections.abc import Mapping
from dataclasses import replace
from string import Formatter

from services.decision.domain.guidelines.edition import Period
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Criterion, Guideline, Test, Value, Wording
from services.decision.library.cel import Expression, NotACriterion, compile_expression
from services.decision.library.errors import NotCompiled, Step
from services.decision.library.forms import CriterionForm, GuidelineForm, InForceForm, WordingForm, Wordings

Vocabulary = Mapping[str, FactDefinition]
Path = tuple[Step, ...]


_SIDE_BY_SIDE = re.compile(r"\b([a-z_]\w*)\s*([-+]|[<>=!]=|[<>])\s*(?=([a-z_]\w*))")
"""Two names that an operator adds or compares.

A factor between them would change the unit.
"""


def compile_guidelines(form: GuidelineForm, vocabulary: Vocabulary) -> tuple[Guideline, ...]:
    """The guideline of a file in each of its editions; raises NotCompiled."""
    declared = {name: vocabulary[name] for name in form.facts if name in vocabulary}
    for name in form.facts:
        if name not in declared:
            raise NotCompiled(("facts", name), f"{name!r} is not in the facts' vocabulary")
    first = Guideline(
        id=form.id,
        series=form.series,
        rank=form.rank,
        citation=form.source.citation,
        in_force=_period(form.in_force),
        treatments=frozenset(form.applies_to.treatments),
        body_regions=frozenset(form.applies_to.body_regions),
        phases=frozenset(form.applies_to.phases),
        recommendation=form.recommendation,
        criteria=_criteria(form, declared),
        held=form.held,
    )
    _refuse_unread(form)
    later = (
        replace(first, id=edition.id, citation=edition.source.citation, in_force=_period(edition.in_force))
        for edition in form.also_in
    )
    return (first, *later)


def _period(form: InForceForm) -> Period:
    return Period(form.since, form.until)


def _refuse_unread(form: GuidelineForm) -> None:
    """Refuse a fact that neither an expression nor a sentence reads."""
    words = set(re.findall(r"\w+", form.model_dump_json(include={"criteria"})))
    for name in form.facts:
        if name not in words:
            raise NotCompiled(("facts", name), f"no criterion reads {name!r}")


def _criteria(form: GuidelineForm, declared: Vocabulary) -> tuple[Criterion, ...]:
    """Return the criteria of a file; a treatment that is not recommended has one, never met."""
    if form.not_recommended is not None:
        never = _expression(("not_recommended",), "false", declared)
        wordings = (Wording(form.not_recommended),)
        sentences: dict[Value, tuple[Wording, ...]] = {"met": wordings, "not met": wordings, "undocumented": wordings}
        return (Criterion("recommended", required=True, expression="false", facts=(), test=never.test, sentences=sentences),)
    return tuple(_criterion(criterion, declared) for criterion in form.criteria)


def _criterion(form: CriterionForm, declared: Vocabulary) -> Criterion:
    path: Path = ("criteria", form.id)
    expression = _expression((*path, "expression"), form.expression, declared)
    sentences: dict[Value, tuple[Wording, ...]] = {
        "met": _wordings((*path, "sentences", "met"), form.sentences.met, declared),
        "not met": _wordings((*path, "sentences", "not_met"), form.sentences.not_met, declared),
    }
    if form.sentences.undocumented is not None:
        at: Path = (*path, "sentences", "undocumented")
        sentences["undocumented"] = _wordings(at, form.sentences.undocumented, declared, expression.facts)
    test = _met_by_silence(expression.test) if form.exclusion else expression.test
    return Criterion(form.id, form.required, form.expression, expression.facts, test, sentences)


def _met_by_silence(test: Test) -> Test:
    """Return the *test* of an exclusion: an undocumented fact does not exclude."""

    def exclusion(values: Mapping[str, FactValue]) -> Value:
        return "not met" if test(values) == "not met" else "met"

    return exclusion


def _wordings(path: Path, written: Wordings, declared: Vocabulary, denied: tuple[str, ...] = ()) -> tuple[Wording, ...]:
    """Return the wordings of one sentence; the last must need no fact.

    *denied* are the facts that a sentence denies, unless it says otherwise.
    """
    alternatives = (written,) if isinstance(written, str) else written
    wordings = tuple(
        _wording((*path, number), WordingForm(text=each) if isinstance(each, str) else each, declared, denied)
        for number, each in enumerate(alternatives)
    )
    if wordings[-1].placeholders or wordings[-1].when is not None:
        raise NotCompiled((*path, len(wordings) - 1), "the last wording must stand without any fact")
    return wordings


def _wording(path: Path, form: WordingForm, declared: Vocabulary, denied: tuple[str, ...]) -> Wording:
    placeholders = _placeholders(path, form.text)
    for name in placeholders:
        if name not in declared or declared[name].kind == "bool":
            raise NotCompiled(path, f"{{{name}}} is not a declared fact that can be shown")
        if any(unit and f"{{{name}}} {unit}" in form.text for unit in (declared[name].unit_one, declared[name].unit_many)):
            raise NotCompiled(path, f"{{{name}}} prints its unit by itself, {declared[name].unit_many}")
    when = None if form.when is None else _expression(path, form.when, declared)
    read = {*placeholders, *(() if when is None else when.facts)}
    for name in form.denies or ():
        if name not in denied or name in read:
            raise NotCompiled(path, f"{name!r} is no fact that this sentence can deny")
    denies = tuple(name for name in denied if name not in read) if form.denies is None else form.denies
    return Wording(form.text, placeholders, None if when is None else when.test, denies, () if when is None else when.facts)


def _placeholders(path: Path, text: str) -> tuple[str, ...]:
    """Return the facts that a sentence shows."""
    try:
        fields = [(name, form, how) for _, name, form, how in Formatter().parse(text) if name is not None]
    except ValueError:
        raise NotCompiled(
            path, "a brace { or } stands alone; a fact is shown as {its_name}, and a brace itself is {{ or }}"
        ) from None
    for name, form, how in fields:
        if form or how:
            raise NotCompiled(path, f"{{{name}}} takes no colon and no exclamation mark; a value is shown in words by itself")
    return tuple(name for name, _, _ in fields)


def _expression(path: Path, source: str, declared: Vocabulary) -> Expression:
    try:
        expression = compile_expression(source, declared)
    except NotACriterion as error:
        raise NotCompiled(path, str(error)) from None
    for one, operator, other in _SIDE_BY_SIDE.findall(source):
        if one in declared and other in declared and declared[one].unit_many != declared[other].unit_many:
            units = f"{declared[one].unit_many or 'no unit'} with {declared[other].unit_many or 'no unit'}"
            raise NotCompiled(path, f"{one} {operator} {other} puts {units} together")
    return expression
