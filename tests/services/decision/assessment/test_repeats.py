"""Items of one case that ask for one treatment."""

from typing import Any

from schemas.messages.application import Item, Quantity
from schemas.messages.assessment import Assessment
from services.decision.assessment.assess import assess
from tests.services.decision.assessment.test_assess import INJURED_ON, REQUESTED_ON, RULES, facts

APPROVING = facts(
    visits_requested=4, previous_treatment=False, pain_medication_reduced_or_not_tolerated=True, adjunct_to_active_treatment=True
)


def acupuncture(number: int, request: str = "Acupuncture, 4 visits, left knee", **changes: Any) -> Item:
    """A request for acupuncture of the left knee that the guideline supports."""
    return Item(**{"number": number, "request": request, "facts": APPROVING, **changes})


def assessed(*items: Item) -> tuple[Assessment, ...]:
    """Assess the items as one case."""
    return assess(items, requested_on=REQUESTED_ON, injured_on=INJURED_ON, rules=RULES)


def test_one_treatment_in_other_words_is_decided_one_way() -> None:
    """A repeat has the proposal of the first and says so; the other side is no repeat."""
    first, second, third = assessed(
        acupuncture(1), acupuncture(2, "Acu x 4, L knee"), acupuncture(3, "Acupuncture, 4 visits, right knee")
    )

    assert ["overturned"] * 3 == [first.proposal, second.proposal, third.proposal]
    told = "the same treatment as another of this case, Acupuncture, 4 visits, left knee, and is decided with it"
    assert [False, True, False] == [told in each.rationale for each in (first, second, third)]


def test_one_treatment_on_other_facts_has_no_proposal() -> None:
    """One letter does not approve and deny one treatment; each item names the other."""
    first, second = assessed(acupuncture(1), acupuncture(2, "Acu x 4, L knee", facts=()))

    assert (None, None) == (first.proposal, second.proposal)
    assert "another of this case, Acu x 4, L knee. The facts and evidence given with the two do not" in first.rationale
    assert "another of this case, Acupuncture, 4 visits, left knee. The facts and evidence" in second.rationale
    assert second.closing.endswith("awaits the reviewer's decision.")


def test_an_authorised_treatment_that_is_asked_again_has_no_proposal() -> None:
    """The request is not called unnecessary, whether the authorised item comes first or last."""
    granted = Quantity(requested="4", authorised="4", unit="visits")
    for items in (
        (acupuncture(1, quantity=granted), acupuncture(2, "Acu x 4, L knee", facts=())),
        (acupuncture(2, quantity=granted), acupuncture(1, "Acu x 4, L knee", facts=())),
    ):
        repeat = assessed(*items)[1]
        assert (None, "duplicate") == (repeat.proposal, repeat.basis)
        assert repeat.rationale == (
            "This request is for the same treatment as another of this case, Acupuncture, 4 visits, left knee, "
            "which the claims administrator has authorised, so no outcome is proposed."
        )


def test_other_quantities_are_other_requests() -> None:
    """More visits, and another number of the same kind without a name for it, are no repeats."""
    more = acupuncture(2, "Acupuncture, left knee", facts=(), quantity=Quantity(requested="12", unit="visits"))
    chairs = [
        acupuncture(number, words, facts=()) for number, words in enumerate(("Shower chair", "Walker", "Shower chair, two"), 1)
    ]

    assert not any("another of this case" in each.rationale for each in (*assessed(acupuncture(1), more), *assessed(*chairs)))


def test_a_repeat_of_a_denied_ancillary_item_follows_its_parent() -> None:
    """The reasons of a denied parent stay the reasons of each of its ancillary items."""
    *_, last = assessed(
        acupuncture(1, facts=()), acupuncture(2, "Assistant surgeon", parent=1), acupuncture(3, "Surgical assistant", parent=1)
    )

    assert "parent-denied" == last.basis
