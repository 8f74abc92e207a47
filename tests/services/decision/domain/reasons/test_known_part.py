"""The sentence of a criterion tells of known facts, and denies none of them."""

import pytest

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, UsableFacts
from services.decision.domain.guidelines.guideline import Criterion, Wording
from services.decision.domain.reasons.known_part import criterion_sentence
from services.decision.library.cel import compile_expression

VOCABULARY = {
    each.name: each
    for each in (
        FactDefinition("back", "bool", "B.", if_true="the employee is back at work", if_false="the employee is not back at work"),
        FactDefinition("better", "bool", "B.", if_true="function is better", if_false="function is no better"),
        FactDefinition("taper", "bool", "T.", silence=False, if_true="the drug is being tapered", if_false="no taper is planned"),
        FactDefinition("dose", "int", "D.", "milligram", "milligrams", 0, 500, told="the dose is {}", asked="how high the dose is"),
        FactDefinition("kind", "choice", "K.", choices={"p": "pain", "q": "gout"}, told="it is {}", asked="which condition it is"),
    )
}


def _criterion(source: str, **changes: Wording) -> Criterion:
    expression = compile_expression(source, VOCABULARY)
    sentences = {
        "met": (Wording("It is met."),),
        "not met": (Wording("It is not met."),),
        "undocumented": (Wording("Nothing is recorded.", denies=expression.facts),),
        **{
            name.replace("_", " "): (wording, Wording("Nothing is recorded.", denies=expression.facts))
            for name, wording in changes.items()
        },
    }
    return Criterion("c", required=True, expression=source, facts=expression.facts, test=expression.test, sentences=sentences)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "known", "expected"),
    [
        ("back || better", {}, "Nothing is recorded."),
        (
            "back || better",
            {"better": False},
            "The file says that function is no better (note, page 2), but not whether the employee is back at work.",
        ),
        (
            "back || dose <= 20",
            {"dose": 25},
            "The file says that the dose is 25 milligrams, but not whether the employee is back at work.",
        ),
        ("dose <= 20 && back", {"back": True}, "The file says that the employee is back at work, but not how high the dose is."),
        (
            'back || better || kind == "p"',
            {"kind": "q"},
            "The file says that it is gout, but not whether the employee is back at work or whether function is better.",
        ),
        ("taper || dose <= 20", {"dose": 25}, "It is not met. Nothing in the file says that the drug is being tapered."),
        ("taper || dose <= 20", {"dose": 25, "taper": False}, "It is not met."),
        ("taper || dose <= 20", {"dose": 15}, "It is met."),
    ],
)
def test_the_sentence_of_what_is_known(source: str, known: dict[str, FactValue], expected: str) -> None:
    """The known part is told with its value and paper, and only missing facts are called so."""
    criterion = _criterion(source)
    papers = {"better": "note, page 2"}

    assert expected == criterion_sentence(criterion, criterion.test(known), UsableFacts(known, {}, {}), VOCABULARY, papers)


def test_a_conclusion_is_not_told_as_the_files_word() -> None:
    """No improvement follows from no treatment; the file says only the second."""
    treated = FactDefinition("treated", "bool", "T.", if_true="it was given", if_false="it was not given")
    vocabulary = {
        **VOCABULARY,
        "treated": treated,
        "better": FactDefinition("better", "bool", "B.", if_true="it helped", if_false="it did not help", presupposes="treated"),
    }
    expression = compile_expression("better || (!treated && dose <= 20)", vocabulary)
    criterion = Criterion("c", True, expression.source, expression.facts, expression.test, {"undocumented": ()})
    usable = UsableFacts({"treated": False, "better": False}, {}, {})

    assert criterion_sentence(criterion, "undocumented", usable, vocabulary, {}) == (
        "The file says that it was not given, but not how high the dose is."
    )


def test_a_fact_that_cannot_be_used_is_not_denied() -> None:
    """Where the papers contradict each other, the file is not called silent."""
    criterion = _criterion("back || dose <= 20")
    usable = UsableFacts({"back": False}, {"dose": "The papers contradict each other."}, {})
    alone = UsableFacts({}, {"dose": "The papers contradict each other."}, {})

    assert (
        "The file says that the employee is not back at work; it leaves open how high the dose is.",
        "The file does not say whether the employee is back at work; it leaves open how high the dose is.",
    ) == tuple(criterion_sentence(criterion, "undocumented", each, VOCABULARY, {}) for each in (usable, alone))


def test_a_wording_for_a_part_is_used_where_it_denies_nothing_known() -> None:
    """A wording of the guideline goes first, if the facts it denies are unknown."""
    wording = Wording("Back at work, but nothing of the dose.", when=compile_expression("back", VOCABULARY).test, denies=("dose",))
    criterion = _criterion("back && dose <= 20", undocumented=wording)

    assert "Back at work, but nothing of the dose." == criterion_sentence(
        criterion, "undocumented", UsableFacts({"back": True}, {}, {}), VOCABULARY, {}
    )
