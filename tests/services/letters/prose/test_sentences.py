"""Splitting physicians' prose into sentences, and reading the decision in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.prose.sentences import as_sentences, decision_of, sentence_at, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Another one.", ["One thing.", "Another one."]),
        ("See Dr. Example vs. the other, e.g. X. Then no.", ["See Dr. Example vs. the other, e.g. X.", "Then no."]),
        ("Pain is 7/10. He rests.", ["Pain is 7/10.", "He rests."]),
        ("Norco 5/325 mg p.o. Q4H is not needed.", ["Norco 5/325 mg p.o. Q4H is not needed."]),
        ('It says "no." Therefore no.', ['It says "no."', "Therefore no."]),
        ("It is not necessary.Therefore the request fails.", ["It is not necessary.", "Therefore the request fails."]),
        ("The manual lists: a. Time. b. Number of visits.", ["The manual lists: a. Time.", "b. Number of visits."]),
        ("Strength was 5. The rest is 2.5 mg.", ["Strength was 5.", "The rest is 2.5 mg."]),
        ("One only", ["One only"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Abbreviations, list numbers and decimals end no sentence; a missing space hides no end."""
    assert expected == sentences(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the trial showed gains", "The trial showed gains."),
        ("The trial showed gains.", "The trial showed gains."),
        ("  the trial showed gains,\n", "The trial showed gains."),
        ("the trial showed gains;", "The trial showed gains."),
        ("the trial showed gains -", "The trial showed gains."),
        ("did it show gains?", "Did it show gains?"),
        ('she said "it helps."', 'She said "it helps."'),
        ('she said "it helps"', 'She said "it helps".'),
        ("it helped (see the note of May.)", "It helped (see the note of May.)"),
        ("“it helps” is in the note", "“It helps” is in the note."),
        ("first, the trial.\nsecond, the note", "First, the trial.\nsecond, the note."),
        ("pH was low", "pH was low."),
        ("x-ray was normal", "X-ray was normal."),
        ("6 visits were approved", "6 visits were approved."),
        ("a. Time. b. Number of visits", "a. Time. b. Number of visits."),
        ("étirement aided", "Étirement aided."),
        ("...", "..."),
        ("no more…", "No more…"),
        ("-", "-."),
        ("", ""),
    ],
)
def test_what_a_person_wrote_becomes_sentences(text: str, expected: str) -> None:
    """A capital and a full stop, where they are missing; abbreviations and lists stay."""
    assert expected == as_sentences(text)


@given(st.text(alphabet="aB1 .,;:!?()\"'-\n…é", max_size=40))
def test_sentences_are_made_once(text: str) -> None:
    """Made into sentences again, a text does not change; its words never do."""
    told = as_sentences(text)

    assert told == as_sentences(told)
    assert re.findall(r"\w+", text.lower()) == re.findall(r"\w+", told.lower())
    assert told == "" or told[-1] in ".!?…\"')"


@given(st.text(alphabet="aB1 .!?()\"'Dr", max_size=80))
def test_nothing_is_lost(text: str) -> None:
    """The sentences together contain the whole text, apart from white space."""
    assert "".join(text.split()) == "".join("".join(sentences(text)).split())


def test_the_sentence_around_a_place() -> None:
    """The sentence is found by position, even if another one has the same words."""
    text = "It is so. It is so. No."

    assert "No." == sentence_at(text, len(text) - 2)
    assert "It is so." == sentence_at(text, 12)
    assert "" == sentence_at(text, 100)


@pytest.mark.parametrize(
    ("closing", "decision"),
    [
        ("The request is not medically necessary.", "upheld"),
        ("The denial stands.", "upheld"),
        ("Medical necessity has not been established.", "upheld"),
        ("The visits are unnecessary.", "upheld"),
        ("The request is medically necessary.", "overturned"),
        ("Medical necessity has been established.", "overturned"),
        ("The request is approved.", "overturned"),
        ("It is not medically necessary. The worker may ask again.", "upheld"),
        ("A sling is not necessary. The surgery is medically necessary.", "overturned"),
        ("As the surgery is not necessary, the sling is not medically necessary.", "upheld"),
        ("The worker may ask again.", None),
        ("", None),
    ],
)
def test_the_last_deciding_sentence_decides(closing: str, decision: str | None) -> None:
    """A sentence that decides nothing is passed over; a text without a decision has none."""
    assert decision == decision_of(closing)
