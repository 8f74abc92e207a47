"""Findings in sentences."""

from services.decision.domain.guidelines.guideline import Value
from services.decision.domain.reasons.application import applied
from services.decision.domain.reasons.proposal import Finding


def finding(value: Value, sentence: str, *papers: str) -> Finding:
    """A required finding."""
    return Finding(True, value, sentence, papers)


def test_what_speaks_against_is_set_off() -> None:
    """The first reason against stands in contrast to those for it; a name keeps its capitals."""
    met, against = finding("met", "Therapy helped."), finding("not met", "The limit is passed.")

    assert ["Therapy helped.", "However, the limit is passed."] == applied([met, against])
    assert ["However, TENS helps."] == applied([met, finding("not met", "TENS helps.")])[1:]
    assert ["However, a week is enough."] == applied([met, finding("not met", "A week is enough.")])[1:]
    assert ["The limit is passed."] == applied([against])
    known = finding("undocumented", "The file says that it helped, but not for how long.")
    assert ["Therapy helped.", known.sentence] == applied([met, known]), "a sentence with a contrast of its own needs no second"


def test_papers_are_cited_once() -> None:
    """A sentence has the papers it rests on, unless the one before had the same."""
    told = applied(
        [
            finding("met", "Therapy helped.", "Note, page 2"),
            finding("met", "Rest helped.", "Note, page 2"),
            finding("not met", "It is too long. Nothing in the file says that it is tapered.", "Note, page 3", "Request"),
        ]
    )

    assert ["Therapy helped (Note, page 2).", "Rest helped."] == told[:2]
    assert told[2] == "However, it is too long (Note, page 3 and Request). Nothing in the file says that it is tapered."


def test_silence_is_told_in_one_sentence() -> None:
    """Several things that the records do not show are joined, after every other reason."""
    silent = [finding("undocumented", f"The records do not show {each}.") for each in ("pain", "gain", "use")]

    assert ["The records do not show pain."] == applied(silent[:1])
    assert ["The records do not show pain, nor do they show gain."] == applied(silent[:2])
    assert ["The records do not show pain; they do not show gain; nor do they show use."] == applied(silent)
    assert ["It is unclear.", "The records do not show pain."] == applied([silent[0], finding("undocumented", "It is unclear.")])


def test_a_sentence_of_two_criteria_is_told_once() -> None:
    """Two criteria that say the same are told once."""
    assert ["Therapy helped."] == applied([finding("met", "Therapy helped.")] * 2)
