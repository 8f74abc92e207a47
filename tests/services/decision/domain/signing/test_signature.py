"""Valid signatures, and the decisions made from them."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.reasons.proposal import Outcome
from services.decision.domain.reasons.rationale import NO_CITATION
from services.decision.domain.signing.signature import (
    Choice,
    DraftedItem,
    Policy,
    case_outcome,
    decide,
    needs_second_signature,
    reason_not_second,
    reason_refused,
)

UPHELD = DraftedItem(1, None, "an MRI", "upheld", untested=False, reviewer_guideline="G.", rationale="The draft's reasons.")
OVERTURNED = DraftedItem(
    2, None, "massage", "overturned", untested=False, reviewer_guideline="G.", rationale="The draft's reasons."
)
OPEN = DraftedItem(3, None, "a device", None, untested=False, reviewer_guideline=NO_CITATION, rationale="No guideline.")
ANCILLARY = DraftedItem(4, 2, "an assistant", "overturned", untested=False, reviewer_guideline="G.", rationale="For it.")
FALLEN = DraftedItem(5, 1, "a scan reader", "upheld", untested=True, reviewer_guideline=NO_CITATION, rationale="It falls.")


@pytest.mark.parametrize(
    ("drafts", "said", "keep", "code"),
    [
        ([UPHELD, OVERTURNED], [], True, None),
        ([UPHELD, OVERTURNED], [Choice(1), Choice(2)], False, None),
        ([UPHELD, OVERTURNED], [Choice(1)], True, None),
        ([UPHELD, OVERTURNED], [Choice(1)], False, "item-open"),
        ([UPHELD], [], False, "item-open"),
        ([UPHELD], [Choice(9)], True, "unknown-item"),
        ([UPHELD], [Choice(1), Choice(1)], True, "item-twice"),
        ([UPHELD], [Choice(1, "upheld")], True, None),
        ([UPHELD], [Choice(1, "overturned")], True, "reason-missing"),
        ([UPHELD], [Choice(1, "overturned", None, "My words.")], True, "reason-missing"),
        ([UPHELD], [Choice(1, "overturned", "A reason.")], True, None),
        ([OVERTURNED], [Choice(2, "upheld")], True, "reason-missing"),
        ([OVERTURNED], [Choice(2, "upheld", "A reason.")], True, None),
        ([OPEN], [], True, "item-open"),
        ([OPEN], [Choice(3)], True, "item-open"),
        ([OPEN], [Choice(3, None, "A reason.")], True, "item-open"),
        ([OPEN], [Choice(3, "overturned")], True, "reason-missing"),
        ([OPEN], [Choice(3, "overturned", "A reason.")], True, None),
        ([OPEN], [Choice(3, "upheld", None, "My words.")], True, None),
        ([OVERTURNED, ANCILLARY], [Choice(2, "upheld", "A reason.")], True, None),
        ([OVERTURNED, ANCILLARY], [Choice(2, "upheld", "A reason.")], False, "item-open"),
        (
            [OVERTURNED, ANCILLARY],
            [Choice(2, "upheld", "A reason."), Choice(4, "overturned", "A reason.")],
            True,
            "ancillary-of-denied",
        ),
        ([OVERTURNED, ANCILLARY], [Choice(2, "upheld", "A reason."), Choice(4, "upheld")], True, None),
        ([OVERTURNED, ANCILLARY], [Choice(4, "upheld")], True, "reason-missing"),
        ([UPHELD, FALLEN], [], True, None),
        ([UPHELD, FALLEN], [Choice(1, "overturned", "A reason.")], True, "item-open"),
        ([UPHELD, FALLEN], [Choice(1, "overturned", "A reason."), Choice(5)], True, "item-open"),
        ([UPHELD, FALLEN], [Choice(1, "overturned", "A reason."), Choice(5, "upheld")], True, None),
        ([UPHELD, FALLEN], [Choice(1, "overturned", "A reason."), Choice(5, "overturned", "A reason.")], True, None),
        ([UPHELD, FALLEN], [Choice(5, "overturned", "A reason.")], True, "ancillary-of-denied"),
    ],
)
def test_reason_refused(drafts: list[DraftedItem], said: list[Choice], *, keep: bool, code: str | None) -> None:
    """Every item is decided, changes have reasons, and ancillary items follow their parent."""
    refusal = reason_refused(drafts, said, keep_the_rest=keep)

    assert code == (refusal.code if refusal else None)


@pytest.mark.parametrize(
    ("drafts", "said", "told"),
    [
        ([OPEN], [], "The draft proposes no outcome for item 3; the reviewer must decide it."),
        (
            [OPEN, UPHELD, replace(OPEN, item=6), replace(OPEN, item=7)],
            [],
            "The draft proposes no outcome for items 3, 6, and 7; the reviewer must decide them.",
        ),
        (
            [OPEN, UPHELD],
            [Choice(1, "overturned")],
            (
                "The draft proposes no outcome for item 3; the reviewer must decide it. "
                "Your outcome of item 1 differs from the assessment; give a reason."
            ),
        ),
        ([UPHELD], [Choice(9), Choice(8)], "Items 8 and 9 are not under review in this case."),
        (
            [UPHELD, FALLEN, replace(FALLEN, item=6)],
            [Choice(5, "overturned", "A reason."), Choice(6, "overturned", "A reason.")],
            "Items 5 and 6 belong to item 1, whose denial is upheld; they cannot be approved.",
        ),
    ],
)
def test_a_refusal_names_every_item_that_is_at_fault(drafts: list[DraftedItem], said: list[Choice], told: str) -> None:
    """A reviewer of ninety items is told all open ones at once."""
    refusal = reason_refused(drafts, said, keep_the_rest=True)

    assert refusal is not None
    assert told == refusal.text


def test_a_kept_item_keeps_the_drafts_reasons() -> None:
    """An item that the reviewer keeps has the drafted reasons."""
    decided = decide([UPHELD], [])[0]

    assert (decided.outcome, decided.rationale, decided.reason_for_change) == ("upheld", "The draft's reasons.", None)
    assert decided.closing.endswith("is not medically necessary.")


def test_a_changed_item_gives_the_reviewers_reason() -> None:
    """The reviewer's reason replaces a draft for the other outcome, and the closing follows."""
    decided = decide([UPHELD], [Choice(1, "overturned", "A red flag was overlooked.")])[0]

    assert (decided.rationale, decided.reason_for_change) == ("A red flag was overlooked.", "A red flag was overlooked.")
    assert decided.closing.endswith("is medically necessary.")


def test_the_reviewers_own_rationale_goes_first() -> None:
    """The reviewer's own rationale precedes the reason and the draft."""
    assert decide([UPHELD], [Choice(1, "overturned", "A reason.", "My words.")])[0].rationale == "My words."
    assert decide([UPHELD], [Choice(1, None, None, "My words.")])[0].rationale == "My words."


def test_the_sources_of_the_reviewers_own_reasons_are_cited() -> None:
    """Where the draft cites nothing, the source that the reviewer names is printed."""
    assert "Named in the reasons: ODG." == decide([OPEN], [Choice(3, "upheld", "ODG advises against it.")])[0].reviewer_guideline
    assert "G." == decide([UPHELD], [Choice(1, None, None, "ODG advises against it.")])[0].reviewer_guideline


def test_an_approved_ancillary_falls_with_its_parent() -> None:
    """If the parent is denied, one sentence without a citation denies its ancillary item."""
    decided = decide([OVERTURNED, ANCILLARY], [Choice(2, "upheld", "A reason.")])[1]

    assert (decided.outcome, decided.reviewer_guideline) == ("upheld", NO_CITATION)
    assert "massage, which is not approved" in decided.rationale


OUTCOMES = [None, "upheld", "overturned"]


@pytest.mark.parametrize(("parent", "child"), list(product(OUTCOMES, OUTCOMES)))
@pytest.mark.parametrize("reason", [None, "A reason."])
@pytest.mark.parametrize("drafts", [[OVERTURNED, ANCILLARY], [UPHELD, FALLEN]])
def test_no_signature_that_stands_contradicts_itself(
    drafts: list[DraftedItem], parent: str, child: str, reason: str | None
) -> None:
    """Closing, outcome and parent agree; drafted reasons appear only with the drafted outcome."""
    said = [Choice(drafts[0].item, parent, reason), Choice(drafts[1].item, child, reason)]  # type: ignore[arg-type]
    if reason_refused(drafts, said, keep_the_rest=False) is not None:
        return
    first, second = decide(drafts, said)

    assert not (first.outcome == "upheld" and second.outcome == "overturned")
    for draft, decided in zip(drafts, (first, second), strict=True):
        assert ("is not medically" in decided.closing) == (decided.outcome == "upheld")
        assert decided.rationale != draft.rationale or decided.outcome == draft.proposal


def test_an_open_item_cannot_be_decided() -> None:
    """Deciding on items after a refused signature is an error."""
    with pytest.raises(ValueError, match="item 3 is open"):
        decide([OPEN], [])


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["upheld"], "uphold"),
        (["overturned"], "overturn"),
        (["upheld", "upheld"], "uphold"),
        (["overturned", "overturned"], "overturn"),
        (["upheld", "overturned"], "partial overturn"),
        (["overturned", "upheld", "upheld"], "partial overturn"),
    ],
)
def test_case_outcome(outcomes: list[Outcome], expected: str) -> None:
    """A case whose items differ is a partial overturn."""
    assert expected == case_outcome(outcomes)


@given(st.lists(st.sampled_from(["upheld", "overturned"]), min_size=1))
def test_the_order_of_items_does_not_matter(outcomes: list[Outcome]) -> None:
    """The order of the items does not change the outcome."""
    assert case_outcome(sorted(outcomes)) == case_outcome(outcomes)


@pytest.mark.parametrize(
    ("when", "changes", "expected"),
    [
        ("never", [True, True], False),
        ("changed", [False, False], False),
        ("changed", [False, True], True),
        ("always", [False], True),
        ("always", [True], True),
    ],
)
def test_when_a_second_person_signs(when: Any, changes: list[bool], expected: bool) -> None:  # noqa: FBT001 - an expected value
    """A second signature is needed never, for changes, or always, as the policy says."""
    assert expected == needs_second_signature(Policy(when, 1, "overturned"), changes)


@given(st.text(min_size=1), st.frozensets(st.text(min_size=1)))
def test_four_eyes_are_two_people(second: str, involved: frozenset[str]) -> None:
    """Only a person who has not reviewed the case can give the second signature."""
    assert (reason_not_second(second, involved) is not None) == (second in involved)
    assert reason_not_second(second, involved | {second}) is not None
