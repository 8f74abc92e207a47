"""Facts that people corrected: put in place of the file's, and quoted in the reasons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Fact, Item, Source
from services.decision.domain.guidelines.facts import FactDefinition, FactValue, in_words
from services.decision.domain.wording import listed_in_part, phrase


def with_corrections(item: Item, corrections: Sequence[CorrectedFact]) -> Item:
    """Return *item* with its corrected facts; one whose correction has no value is left out."""
    names = {each.fact for each in corrections}
    kept = tuple(each for each in item.facts if each.name not in names)
    return item.model_copy(update={"facts": (*kept, *(fact for each in corrections for fact in corrected_fact(each)))})


def corrected_fact(correction: CorrectedFact) -> tuple[Fact, ...]:
    """Return the fact as it was corrected, or none where the papers do not tell of it."""
    if correction.value is None:
        return ()
    return (
        Fact(
            name=correction.fact,
            value=correction.value,
            source=correction.source,
            quotation=None if correction.source is None else correction.quotation,
            range=correction.range,
        ),
    )


def remarks(
    written: Sequence[Fact], corrections: Sequence[CorrectedFact], vocabulary: Mapping[str, FactDefinition]
) -> dict[str, tuple[str, tuple[Fact, ...]]]:
    """Return, by fact, a sentence on values that came after its correction, and these values.

    The correction stands, but not in silence: values of later papers are shown beside it.
    """
    found = {}
    for each in corrections:
        own = [fact for fact in written if fact.name == each.fact]
        later = tuple(fact for fact in own if fact not in each.replaced and not _agrees(fact, each))
        if later and each.fact in vocabulary:
            found[each.fact] = (_remark(each, later, vocabulary[each.fact]), later)
    return found


def quotations(given: Mapping[str, Sequence[Fact]], names: Iterable[str], papers: Mapping[str, str]) -> Iterator[str]:
    """Yield the words of the file behind each fact of *names*, with the range that it gives.

    *papers* has the paper and page of each fact in words.
    """
    for name in names:
        fact = given[name][0]
        if fact.quotation is not None:
            within = "" if fact.range is None else f", from {fact.range.low:g} to {fact.range.high:g}"
            yield f'{papers[name]} records "{phrase(fact.quotation)}" ({_label(name)}{within}).'


def _agrees(fact: Fact, correction: CorrectedFact) -> bool:
    return type(fact.value) is type(correction.value) and fact.value == correction.value


def _remark(correction: CorrectedFact, later: Sequence[Fact], definition: FactDefinition) -> str:
    told = [f"{_shown(definition, each.value)}{_where(each.source)}" for each in later]
    stands = "not documented" if correction.value is None else _shown(definition, correction.value)
    return (
        f"{_label(correction.fact).capitalize()} was corrected to {stands}{_where(correction.source)}, and that stands. "
        f"Papers that came later say {listed_in_part(told)}."
    )


def _shown(definition: FactDefinition, value: FactValue) -> str:
    choices = definition.choices
    return str(value) if choices is not None and str(value) not in choices else in_words(definition, value)


def _where(source: Source | None) -> str:
    if source is None:
        return ""
    return f" ({source.document})" if source.page is None else f" ({source.document}, page {source.page})"


def _label(name: str) -> str:
    return name.replace("_", " ")
