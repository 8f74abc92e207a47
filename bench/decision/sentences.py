"""Check the sentences of a rationale against the facts of its item.

The checks read the published assessment alone, and know nothing of how its text was composed: a
denial of a known fact, a number that is neither the case's nor the source's, a value that is not
the file's, and grammar.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from schemas.messages.assessment import Assessment, CriterionResult, GuidelineTrace
from services.decision.assessment.translation import applied_guideline
from services.decision.domain.guidelines.facts import FactDefinition, FactValue, clause, in_words, question
from services.decision.domain.guidelines.guideline import Criterion, Guideline, Wording
from services.decision.library.library import Library

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"(])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DENIAL = re.compile(r"\b(?:not|no|nor|neither|nothing|none|never)\b", re.IGNORECASE)
_SILENCE = re.compile(
    r"\b(?:does not (?:say|show|state|tell)|do not (?:say|show|document|describe|record|state)|is not (?:recorded|stated|given|documented)"
    r"|are not (?:recorded|stated|given|documented)|document neither|say neither|describe neither|show neither|but not (?:whether|how|which|by|for|on|over|when)"
    r"|nothing in the (?:file|records))",
    re.IGNORECASE,
)
_COMPOSED = ("The file says", "The file does not say", "The file leaves open")
_WORDS = re.compile(r"[a-z]{3,}")
_SUPPOSED = re.compile(r"A \w+ (?:for|of) no more than (\d+) \w+ would be supported\.")
_DAYS_IN = {"weeks": 7, "months": 30, "years": 365}
_SHARED = 0.75

_PLAIN = re.compile(r"[{}_]|\.\.|,\.|;\.|:\.|\?\.|!\.|  | [.,;)]|\( |\b(?:None(?! of the)|True|False|nan|null)\b|\((?:yes|no)\)|…")
_INTERNAL = re.compile(
    r"\b(?:library|vocabulary|criterion|criteria|rank|evidence order|undocumented|The fact|by analogy \(|proposal)\b|\b(?:mtus|odg|acoem)-\d"
)
_DOUBLED = re.compile(r"\b([A-Za-z]+) \1\b", re.IGNORECASE)
_A = re.compile(
    r"\b[Aa] (?:[aeio]\w*(?<!one)(?<!once)|u(?!ni|se|su|ri|ti)\w+|(?:8|11|18|8\d)\b|(?:MRI|NSAID|SNRI|X-ray|EMG|ECG|H-wave|SSRI|FCE)\b)"
)
_AN = re.compile(
    r"\b[Aa]n (?:(?!hour|honest|heir|MRI|NSAID|SNRI|X-ray|EMG|ECG|H-wave|SSRI|FCE|8|11|18)[^aeiouAEIO\W]|one\b|uni|use)"
)
_ONE_ARE = re.compile(r"\b(?<![.\d-])1 \w+ (?:are|were|have)\b|\bremaining 1 (?:are|were|have)\b")
_SEVERAL_IS = re.compile(
    r"\b(?<!or )(?<!and )(?<!of )(?<!to )(?<!over )(?<!for )(?<!in )(?<!than )(?:[02-9]|\d{2,}) \w+s (?:is|was|has)\b"
)
_NOUGHT = re.compile(r"(?<![\d.,-])0 (?!percent|milli)[a-z]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a sentence: its kind, the sentence, and the words or fact at fault."""

    kind: str
    sentence: str
    about: str


def sentences_of(text: str) -> list[str]:
    """Return the sentences of *text*."""
    return _END.split(text)


class Checker:
    """Checks rationales that were written with *library*."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._patterns = _patterns(library)
        self._guidelines = {each.id: each for each in library.guidelines}

    def faults(self, assessment: Assessment, texts: Sequence[str] = ()) -> Iterator[Fault]:
        """Yield each fault of the rationale; *texts* are words of the case beside its facts."""
        library = self._library
        trace = applied_guideline(assessment)
        guideline = None if trace is None else self._guidelines[trace.guideline]
        known = known_facts(assessment, library)
        numbers = _numbers(assessment, guideline, texts, known, library)
        for sentence in sentences_of(assessment.rationale):
            yield from (
                each for each in _grammar(sentence, self._patterns) if each.kind != "raw" or each.about not in assessment.request
            )
            supposed = _SUPPOSED.fullmatch(sentence)
            if supposed is not None and guideline is not None:
                yield from _wrongly_supposed(sentence, int(supposed[1]), guideline, known, library)
            else:
                yield from (Fault("number", sentence, each) for each in _NUMBER.findall(sentence) if each not in numbers)
        silent = [each for each in assessment.requirements if each.value == "undocumented"]
        if trace is not None and guideline is not None:
            silent += [each for each in trace.criteria if each.value == "undocumented"]
            for result, criterion in zip(trace.criteria, guideline.criteria, strict=True):
                yield from _untrue(result, criterion, known, library)
        for result in silent:
            yield from (Fault("denial", result.sentence, each) for each in _denied(result.sentence, known, library))


def known_facts(assessment: Assessment, library: Library) -> dict[str, FactValue]:
    """Return the facts that the assessment used, with their values.

    A count of none that nobody mentioned is no fact.
    """
    trace: tuple[GuidelineTrace, ...] = assessment.trace
    results = [*assessment.requirements, *(result for each in trace for result in each.criteria)]
    return {
        fact.name: fact.value
        for result in results
        for fact in result.facts
        if fact.name not in result.missing and not _is_silence(library.vocabulary[fact.name], fact.value)
    }


def _is_silence(definition: FactDefinition, value: FactValue) -> bool:
    return definition.kind != "bool" and definition.silence == value


# Grammar, over all values.


def _patterns(library: Library) -> dict[str, re.Pattern[str]]:
    return {
        "unfinished": _PLAIN,
        "internal": _INTERNAL,
        "doubled": _DOUBLED,
        "article": _A,
        "an": _AN,
        "one are": _ONE_ARE,
        "several is": _SEVERAL_IS,
        "nought": _NOUGHT,
        "unit": _units(library),
        "raw": _identifiers(library),
    }


def _grammar(sentence: str, patterns: Mapping[str, re.Pattern[str]]) -> Iterator[Fault]:
    for kind, pattern in patterns.items():
        found = pattern.search(sentence)
        if found is not None:
            yield Fault(kind, sentence, found[0])
    if not (sentence[0].isupper() or sentence[0].isdigit()) or sentence[-1] not in ".!?":
        yield Fault("unfinished", sentence, sentence[:1])


def _units(library: Library) -> re.Pattern[str]:
    """Match 1 with a plural, and any other number with a singular unit."""
    units = {(each.unit_one, each.unit_many) for each in library.vocabulary.values() if each.unit_one != each.unit_many}
    many = "|".join(sorted((many for _, many in units), key=len, reverse=True))
    one = "|".join(sorted((one for one, _ in units), key=len, reverse=True))
    return re.compile(rf"(?<![\d.,-])1 (?:{many})\b|(?:(?<![\d.,-])[02-9]|\d\d|\.\d) (?:{one})\b(?! [a-z]*(?:rental|supply|trial))")


def _identifiers(library: Library) -> re.Pattern[str]:
    """Match the ids of choices, treatments, regions and facts, in which words are joined."""
    ids = {choice for each in library.vocabulary.values() for choice in each.choices or ()}
    ids |= {each for guideline in library.guidelines for each in (*guideline.treatments, *guideline.body_regions, guideline.id)}
    said = {
        word
        for guideline in library.guidelines
        for word in re.findall(r"[a-z]+-[a-z-]+", guideline.recommendation + guideline.citation)
    }
    joined = sorted(each for each in ids if "-" in each and each not in said)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, joined))})(?![\w-])")


# Numbers: the case's, or the source's.


def _numbers(
    assessment: Assessment, guideline: Guideline | None, case: Sequence[str], known: Mapping[str, FactValue], library: Library
) -> set[str]:
    review = assessment.under_review
    texts = [assessment.request, review.explanation, *case]
    texts += [f"{review.used_before} {review.amount} {review.requested} {review.authorised}"]
    for each in assessment.unused_facts:
        texts += [f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value) for fact in each.given]
    names = {*known}
    if guideline is not None:
        texts += [guideline.recommendation, guideline.citation]
        for criterion in guideline.criteria:
            limits = _NUMBER.findall(criterion.expression)
            texts += [
                *limits,
                *(
                    f"{int(each) // days}"
                    for each in limits
                    for days in _DAYS_IN.values()
                    if "." not in each and int(each) % days == 0
                ),
            ]
            names |= {*criterion.facts}
    texts += [in_words(library.vocabulary[name], value) for name, value in known.items()]
    sources = [fact.source for trace in assessment.trace for each in trace.criteria for fact in each.facts]
    texts += [f"{each.document} {each.page}" for each in sources if each is not None]
    texts += [library.vocabulary[name].meaning for name in names]
    return {number for text in texts for number in _NUMBER.findall(text)}


def _wrongly_supposed(
    sentence: str, amount: int, guideline: Guideline, known: Mapping[str, FactValue], library: Library
) -> Iterator[Fault]:
    """Yield a fault unless *amount* meets every required criterion, and one more does not."""

    def met(values: Mapping[str, FactValue]) -> bool:
        return all(each.test(values) == "met" for each in guideline.criteria if each.required)

    unit = sentence.split(" would be", maxsplit=1)[0].rsplit(" ", maxsplit=1)[-1]
    of_the_unit = [name for name in known if unit in {library.vocabulary[name].unit_one, library.vocabulary[name].unit_many}]
    if not any(met({**known, name: amount}) and not met({**known, name: amount + 1}) for name in of_the_unit):
        yield Fault("number", sentence, str(amount))


# Denials: no sentence calls a known fact unsaid.


def _denied(sentence: str, known: Mapping[str, FactValue], library: Library) -> Iterator[str]:
    """Yield the known facts that *sentence* says the file is silent about."""
    silence = _SILENCE.search(sentence)
    if silence is None:
        return
    unsaid, composed = sentence[silence.start() :], sentence.startswith(_COMPOSED)
    for name in known:
        asked = question(library.vocabulary[name])
        if re.search(rf"\b{re.escape(asked)}\b", unsaid) or (not composed and _shares(asked, unsaid)):
            yield name


def _shares(asked: str, text: str) -> bool:
    words, told = _stems(asked), _stems(text)
    return len(words) > 1 and len(words & told) / len(words) >= _SHARED


@cache
def _stems(text: str) -> frozenset[str]:
    dull = {
        "whether",
        "what",
        "visits",
        "there",
        "the",
        "has",
        "have",
        "was",
        "were",
        "are",
        "how",
        "many",
        "long",
        "which",
        "for",
        "and",
        "been",
        "that",
        "not",
        "this",
        "did",
        "does",
        "with",
        "treatment",
        "employee",
        "request",
    }
    return frozenset(word[:6].rstrip("es") for word in _WORDS.findall(text.casefold()) if word not in dull)


# Values: a criterion's sentence is one of its value, allowed by the facts.


def _untrue(result: CriterionResult, criterion: Criterion, known: Mapping[str, FactValue], library: Library) -> Iterator[Fault]:
    composed = result.sentence.startswith(_COMPOSED)
    wordings = criterion.sentences[result.value]
    body = re.sub(r"(?: Nothing in the file says that [^.]+\.)+$", "", result.sentence)
    used = [each for each in wordings if _fits(each, body, known, library)]
    if composed:
        yield from _composed(result, criterion, known, library)
    elif not used:
        yield Fault("value", result.sentence, f"no wording of {criterion.id} for {result.value} has these values")
    elif all({*each.denies} & {*known} for each in used):
        yield Fault("denial", result.sentence, ", ".join(sorted({*used[0].denies} & {*known})))
    for unsaid in re.findall(r"Nothing in the file says that ([^.]+)\.", result.sentence):
        yield from (Fault("denial", result.sentence, name) for name in known if clause(library.vocabulary[name], True) == unsaid)


def _fits(wording: Wording, text: str, known: Mapping[str, FactValue], library: Library) -> bool:
    """Return whether *text* is this wording with the values of the known facts."""
    if any(name not in known for name in wording.placeholders):
        return False
    words = {name: in_words(library.vocabulary[name], known[name]) for name in wording.placeholders}
    return wording.text.format_map(words) == text if words else wording.text == text


def _composed(result: CriterionResult, criterion: Criterion, known: Mapping[str, FactValue], library: Library) -> Iterator[Fault]:
    said = re.split(r", but not | does not say | leaves open ", re.sub(r" \([^()]*, page \d+\)", "", result.sentence))[0]
    for name in {*criterion.facts, *known}:
        definition = library.vocabulary[name]
        for value in (True, False) if definition.kind == "bool" else ():
            if f"that {clause(definition, value)}" in said and known.get(name) != value:
                yield Fault("value", result.sentence, f"{name} is {known.get(name)}")
