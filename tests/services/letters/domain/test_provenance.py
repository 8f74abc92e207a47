"""What a letter rests on."""

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
    """Where a command is gone, content leads on: the letter rests on the application."""
    found = chain(KNOWN, "6")

    assert found.reaches("received")
    assert {"1", "2", "3", "5", "6"} == {link.id for link in found.links}
    assert ("4",) == found.missing


def test_a_chain_without_its_beginning_does_not_reach_it() -> None:
    """An assessment that nobody ever said leads nowhere."""
    found = chain({each: link for each, link in KNOWN.items() if each not in {"2", "3"}}, "6")

    assert not found.reaches("received")
    assert {"2", "3", "4"} == set(found.missing)


@pytest.mark.parametrize(("apart", "expected"), [(0.0, [SIGNED]), (0.9, [SIGNED]), (1.0, []), (5.0, [])])
def test_nothing_rests_on_what_was_said_later(apart: float, expected: list[Link]) -> None:
    """A cause that is younger than its effect is found out, unless two clocks may be as far apart; the same instant is in order."""
    instants = {"1": 1.0, "2": 1.0, "3": 3.0, "5": 2.0, "6": 4.0}

    assert expected == out_of_order(chain(KNOWN, "6").links, instants, apart)


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef")))))
def test_every_chain_ends(graph: dict[str, tuple[str, set[str]]]) -> None:
    """Whatever refers to whatever, in circles too, each message is walked once and everything is accounted for."""
    known = {each: Link(each, each, cause, tuple(others)) for each, (cause, others) in graph.items()}
    found = chain(known, "a")

    assert len({link.id for link in found.links}) == len(found.links)
    assert not set(found.missing) & set(known)
