"""The checks of a rationale find each planted fault, and none in a sound text."""

from datetime import date, timedelta

import pytest

from bench.decision.sentences import Checker, sentences_of
from schemas.messages.application import Fact, Item, Quantity
from schemas.messages.assessment import Assessment
from services.decision.assessment.assess import assess
from services.decision.assessment.config import rules_of

RULES = rules_of("ca-workers-comp")
CHECKER = Checker(RULES.library)
REQUESTED_ON = date(2015, 3, 20)


def assessed(**facts: bool | int | str) -> Assessment:
    """Six visits of manual therapy for a chronic condition, with *facts*."""
    item = Item(
        number=1,
        request="Chiropractic, 6 visits",
        treatment="manual-therapy",
        body_region="low-back",
        quantity=Quantity(requested="6", unit="visits"),
        facts=tuple(Fact(name=name, value=value) for name, value in facts.items()),
    )
    return assess([item], requested_on=REQUESTED_ON, injured_on=REQUESTED_ON - timedelta(400), rules=RULES)[0]


def test_a_sound_rationale_has_no_fault() -> None:
    """The same text without a planted fault passes."""
    for facts in ({}, {"previous_visits": 8}, {"previous_visits": 12, "functional_improvement": True}):
        assert [] == [*CHECKER.faults(assessed(**facts), ["13 months"])]


@pytest.mark.parametrize(
    ("planted", "kind", "about"),
    [
        ("The employee had 1 visits.", "unit", "1 visits"),
        ("The employee had 6 visit.", "unit", "6 visit"),
        ("The remaining 6 visits is in dispute.", "several is", "6 visits is"),
        ("The remaining 1 are in dispute.", "one are", "remaining 1 are"),
        ("The file has a MRI.", "article", "a MRI"),
        ("The file has an visit.", "an", "an v"),
        ("The file has a ultrasound.", "article", "a ultrasound"),
        ("The file has the the note.", "doubled", "the the"),
        ("The number is {visits_requested}.", "unfinished", "{"),
        ("The papers differ on improvement (yes).", "unfinished", "(yes)"),
        ("The value is None.", "unfinished", "None"),
        ("The region is forearm-wrist-hand.", "raw", "forearm-wrist-hand"),
        ("No guideline in the library speaks.", "internal", "library"),
        ("It counts as undocumented.", "internal", "undocumented"),
        ("There were 0 visits.", "nought", "0 v"),
        ("The limit is 7.", "number", "7"),
        ("it begins small.", "unfinished", "i"),
    ],
)
def test_a_planted_fault_of_the_text_is_found(planted: str, kind: str, about: str) -> None:
    """A wrong article, plural, number, raw value or word of the program is named."""
    found = [*CHECKER.faults(assessed().model_copy(update={"rationale": f"The request is not supported. {planted}"}))]
    if planted[0].islower():
        found = [*CHECKER.faults(assessed().model_copy(update={"rationale": planted}))]

    assert (kind, planted, about) in [(each.kind, each.sentence, each.about) for each in found]


@pytest.mark.parametrize(
    ("facts", "planted", "kind", "about"),
    [
        (
            {"previous_visits": 8},
            "The file does not say how many visits there were before the request.",
            "denial",
            "previous_visits",
        ),
        (
            {"previous_visits": 8},
            "The number of visits so far is not recorded, so it cannot be seen whether the total of 18 would be exceeded.",
            "denial",
            "previous_visits, visits_requested",
        ),
        (
            {"previous_treatment": True},
            "The file says that no treatment of this kind was given before, but not how many visits are in dispute.",
            "value",
            "previous_treatment is True",
        ),
        (
            {"previous_treatment": True},
            "The employee does well.",
            "value",
            "no wording of total for undocumented has these values",
        ),
    ],
)
def test_a_planted_falsehood_is_found(facts: dict[str, bool | int], planted: str, kind: str, about: str) -> None:
    """A denial of a known fact and a value that is not the file's are named."""
    sound = assessed(**facts)
    place, trace = next((place, each) for place, each in enumerate(sound.trace) if each.applies)
    criteria = tuple(
        each.model_copy(update={"sentence": planted, "value": "undocumented"}) if each.id == "total" else each
        for each in trace.criteria
    )
    traces = list(sound.trace)
    traces[place] = trace.model_copy(update={"criteria": criteria})
    found = [*CHECKER.faults(sound.model_copy(update={"trace": tuple(traces)}))]

    assert (kind, about) in [(each.kind, each.about) for each in found]


@pytest.mark.parametrize(("amount", "faults"), [(5, 1), (6, 0), (7, 1)])
def test_an_amount_that_would_be_supported_is_tried(amount: int, faults: int) -> None:
    """The greatest amount that meets the criteria is right, and no other."""
    item = assessed(previous_visits=12, functional_improvement=True, maintenance_care=False)
    planted = item.model_copy(update={"rationale": f"A request for no more than {amount} visits would be supported."})

    assert faults == len([*CHECKER.faults(planted)])


def test_sentences() -> None:
    """A sentence ends at its stop, and not at a decimal point within it."""
    assert ["It is 2.5 mg.", "Is it?", "(No.)"] == sentences_of("It is 2.5 mg. Is it? (No.)")
