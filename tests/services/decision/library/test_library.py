"""The shipped library, and the faults that loading refuses."""

import re
import shutil
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, UsableFacts
from services.decision.domain.guidelines.guideline import Criterion, Guideline
from services.decision.domain.guidelines.usable_facts import usable_facts
from services.decision.domain.reasons.known_part import criterion_sentence
from services.decision.domain.reasons.proposal import Finding, proposal
from services.decision.domain.reasons.rationale import Guidance, Reasons, closing, fill, rationale
from services.decision.library.errors import LibraryNotSound
from services.decision.library.library import HERE, load

LIBRARY = load()
ADJUNCT = "  - id: adjunct\n    required: true"
FILES = sorted((HERE / "guidelines").glob("*.yaml"))


def test_every_fact_has_its_clauses() -> None:
    """Sentences can tell of every fact, and ask for it."""
    lacking = [
        each.name
        for each in LIBRARY.vocabulary.values()
        if not ((each.if_true and each.if_false) if each.kind == "bool" else (each.told and each.asked))
    ]

    assert [] == lacking


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the library with one guideline in one edition, to spoil."""
    shutil.copytree(HERE / "vocabulary", tmp_path / "vocabulary")
    (tmp_path / "guidelines").mkdir()
    text = (HERE / "guidelines" / "mtus-2009-massage.yaml").read_text()
    of_one_edition = re.sub(r"^also_in:.*(?=^applies_to:)", "", text, flags=re.DOTALL | re.MULTILINE)
    (tmp_path / "guidelines" / "massage.yaml").write_text(of_one_edition)
    return tmp_path


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_worked_examples(path: Path) -> None:
    """Every worked example of every edition of a guideline holds."""
    written = LIBRARY.files[path.name]
    editions = [each for each in LIBRARY.guidelines if each.id in {written.id, *(edition.id for edition in written.also_in)}]

    assert len(editions) == 1 + len(written.also_in)
    for guideline, example in product(editions, written.examples):
        facts = usable_facts(LIBRARY.vocabulary, {name: [value] for name, value in example.facts.items()}).values
        values = {criterion.id: criterion.test(facts) for criterion in guideline.criteria}

        assert example.values == {name: values[name] for name in example.values}, example.name
        assert example.proposal == proposal(
            [Finding(criterion.required, values[criterion.id], "") for criterion in guideline.criteria]
        ), example.name


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_is_named_after_its_guideline(path: Path) -> None:
    """A reader who knows the id finds the file."""
    assert path.stem == LIBRARY.files[path.name].id


FIRST_EDITIONS = [guideline for guideline in LIBRARY.guidelines if f"{guideline.id}.yaml" in LIBRARY.files]
IDS = [guideline.id for guideline in FIRST_EDITIONS]


@pytest.mark.parametrize("guideline", FIRST_EDITIONS, ids=IDS)
def test_every_combination_of_values_reads(guideline: Guideline) -> None:
    """Without facts, the wordings form whole sentences and the closing states the proposal."""
    for values in product(*(criterion.sentences for criterion in guideline.criteria)):
        findings = [
            Finding(criterion.required, value, fill(criterion.sentences[value], {}, LIBRARY.vocabulary))
            for criterion, value in zip(guideline.criteria, values, strict=True)
        ]

        assert_reads(rationale(Reasons(findings, guidance=Guidance(guideline.id, guideline.recommendation, guideline.citation))))
        assert ("is not medically" in closing("this", proposal(findings))) == (
            any(finding.required and finding.value != "met" for finding in findings)
        )


def assert_reads(text: str) -> None:
    """Whole sentences, no placeholder left, nothing doubled, no value of a program."""
    assert not any(mark in text for mark in ("{", "}", "..", "  ", " .", "None", "True", "False", "_"))
    assert text[0].isupper()
    assert text.endswith(".")
    assert not re.search(r"\b1 (visits|weeks|days)\b", text)


def value_of(definition: FactDefinition) -> st.SearchStrategy[FactValue]:
    """Any value a fact may have; of numbers also the small ones, where the limits lie."""
    if definition.kind == "bool":
        return st.booleans()
    if definition.choices is not None:
        return st.sampled_from(sorted(definition.choices))
    low, high = int(definition.minimum or 0), int(definition.maximum or 0)
    return st.integers(low, min(high, 31)) | st.integers(low, high)


def assert_denies_nothing_known(criterion: Criterion, text: str, usable: UsableFacts) -> None:
    """No wording that calls a fact undocumented is printed where the file tells of it."""
    for wording in criterion.sentences.get("undocumented", ()):
        if text == wording.text and wording.denies:
            none = {"visits_authorised": 0}
            told = {name for name, value in usable.values.items() if name not in none or value != none[name]}
            known = {*wording.denies} & {*told, *usable.problems}
            assert not known, f"{text!r} denies {known}"


def facts_of(guideline: Guideline) -> st.SearchStrategy[dict[str, FactValue]]:
    """Any facts that the guideline reads, each documented or not."""
    names = LIBRARY.files[f"{guideline.id}.yaml"].facts
    return st.fixed_dictionaries({}, optional={name: value_of(LIBRARY.vocabulary[name]) for name in names})


@pytest.mark.parametrize("guideline", FIRST_EDITIONS, ids=IDS)
@settings(max_examples=60)
@given(data=st.data())
def test_any_facts_read(guideline: Guideline, data: st.DataObject) -> None:
    """With any facts, reasons are whole sentences, and an approval has nothing against it."""
    given_facts = data.draw(facts_of(guideline))
    usable = usable_facts(LIBRARY.vocabulary, {name: [value] for name, value in given_facts.items()})
    findings = []
    for criterion in guideline.criteria:
        value = criterion.test(usable.values)
        text = criterion_sentence(criterion, value, usable, LIBRARY.vocabulary, {})
        assert_denies_nothing_known(criterion, text, usable)
        findings.append(Finding(criterion.required, value, text))

    assert_reads(rationale(Reasons(findings, guidance=Guidance(guideline.id, guideline.recommendation, guideline.citation))))
    if proposal(findings) == "overturned":
        assert all(finding.value == "met" for finding in findings if finding.required)


def spoil(folder: Path, old: str, new: str) -> str:
    """Replace *old* by *new* in the guideline; return the error of loading it."""
    path = folder / "guidelines" / "massage.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(LibraryNotSound) as error:
        load(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("rank: mtus", "rank: mtus\nextra: 1", ("massage.yaml", "extra", "not a known field")),
        ("rank: mtus", "rank: hearsay", ("massage.yaml", "rank")),
        ("rank: mtus", "", ("massage.yaml", "rank", "is missing")),
        ("rank: mtus", "rank: [", ("massage.yaml", "the file")),
        ("to: 2016-07-28", "to: 2009-07-17", ("massage.yaml:13: in_force: `to` lies before `from`",)),
        (
            "home_exercise || adj",
            "home_exercise || || adj",
            ('massage.yaml:65: criteria.adjunct.expression: has "||" where a fact or a value is needed after "||"',),
        ),
        ("home_exercise || adj", "red_flag || adj", ("massage.yaml", "criteria.adjunct.expression", '"red_flag"')),
        ("home_exercise || adj", "1 + 1 || adj", ("massage.yaml", "criteria.adjunct.expression")),
        ("facts: [visits_requested,", "facts: [visits,", ("massage.yaml", "facts", "'visits'")),
        (
            "      not_met: The massage is requested",
            "      other: The massage is requested",
            ("massage.yaml", "criteria.2.sentences.not_met"),
        ),
        (
            "- The request stays within the 4-{limit",
            "- A request for {visits_requested} within the 4-{limit",
            ("sentences.met", "without any fact"),
        ),
        ("With {previous_visits} so far", "With {home_exercise} so far", ("{home_exercise}", "can be shown")),
        ("With {previous_visits} so far", "With {previous_visits} visits so far", ("{previous_visits} prints its unit by itself",)),
        ("With {previous_visits} so far", "With {tens_failed} so far", ("{tens_failed}", "can be shown")),
        (
            "With {previous_visits} so far",
            "With {previous_visits so far",
            ("criteria.visits.sentences.met", "a brace { or } stands alone"),
        ),
        ("With {previous_visits} so far", "With {previous_visits:d} so far", ("{previous_visits} takes no colon",)),
        ("With {previous_visits} so far", "With {previous_visits!r} so far", ("{previous_visits} takes no colon",)),
        ("{visits: met, improvement: met, adjunct: met}", "{visits: not met}", ("a first course beside exercise", "visits")),
        ("{visits: met, improvement: met, adjunct: met}", "{frequency: met}", ("no criterion",)),
        ("proposal: overturned", "proposal: upheld", ("a first course", "the proposal is said to be upheld")),
        ("facts: {}", "facts: {visits_requested: 0}", ("nothing is recorded", "between 1 and 500")),
        ("treatments: [massage]", "treatments: [rub]", ("applies_to.treatments", "'rub'")),
        ("treatments: [massage]", "treatments: [massage]\n  body_regions: [tail]", ("applies_to.body_regions", "'tail'")),
        ("phases: [chronic]", "phases: [late]", ("massage.yaml", "applies_to.phases")),
        ("  - id: adjunct", "  - id: visits", ("massage.yaml", "same id")),
        (ADJUNCT, "  - id: adjunct\n    required: false\n    exclusion: true", ("massage.yaml", "adjunct is an exclusion")),
        ("      undocumented:", "      unsaid:", ("massage.yaml", "sentences.unsaid")),
        (ADJUNCT, f"{ADJUNCT}\n    exclusion: true", ("massage.yaml", "adjunct is an exclusion, which is never undocumented")),
    ],
)
def test_what_is_wrong_is_named(folder: Path, old: str, new: str, parts: tuple[str, ...]) -> None:
    """A file that is wrong is refused with its name and the place."""
    said = spoil(folder, old, new)

    assert not [part for part in parts if part not in said]


def test_the_copy_is_sound(folder: Path) -> None:
    """The unchanged copy loads, so the errors of the other tests come from their changes."""
    assert [guideline.id for guideline in load(folder).guidelines] == ["mtus-2009-massage"]


def another(folder: Path, **changes: str) -> None:
    """A second guideline, as the first with *changes* of whole lines."""
    text = (folder / "guidelines" / "massage.yaml").read_text()
    for key, value in {"id": "another", **changes}.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines()]
        text = "\n".join(lines)
    (folder / "guidelines" / "other.yaml").write_text(text)


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        (
            {"in_force": "{from: 2016-07-30}"},
            ("other.yaml:13: in_force: in the series", "massage.yaml and other.yaml", "no edition is in force from 2016-07-29"),
        ),
        ({"in_force": "{from: 2016-07-28}"}, ("massage.yaml and other.yaml", "two editions are in force on 2016-07-28")),
        (
            {"series": "another"},
            ("other.yaml:14: applies_to: another and mtus-2009-massage (massage.yaml) answer the same requests",),
        ),
        (
            {"id": "mtus-2009-massage", "in_force": "{from: 2016-07-29}"},
            ("other.yaml:1: id: 'mtus-2009-massage' is the id of a guideline in massage.yaml too",),
        ),
    ],
)
def test_two_files_that_do_not_go_together(folder: Path, changes: dict[str, str], parts: tuple[str, ...]) -> None:
    """Gaps and overlaps in a series, two answers and two equal ids name both guidelines."""
    another(folder, **changes)
    with pytest.raises(LibraryNotSound) as error:
        load(folder)

    assert not [part for part in parts if part not in str(error.value)]


@pytest.mark.parametrize("changes", [{"in_force": "{from: 2016-07-29}"}, {"series": "another", "rank": "study"}])
def test_two_files_that_go_together(folder: Path, changes: dict[str, str]) -> None:
    """The next edition, or a guideline of another rank, stands beside the first."""
    another(folder, **changes)

    assert len(load(folder).by_treatment["massage"]) == 2


def test_vocabulary_is_checked(folder: Path) -> None:
    """A count that is no whole number is refused with the name of the vocabulary's file."""
    path = folder / "vocabulary" / "facts.yaml"
    path.write_text(path.read_text().replace("count: previous_visits", "count: home_exercise"))
    with pytest.raises(LibraryNotSound, match=r"facts\.yaml:1: the file: .*home_exercise"):
        load(folder)


def test_a_missing_vocabulary_is_named(folder: Path) -> None:
    """Without its vocabulary a library cannot be read."""
    (folder / "vocabulary" / "words.yaml").unlink()
    with pytest.raises(LibraryNotSound, match=r"words\.yaml:1: the file"):
        load(folder)


def test_every_topic_is_covered() -> None:
    """Each question of the list has at least one guideline that says it answers it."""
    topics = set(yaml.safe_load((HERE / "vocabulary" / "topics.yaml").read_text())["topics"])

    assert topics == {topic for form in LIBRARY.files.values() for topic in form.covers}
