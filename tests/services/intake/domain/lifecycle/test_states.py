"""The states of a case, and the groups of them."""

from services.intake.domain.lifecycle.states import APPEALABLE, CONSOLIDABLE, ENDS, IN_REVIEW, OPEN, RESUMED, STATES


def test_groups_name_states_and_no_end_is_open() -> None:
    """A reviewer has no case that ended, and each end but a consolidation can be appealed."""
    for group in (APPEALABLE, CONSOLIDABLE, IN_REVIEW, OPEN, RESUMED):
        assert set(group) < set(STATES)
    assert not ENDS & set(OPEN)
    assert set(RESUMED) < set(IN_REVIEW) < set(OPEN)
    assert ENDS - {"consolidated"} == set(APPEALABLE)
