"""The guideline library: every file read, checked and compiled once.

Each problem is named with its file, line and place.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from services.decision.domain.guidelines.facts import FactDefinition
from services.decision.domain.guidelines.guideline import Guideline
from services.decision.domain.guidelines.implications import Implication, implications
from services.decision.library.checks import Named, check_example, check_series, check_together, check_words
from services.decision.library.compile import Vocabulary, compile_guidelines
from services.decision.library.errors import Fault, LibraryNotSound, NotCompiled, Problem
from services.decision.library.forms import FactForm, Form, GuidelineForm, TopicsForm, VocabularyForm, WordsForm
from services.decision.library.limits import with_limits
from services.decision.library.yaml_files import FileRead, read
from terms.request.reading import RequestReader, Words
from terms.request.treatments import Treatment

HERE = Path(__file__).parents[1]

_UNSUPPORTED = "topical-unsupported-agent"
"""The treatment whose drugs are not recommended for the skin."""

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Library:
    """The guidelines by treatment, their facts, and the words in requests.

    *files* has their forms.

    *unsupported_topicals* are the drugs that make a compound one that is not recommended.

    A request for a *countable* treatment has to give a quantity; *when_denied* is added to a
    denial.
    """

    guidelines: tuple[Guideline, ...]
    by_treatment: Mapping[str, tuple[Guideline, ...]]
    vocabulary: Vocabulary
    requests: RequestReader
    treatments: frozenset[str]
    countable: frozenset[str] = frozenset()
    unsupported_topicals: frozenset[str] = frozenset()
    when_denied: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, GuidelineForm] = field(default_factory=dict)
    implications: tuple[Implication, ...] = ()
    """Conclusions from one fact to another."""


def load(folder: Path = HERE) -> Library:
    """Read `vocabulary/` and `guidelines/` in *folder*; raises LibraryNotSound."""
    return assemble(vocabulary_files(folder), guideline_files(folder))


def guideline_files(folder: Path) -> tuple[Path, ...]:
    """The files of the guidelines in *folder*, by name."""
    return tuple(sorted((folder / "guidelines").glob("*.yaml")))


def vocabulary_files(folder: Path) -> dict[str, Path]:
    """Return the files of the vocabulary in *folder*: facts, topics and words."""
    return {name: folder / "vocabulary" / f"{name}.yaml" for name in ("facts", "topics", "words")}


def assemble(vocabularies: Mapping[str, Path], paths: Sequence[Path]) -> Library:
    """Return the library of the guidelines at *paths*.

    Raise LibraryNotSound with every problem.
    """
    words = _sound(read(WordsForm, vocabularies["words"]))
    topics = _sound(read(TopicsForm, vocabularies["topics"]))
    facts = _sound(read(VocabularyForm, vocabularies["facts"])).facts
    vocabulary = {name: definition_of(name, fact, _answered_by(name, facts)) for name, fact in facts.items()}
    files = {path.name: _with_limits(read(GuidelineForm, path)) for path in paths}
    problems = [problem for file in files.values() for problem in file.problems]
    guidelines: list[tuple[str, Guideline]] = []
    for name, file in files.items():
        compiled = _compiled(file, vocabulary)
        if isinstance(compiled, Problem):
            problems.append(compiled)
        else:
            guidelines += [(name, guideline) for guideline in compiled]
    problems += [files[fault.file].problem(fault) for fault in _faults(files, guidelines, words, topics, vocabulary)]
    if problems:
        raise LibraryNotSound(*problems)
    return Library(
        guidelines=tuple(guideline for _, guideline in guidelines),
        by_treatment=_by_treatment(guidelines),
        vocabulary=vocabulary,
        implications=implications(vocabulary),
        treatments=frozenset(words.treatments),
        requests=RequestReader(_words(words)),
        countable=frozenset(name for name, term in words.treatments.items() if term.countable),
        unsupported_topicals=frozenset(words.treatments[_UNSUPPORTED].drugs if _UNSUPPORTED in words.treatments else ()),
        when_denied={name: term.when_denied for name, term in words.treatments.items() if term.when_denied is not None},
        files={name: file.form for name, file in files.items() if file.form is not None},
    )


def _sound(file: FileRead[F]) -> F:
    """The form of a file that everything else rests on; raises LibraryNotSound."""
    if file.form is None:
        raise LibraryNotSound(*file.problems)
    return file.form


def _with_limits(file: FileRead[GuidelineForm]) -> FileRead[GuidelineForm]:
    """Return *file* with each limit in its place; one that is not declared is a problem."""
    if file.form is None:
        return file
    try:
        return replace(file, form=with_limits(file.form))
    except NotCompiled as error:
        return replace(file, form=None, problems=(file.problem(Fault(file.name, error.path, error.reason)),))


def _compiled(file: FileRead[GuidelineForm], vocabulary: Vocabulary) -> tuple[Guideline, ...] | Problem:
    if file.form is None:
        return ()
    try:
        return compile_guidelines(file.form, vocabulary)
    except NotCompiled as error:
        return file.problem(Fault(file.name, error.path, error.reason))


def _faults(
    files: Mapping[str, FileRead[GuidelineForm]], guidelines: Named, words: WordsForm, topics: TopicsForm, vocabulary: Vocabulary
) -> Iterator[Fault]:
    """Yield the faults of guidelines that compile each for itself."""
    yield from check_words(guidelines, words.treatments, words.body_regions)
    yield from check_series(guidelines)
    yield from check_together(guidelines)
    for name, guideline in guidelines:
        form = files[name].form
        if form is None or guideline.id != form.id:
            continue
        yield from (
            Fault(name, ("covers", topic), f"{topic!r} is not a topic") for topic in form.covers if topic not in topics.topics
        )
        for example in form.examples:
            yield from check_example(name, example, guideline, vocabulary)


def definition_of(name: str, form: FactForm, answered_by: tuple[str, ...] = ()) -> FactDefinition:
    """Return the fact *name* of the vocabulary's file as the rules use it."""
    one, many = form.unit or ("", "")
    minimum, maximum = form.range or (None, None)
    return FactDefinition(
        name=name,
        kind=form.type,
        meaning=form.meaning,
        unit_one=one,
        unit_many=many,
        minimum=minimum,
        maximum=maximum,
        answered_by=answered_by,
        choices=form.choices,
        count=form.count,
        means=form.means,
        presupposes=form.presupposes,
        silence=form.silence,
        if_true=form.if_true or "",
        if_false=form.if_false or "",
        told=form.told or "",
        asked=form.asked or "",
        sources=form.sources,
    )


def _answered_by(name: str, facts: Mapping[str, FactForm]) -> tuple[str, ...]:
    """Return the yes-or-no facts whose count is *name*."""
    return tuple(other for other, fact in facts.items() if fact.count == name)


def _by_treatment(guidelines: Named) -> dict[str, tuple[Guideline, ...]]:
    found: dict[str, tuple[Guideline, ...]] = defaultdict(tuple)
    for _, guideline in guidelines:
        for treatment in guideline.treatments:
            found[treatment] += (guideline,)
    return dict(found)


def _words(form: WordsForm) -> Words:
    return Words(
        treatments={
            name: Treatment(name, **term.model_dump(exclude={"countable", "when_denied"})) for name, term in form.treatments.items()
        },
        body_regions={name: term.names for name, term in form.body_regions.items()},
        contexts=form.contexts,
        facts={fact: {each.value: each.names for each in values} for fact, values in form.stated.items()},
    )
