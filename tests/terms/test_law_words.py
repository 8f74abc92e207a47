"""The words of a law in sentences of the rules."""

from terms.law_words import PLAIN, begins


def test_a_word_of_the_law_begins_a_sentence() -> None:
    """Only its first letter changes."""
    assert "The plan or HMO" == begins("the plan or HMO")
    assert "" == begins("")


def test_without_a_law_the_words_are_plain() -> None:
    """No law's own word is the default."""
    assert not {"employee", "utilization", "claims"} & set(
        f"{PLAIN.person} {PLAIN.administrator} {PLAIN.denier} {PLAIN.denial}".split()
    )
