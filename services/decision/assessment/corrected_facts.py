"""Facts that people corrected: put in place of the file's, and quoted in the reasons."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.application import Fact, Item, Source
from services.decision.domain.guidelines.facts import FactDefinition, FactValue, in_words
from services.decision.domain.wording import listed_in_part


def with_corrections(item: Item, corrections: Sequence[CorrectedFact]) -> Item:
    """Return *item* with its corrected facts; one whose correction has no value is left out."""
    names = {each.fact for each in corrections}
    kept = tuple(each for each in item.facts if each.name not in names)
    return item.model_copy(update={"facts": (*kept, *(fact for each in corrections for fact in corrected_fact(each)))})


def corrected_fact(correction: CorrectedFact) -> tuple[Fact, ...]:
    """Return the fact as it was corrected, or none where the papers do not tell of it."""
    if correction.value is None:
        return ()
    return (Fact(name=correction.fact, value=correction.value, source=correction.source),)


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


def quotations(
    corrections: Sequence[CorrectedFact], read: Collection[str], values: Mapping[str, FactValue], papers: Mapping[str, str]
) -> Iterator[str]:
    """Yield the words of the file behind each corrected fact that the criteria *read* and use."""
    for each in corrections:
        if each.quotation is not None and each.fact in read and each.fact in values and each.fact in papers:
            yield f'On {_label(each.fact)}, the file reads "{each.quotation}" ({papers[each.fact]}).'


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
