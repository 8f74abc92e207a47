"""The messages on which a letter rests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.domain.provenance import Link, chain, out_of_order

RECEIVED = Link("1", "received", None, ())
READY = Link("2", "ready", "1", ())
ASSESSED = Link("3", "assessed", "2", ())
SIGNED = Link("5", "signed", "4", ("3",))  # 4 is a command that is kept no longer
ISSUED = Link("6", "issued", "5", ("2",))
KNOWN = {link.id: link for link in (RECEIVED, READY, ASSESSED, SIGNED, ISSUED)}


def test_a_chain_leads_back_by_cause_and_by_content() -> None:
    """Where a command is no longer kept, the chain continues by content to the application."""
    found = chain(KNOWN, "6")

    assert found.reaches("received")
    assert {"1", "2", "3", "5", "6"} == {link.id for link in found.links}
    assert ("4",) == found.missing


def test_a_chain_without_its_beginning_does_not_reach_it() -> None:
    """A chain ends at an assessment that was never published."""
    found = chain({each: link for each, link in KNOWN.items() if each not in {"2", "3"}}, "6")

    assert not found.reaches("received")
    assert {"2", "3", "4"} == set(found.missing)


@pytest.mark.parametrize(("apart", "expected"), [(0.0, [SIGNED]), (0.9, [SIGNED]), (1.0, []), (5.0, [])])
def test_nothing_rests_on_what_was_said_later(apart: float, expected: list[Link]) -> None:
    """A cause younger than its effect is reported, beyond the allowed clock difference."""
    instants = {"1": 1.0, "2": 1.0, "3": 3.0, "5": 2.0, "6": 4.0}

    assert expected == out_of_order(chain(KNOWN, "6").links, instants, apart)


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef")))))
def test_every_chain_ends(graph: dict[str, tuple[str, set[str]]]) -> None:
    """In any graph, circles included, each message appears once or is reported missing."""
    known = {each: Link(each, each, cause, tuple(others)) for each, (cause, others) in graph.items()}
    found = chain(known, "a")

    assert len({link.id for link in found.links}) == len(found.links)
    assert not set(found.missing) & set(known)
