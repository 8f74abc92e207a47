"""The decision of a panel."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.reasons.proposal import Outcome, denied_parent
from services.decision.domain.signing.panel import Vote, majority, verdict

OUTCOMES = st.lists(st.sampled_from(["upheld", "overturned"]), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["upheld"], "upheld"),
        (["overturned"], "overturned"),
        (["upheld", "overturned"], "overturned"),
        (["upheld", "upheld", "overturned"], "upheld"),
        (["overturned", "upheld", "overturned"], "overturned"),
        (["upheld", "upheld", "overturned", "overturned"], "overturned"),
        (["upheld", "upheld", "upheld", "overturned"], "upheld"),
    ],
)
def test_the_majority_prevails_and_an_even_split_is_for_treatment(outcomes: list[Outcome], expected: Outcome) -> None:
    """The majority of the reviewers decides each item (LC 4610.6(e))."""
    assert expected == majority(outcomes, "overturned")


@given(OUTCOMES, st.randoms())
def test_the_order_of_the_votes_does_not_matter(outcomes: list[Outcome], chance: object) -> None:
    """The order of the signatures does not matter."""
    shuffled = sorted(outcomes, key=lambda _: chance.random())  # type: ignore[attr-defined]

    assert majority(outcomes, "overturned") == majority(shuffled, "overturned")


@given(OUTCOMES)
def test_a_majority_is_more_than_half(outcomes: list[Outcome]) -> None:
    """A denial stands only with more than half, or with half under the other split rule."""
    upheld = outcomes.count("upheld")

    assert (majority(outcomes, "overturned") == "upheld") == (2 * upheld > len(outcomes))
    assert (majority(outcomes, "upheld") == "upheld") == (2 * upheld >= len(outcomes))


@given(st.lists(st.tuples(st.sampled_from(["upheld", "overturned"]), st.booleans()), min_size=2, max_size=9))
def test_a_panel_denies_with_the_parent_what_goes_with_it(votes: Sequence[tuple[Outcome, bool]]) -> None:
    """If no reviewer approves an ancillary item of a denied one, no majority does."""
    parents = [parent for parent, _ in votes]
    children: list[Outcome] = ["overturned" if approve and parent == "overturned" else "upheld" for parent, approve in votes]

    for even_split in ("overturned", "upheld"):
        parent, child = majority(parents, even_split), majority(children, even_split)  # type: ignore[arg-type]
        assert denied_parent(1, {1: parent}) is None or child == "upheld"


def test_every_reviewers_reasons_are_told() -> None:
    """Every reviewer's reasons appear, the majority's first, and its sources (LC 4610.6(f))."""
    found = verdict(
        [
            Vote("upheld", "First guideline.", "No gain is shown"),
            Vote("overturned", "Second guideline.", "A gain is shown."),
            Vote("overturned", "Third guideline.", "He works again."),
        ],
        "overturned",
    )

    assert ("overturned", "Second guideline. Third guideline.") == (found.outcome, found.reviewer_guideline)
    assert found.rationale == (
        "2 of 3 reviewers approve the treatment. Reviewer 2 would approve the treatment: A gain is shown. "
        "Reviewer 3 would approve the treatment: He works again. Reviewer 1 would uphold the denial: No gain is shown."
    )


def test_a_split_says_that_the_law_decides() -> None:
    """The letter does not claim a majority for an even split."""
    found = verdict([Vote("upheld", "G.", "One."), Vote("overturned", "H.", "Two.")], "overturned")

    assert found.rationale.startswith("The 2 reviewers are evenly divided, so the law decides to approve the treatment.")


def test_a_unanimous_panel_says_so() -> None:
    """A unanimous panel is described as such."""
    assert verdict([Vote("upheld", "G.", "One."), Vote("upheld", "H.", "Two.")], "overturned").rationale.startswith(
        "All 2 reviewers uphold the denial."
    )


def test_the_same_reasons_are_told_once() -> None:
    """Reviewers who keep the draft's reasons share them; the others' stand beside them."""
    votes = [Vote("upheld", "G.", "No gain."), Vote("overturned", "H.", "A gain."), Vote("upheld", "G.", "No gain")]

    assert verdict(votes, "overturned").rationale == (
        "2 of 3 reviewers uphold the denial. Reviewers 1 and 3 would uphold the denial: No gain. "
        "Reviewer 2 would approve the treatment: A gain."
    )
    assert verdict(votes[::2], "overturned").rationale == "All 2 reviewers uphold the denial, for the same reasons. No gain."
