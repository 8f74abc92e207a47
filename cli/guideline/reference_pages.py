"""Make the reference pages of facts and topics from the library's files."""

from collections.abc import Iterator, Mapping

from services.decision.library.errors import LibraryNotSound
from services.decision.library.forms import FactForm, GuidelineForm, TopicsForm, VocabularyForm
from services.decision.library.library import HERE, vocabulary_files
from services.decision.library.yaml_files import F, read

_KINDS = {"bool": "yes or no", "int": "whole number", "number": "number", "text": "text", "choice": "one of the values"}


def facts_page(facts: Mapping[str, FactForm], used: Mapping[str, int]) -> str:
    """Return the facts' vocabulary as Markdown.

    *used* counts the guidelines that ask for each.
    """
    rows = (
        f"| `{name}` | {_KINDS[fact.type]} | {_allowed(fact)} | {fact.meaning} | {', '.join(fact.sources)} | {used.get(name, 0)} |"
        for name, fact in facts.items()
    )
    return "\n".join(
        [
            "# Guideline facts",
            "",
            "The facts that guidelines may ask for, made by `imr guideline facts` from",
            "[facts.yaml](../../services/decision/vocabulary/facts.yaml).",
            "",
            "Every fact in an application carries its document and page. A fact that is not listed here, has",
            "another type, is out of range or contradicts another fact is named, kept and treated as",
            "undocumented. [Guideline files](guideline-files.md) explains how guidelines use facts.",
            "",
            "| fact | type | allowed | meaning | read from | guidelines |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def topics_table(topics: Mapping[str, str], guidelines: Mapping[str, GuidelineForm]) -> str:
    """Which file answers which topic, with the editions in it, as a table of Markdown."""
    rows = (
        f"| {number} | {topic} | {'; '.join(_answers(identifier, guidelines))} |"
        for number, (identifier, topic) in enumerate(topics.items(), start=1)
    )
    return "\n".join(["| | topic | guidelines |", "|---|---|---|", *rows])


def facts_in_use(guidelines: Mapping[str, GuidelineForm]) -> dict[str, int]:
    """How many guideline files ask for each fact."""
    counts: dict[str, int] = {}
    for form in guidelines.values():
        for name in form.facts:
            counts[name] = counts.get(name, 0) + 1
    return counts


def read_facts() -> Mapping[str, FactForm]:
    """The facts of the program's own vocabulary, as their file has them."""
    return _read(VocabularyForm, "facts").facts


def read_topics() -> Mapping[str, str]:
    """The topics of the program's own library."""
    return _read(TopicsForm, "topics").topics


def _read(form: type[F], name: str) -> F:
    file = read(form, vocabulary_files(HERE)[name])
    if file.form is None:
        raise LibraryNotSound(*file.problems)
    return file.form


def _answers(topic: str, guidelines: Mapping[str, GuidelineForm]) -> Iterator[str]:
    for file, form in guidelines.items():
        if topic in form.covers:
            editions = ", ".join(edition.source.edition for edition in form.editions)
            yield f"[{form.id}](../../services/decision/guidelines/{file}) ({editions})"


def _allowed(fact: FactForm) -> str:
    if fact.choices is not None:
        return ", ".join(f"`{choice}`" for choice in fact.choices)
    if fact.range is None:
        return "" if fact.count is None else f"yes where `{fact.count}` is above 0"
    low, high = fact.range
    return f"{low:g} to {high:g}" + (f" {fact.unit[1]}" if fact.unit else "")
