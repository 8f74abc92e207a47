"""Check a guideline's file beyond its form: what a change of it would leave unnoticed.

A number stands once, an example notices a change of it by one, and no sentence can deny a fact that
is known. A library of an earlier version may lack all this, so only `imr guideline check` asks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from random import Random

from services.decision.domain.guidelines.bounds import evaluation
from services.decision.domain.guidelines.facts import FactDefinition, FactValue
from services.decision.domain.guidelines.guideline import Criterion, Test, Wording
from services.decision.domain.guidelines.usable_facts import usable_facts
from services.decision.domain.wording import listed
from services.decision.library.cel import three_valued
from services.decision.library.compile import compile_guidelines
from services.decision.library.errors import Fault, NotCompiled, Problem, Step
from services.decision.library.forms import CriterionForm, GuidelineForm, WordingForm, Wordings
from services.decision.library.limits import Number, limits_of, with_limits
from services.decision.library.notation import expression
from services.decision.library.yaml_files import read

Vocabulary = Mapping[str, FactDefinition]
Facts = dict[str, FactValue]
Told = tuple[tuple[Step, ...], str]

_COMPARED = re.compile(r"[<>]=?\s*(\d+(?:\.\d+)?)(?!\s*\*|[\w.])")
_NUMBER = re.compile(r"(?<![\w.{])(?<![A-Za-z]-)\d+(?:\.\d+)?(?![\w])")
_PRODUCT = re.compile(r"(\d+) \* (\d+)")
_TRIES_MAX = 20_000


def scrutinise(path: Path, vocabulary: Vocabulary) -> list[Problem]:
    """Return the problems of the sound guideline at *path*."""
    file = read(GuidelineForm, path)
    if file.form is None:
        return []
    try:
        form = with_limits(file.form)
        (first, *_) = compile_guidelines(form, vocabulary)
    except NotCompiled as error:
        return [file.problem(Fault(path.name, error.path, error.reason))]
    faults = (
        *_repeated(file.form),
        *_never(form, vocabulary),
        *_unnoticed(file.form, form, vocabulary),
        *_denials(first.criteria, vocabulary),
    )
    return [file.problem(Fault(path.name, *each)) for each in faults]


# A number stands once.


def _repeated(form: GuidelineForm) -> Iterator[Told]:
    """Yield each place where a number of an expression is written a second time.

    A sentence is asked for the numbers of its own criterion, the recommendation for those that
    stand with the unit of a limit that it does not name.
    """
    names = {f"{each.value:g}": name for name, each in form.limits.items()}
    for criterion in form.criteria:
        yield from _repeated_in(criterion, names)
    uses = form.model_dump_json(exclude={"limits"})
    for name, limit in form.limits.items():
        if not re.search(rf"\blimit\.{name}\b", uses):
            yield ("limits", name), f"nothing names the limit {name!r}"
        number, unit = re.escape(f"{limit.value:g}"), re.escape(limit.unit.removesuffix("s"))
        literal = re.search(rf"(?<![\w.{{])(?<![A-Za-z]-){number}[\s-]{unit}", form.recommendation)
        if literal and f"{{limit.{name}}}" not in form.recommendation:
            yield ("recommendation",), _name_it(literal[0], name, "{limit.%s}")


def _repeated_in(criterion: CriterionForm, names: Mapping[str, str]) -> Iterator[Told]:
    """Yield each number of a *criterion* that is not the only one of its kind in it."""
    path: tuple[Step, ...] = ("criteria", criterion.id)
    wordings = list(_wordings(criterion))
    whens = [((*at, "when"), each.when) for at, each in wordings if isinstance(each, WordingForm) and each.when is not None]
    expressions = [((*path, "expression"), criterion.expression), *whens]
    own = {number: name for number, name in names.items() if f"limit.{name}" in criterion.model_dump_json()}
    written: set[str] = set()
    for at, source in expressions:
        for number in map(_plain, _COMPARED.findall(source)):
            if number in own:
                yield at, _name_it(number, own[number], "limit.%s")
            elif number in written:
                yield at, f"{number} is written twice: write it once, under `limits`, and name it"
            if number not in own and number != "0":
                written.add(number)
    for at, each in wordings:
        text = each.text if isinstance(each, WordingForm) else each
        for number in dict.fromkeys(map(_plain, _NUMBER.findall(text))):
            if number in own:
                yield at, _name_it(number, own[number], "{limit.%s}")
            elif number in written:
                yield at, f"{number} is a number of the expression: write it once, under `limits`, and name it"


def _name_it(number: str, name: str, form: str) -> str:
    return f"{number} is the limit {name!r}: write {form % name}"


def _plain(number: str) -> str:
    return f"{float(number):g}"


def _wordings(criterion: CriterionForm) -> Iterator[tuple[tuple[Step, ...], str | WordingForm]]:
    for value in ("met", "not_met", "undocumented"):
        written: Wordings | None = getattr(criterion.sentences, value)
        several = () if written is None else (written,) if isinstance(written, str) else written
        for place, each in enumerate(several):
            yield ("criteria", criterion.id, "sentences", value, place), each


# A fact is compared with values that it can have.


def _never(form: GuidelineForm, vocabulary: Vocabulary) -> Iterator[Told]:
    """Yield each comparison of a fact with a text that it never is."""
    for criterion in form.criteria:
        whens = [((*at, "when"), each.when) for at, each in _wordings(criterion) if isinstance(each, WordingForm) and each.when]
        for at, source in ((("criteria", criterion.id, "expression"), criterion.expression), *whens):
            for fact, value in expression(source, vocabulary).never():
                yield at, f'{fact.name} is never "{value}"; it is {listed([*(fact.choices or ())])}'


# An example notices a change of a number by one.


@dataclass(frozen=True, slots=True)
class _Change:
    """A number in another size: place, words, and each expression before and after."""

    path: tuple[Step, ...]
    words: str
    expressions: tuple[tuple[str, str], ...]


def _unnoticed(written: GuidelineForm, form: GuidelineForm, vocabulary: Vocabulary) -> Iterator[Told]:
    """Yield each number whose change by one leaves the answers of all examples as they are."""
    usable = [
        usable_facts(vocabulary, {name: [value] for name, value in example.facts.items()}).values for example in form.examples
    ]
    for change in _changes(written, form):
        tests = [(_test(one, vocabulary), _test(other, vocabulary)) for one, other in change.expressions]
        if any(one(values) != other(values) for one, other in tests for values in usable):
            continue
        telling = next(filter(None, (telling_facts(*each, vocabulary) for each in change.expressions)), None)
        if telling is None:
            yield change.path, f"{change.words}, no answer would change: the number decides nothing"
            continue
        yield change.path, f"{change.words}, every example would hold: add one such as {{{_written(telling)}}}"


def _changes(written: GuidelineForm, form: GuidelineForm) -> Iterator[_Change]:
    for name, limit in written.limits.items():
        for value in _beside(limit.value):
            changed = zip(form.criteria, with_limits(written, {name: value}).criteria, strict=True)
            pairs = tuple((one.expression, other.expression) for one, other in changed if one.expression != other.expression)
            words = f"if limit.{name} were {value:g} {limit.unit} in place of {limit.value:g}"
            if pairs:
                yield _Change(("limits", name), words, pairs)
    for criterion, resolved in zip(written.criteria, form.criteria, strict=True):
        yield from _changes_of_numbers(criterion, resolved.expression, written)


def _changes_of_numbers(form: CriterionForm, expression: str, whole: GuidelineForm) -> Iterator[_Change]:
    """Yield the changes of the numbers that stand in a criterion itself."""
    source, limits = form.expression, limits_of(whole)
    for found in _COMPARED.finditer(source):
        number = float(found[1]) if "." in found[1] else int(found[1])
        for value in _beside(number) if number else ():
            changed = f"{source[: found.start(1)]}{value!r}{source[found.end(1) :]}"
            path = ("criteria", form.id, "expression")
            yield _Change(path, f"if {number:g} were {value:g}", ((expression, limits.in_expression(path, changed)),))


def _beside(value: Number) -> tuple[Number, Number]:
    """Return the numbers beside a limit: one less and one more, of its last decimal place."""
    decimals = 0 if value == int(value) else len(repr(value).split(".")[1])
    step = 10.0**-decimals if decimals else 1
    return round(value - step, decimals or None) if decimals else value - 1, round(
        value + step, decimals
    ) if decimals else value + 1


def telling_facts(one: str, other: str, vocabulary: Vocabulary) -> Facts | None:
    """Return a few facts, if any are found, on which two expressions differ."""
    reader, another = _test(one, vocabulary), _test(other, vocabulary)
    names = [name for name in dict.fromkeys(re.findall(r"\b[a-z_]\w*", one)) if name in vocabulary]
    samples = [_samples(vocabulary[name], f"{one} {other}") for name in names]
    samples = [each[1:] if vocabulary[name].silence is None else each[:1] for name, each in zip(names, samples, strict=True)]
    drawn = Random(0)  # noqa: S311 - the same on every run
    for _ in range(_TRIES_MAX):
        found: Facts = {name: value for name, each in zip(names, samples, strict=True) if (value := drawn.choice(each)) is not None}
        if _differ(reader, another, found, vocabulary):
            for name in names:
                fewer = {each: value for each, value in found.items() if each != name}
                found = fewer if _differ(reader, another, fewer, vocabulary) else found
            return found
    return None


def _differ(one: Test, other: Test, facts: Facts, vocabulary: Vocabulary) -> bool:
    if one(facts) == other(facts):
        return False
    usable = usable_facts(vocabulary, {name: [value] for name, value in facts.items()})
    answers = {one(usable.values), other(usable.values)}
    return not usable.problems and len(answers) > 1 and "undocumented" not in answers


def _samples(definition: FactDefinition, source: str) -> list[FactValue | None]:
    """Return values of a fact, None for unknown: all that an expression can tell apart."""
    if definition.kind == "bool":
        return [None, True, False]
    if definition.choices is not None:
        named = [each for each in definition.choices if f'"{each}"' in source or f"'{each}'" in source]
        others = [each for each in definition.choices if each not in named]
        return [None, *named, *others[:1]]
    low, high = definition.minimum or 0, definition.maximum or 0
    kind = int if definition.kind == "int" else float
    written = [float(each) for each in _NUMBER.findall(source)] + [
        float(one) * float(other) for one, other in _PRODUCT.findall(source)
    ]
    numbers = {kind(each + step) for each in written for step in (-1, 0, 1)}
    exact = {float(each) for each in _NUMBER.findall(source) if "." in each} if kind is float else set()
    return [None, *sorted(each for each in numbers | exact | {kind(low)} if low <= each <= high)]


def _test(source: str, vocabulary: Vocabulary) -> Test:
    return three_valued(evaluation(expression(source, vocabulary)))


# A sentence that says that something is undocumented denies no fact that is known.


def _denials(criteria: Iterable[Criterion], vocabulary: Vocabulary) -> Iterator[Told]:
    """Yield each sentence that is printed whether a fact of its `when` is known or not."""
    for criterion in criteria:
        wordings = criterion.sentences.get("undocumented", ())
        for place, wording in enumerate(wordings):
            unclear = [name for name in wording.reads if name not in wording.placeholders and vocabulary[name].silence is None]
            printed = [values for values in _open(criterion, wording, vocabulary) if _chosen(criterion, values) == place]
            for name in unclear:
                known = next((values for values in printed if name in values), None)
                if known is not None and any(name not in values for values in printed):
                    yield ("criteria", criterion.id, "sentences", "undocumented", place), _may_deny(name, known)


def _may_deny(name: str, known: Facts) -> str:
    return (
        f"the sentence is printed whether {name} is known or not, so it may deny what the file tells ({_written(known)}): "
        f"ask for {name} in a wording of its own"
    )


def _written(facts: Facts) -> str:
    """Return facts as an example writes them."""
    return ", ".join(f"{name}: {str(value).lower() if isinstance(value, bool) else value}" for name, value in facts.items())


def _open(criterion: Criterion, wording: Wording, vocabulary: Vocabulary) -> list[Facts]:
    """Return the facts, none that *wording* denies, that leave the criterion undocumented."""
    names = [name for name in dict.fromkeys((*criterion.facts, *wording.reads)) if name not in wording.denies]
    samples = [_samples(vocabulary[name], criterion.expression) for name in names]
    found = []
    for values in islice(product(*samples), _TRIES_MAX):
        facts = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        usable = usable_facts(vocabulary, {name: [value] for name, value in facts.items()})
        if not usable.problems and criterion.test(usable.values) == "undocumented":
            found.append({**usable.values})
    return found


def _chosen(criterion: Criterion, values: Facts) -> int | None:
    """Return the place of the wording that is printed for *values*, if one is."""
    for place, each in enumerate(criterion.sentences["undocumented"]):
        shown = values.keys().isdisjoint(each.denies) and values.keys() >= {*each.placeholders}
        if shown and (each.when is None or each.when(values) == "met"):
            return place
    return None
