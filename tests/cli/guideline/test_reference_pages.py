"""The reference pages are made from the library."""

from cli.guideline.reference_pages import facts_in_use, facts_page, read_facts, read_topics, topics_table
from services.decision.library.forms import FactForm
from services.decision.library.library import load
from tests.examples import ROOT

FILES = load().files


def test_the_page_of_facts_is_current() -> None:
    """docs/reference/guideline-facts.md is the output of `imr guideline facts`."""
    assert facts_page(read_facts(), facts_in_use(FILES)) == (ROOT / "docs" / "reference" / "guideline-facts.md").read_text()


def test_the_table_of_topics_is_current() -> None:
    """docs/reference/guideline-topics.md has the table of `imr guideline topics`."""
    assert topics_table(read_topics(), FILES) in (ROOT / "docs" / "reference" / "guideline-topics.md").read_text()


def test_every_fact_is_asked_for() -> None:
    """Every fact of the vocabulary is used by a guideline."""
    assert [] == [name for name in read_facts() if name not in facts_in_use(FILES)]


def test_a_row_says_what_is_allowed() -> None:
    """Numbers have range and unit, choices their values, yes or no facts their count."""
    common = {"meaning": "An example of a fact.", "sources": ("medical-record", "ur-decision")}
    facts = {
        "weeks": FactForm(type="int", range=(1, 9), unit=("week", "weeks"), **common),
        "way": FactForm(type="choice", choices={"rental": "rental"}, **common),
        "begun": FactForm(type="bool", count="weeks", **common),
    }
    page = facts_page(facts, {"weeks": 2})

    assert "| `weeks` | whole number | 1 to 9 weeks | An example of a fact. | medical-record, ur-decision | 2 |" in page
    assert "| `way` | one of the values | `rental` |" in page
    assert "| `begun` | yes or no | yes where `weeks` is above 0 |" in page
