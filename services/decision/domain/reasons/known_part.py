"""The sentence of a criterion tells of the known facts, and denies none of them.

A wording that calls a fact undocumented is not used where the file tells of it. Then the sentence
says which part is known, with its value and paper, and which is not.
"""

from collections.abc import Mapping

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, UsableFacts, clause, question
from services.decision.domain.guidelines.guideline import Criterion, Value
from services.decision.domain.reasons.rationale import fill
from services.decision.domain.wording import listed

_THREE = 3


def criterion_sentence(
    criterion: Criterion,
    value: Value,
    usable: UsableFacts,
    vocabulary: Mapping[str, FactDefinition],
    papers: Mapping[str, str],
) -> str:
    """Return the sentence of *criterion* for its *value*.

    *papers* names the paper of a fact, by the fact.
    """
    values = usable.values
    if value != "undocumented":
        text = fill(criterion.sentences[value], values, vocabulary)
        exceptions = _unmentioned_exceptions(criterion, values, vocabulary) if value == "not met" else []
        return " ".join([text, *(f"Nothing in the file says that {each}." for each in exceptions)])
    told = {name for name, value in values.items() if not _is_silence(vocabulary.get(name), value)}.union(usable.problems)
    allowed = [each for each in criterion.sentences[value] if told.isdisjoint(each.denies)]
    try:
        return fill(allowed, values, vocabulary)
    except ValueError:
        return _known_part(criterion, usable, vocabulary, papers)


def _unmentioned_exceptions(
    criterion: Criterion, values: Mapping[str, FactValue], vocabulary: Mapping[str, FactDefinition]
) -> list[str]:
    """Return the clauses of exceptions that would change the answer, and that nobody mentions."""
    unmentioned = [vocabulary[name] for name in criterion.facts if name not in values and vocabulary[name].silence is False]
    return [clause(each, True) for each in unmentioned if criterion.test({**values, each.name: True}) != "not met"]


def _known_part(
    criterion: Criterion, usable: UsableFacts, vocabulary: Mapping[str, FactDefinition], papers: Mapping[str, str]
) -> str:
    values = usable.values
    counted = {vocabulary[name].count for name in criterion.facts if name in values and values[name] is True}
    told = [
        _told(name, usable, vocabulary, papers)
        for name in criterion.facts
        if name in values and not (values[name] is True and vocabulary[name].count in values)
        if not _is_silence(vocabulary[name], values[name]) and values.get(vocabulary[name].presupposes or "") is not False
    ]
    known = [*dict.fromkeys(told)]
    missing = [name for name in criterion.facts if name not in values and vocabulary[name].silence is None and name not in counted]
    missing = [name for name in missing if _matters(criterion, vocabulary[name], values)] or missing
    silent = [question(vocabulary[name]) for name in missing if name not in usable.problems]
    open_ones = [question(vocabulary[name]) for name in missing if name in usable.problems]
    parts = []
    if known:
        parts.append(
            f"the file says {listed([f'that {each}' for each in known])}{f', but not {_either(silent)}' if silent else ''}"
        )
    elif silent:
        parts.append(f"the file does not say {_either(silent)}")
    if open_ones:
        parts.append(f"it leaves open {_either(open_ones)}" if parts else f"the file leaves open {_either(open_ones)}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _told(name: str, usable: UsableFacts, vocabulary: Mapping[str, FactDefinition], papers: Mapping[str, str]) -> str:
    """Return the clause of a known fact with its paper; a count of none is told as its no."""
    definition, value = vocabulary[name], usable.values[name]
    answered = next((each for each in definition.answered_by if usable.values.get(each) is False), None)
    if value == 0 and answered is not None:
        definition, value = vocabulary[answered], False
    paper = papers.get(name) or papers.get(definition.name)
    return clause(definition, value) + ("" if paper is None else f" ({paper})")


def _is_silence(definition: FactDefinition | None, value: FactValue) -> bool:
    """Return whether the value is a count of none, such as visits approved."""
    return definition is not None and definition.kind != "bool" and definition.silence == value


def _either(texts: list[str]) -> str:
    """Return *texts* as alternatives: "a", "a or b", "a, b, or c"."""
    if len(texts) < _THREE:
        return " or ".join(texts)
    return f"{', '.join(texts[:-1])}, or {texts[-1]}"


def _matters(criterion: Criterion, definition: FactDefinition, values: Mapping[str, FactValue]) -> bool:
    """Return whether the fact could decide the criterion by itself."""
    return any(criterion.test({**values, definition.name: each}) != "undocumented" for each in _samples(definition))


def _samples(definition: FactDefinition) -> list[FactValue]:
    if definition.kind == "bool":
        return [False, True]
    if definition.choices is not None:
        return [*definition.choices]
    return [each for each in (definition.minimum, definition.maximum) if each is not None]
