"""Waiting has a bound and names its subject."""

from collections.abc import Callable

import pytest

from bench.chaos.watch.waiting import NeverCame, until


def test_the_value_of_the_condition_is_returned() -> None:
    """The first true value ends the wait."""
    values = iter([0, "", "ready"])

    assert "ready" == until(lambda: next(values), 5, "a value")


@pytest.mark.parametrize("what", ["all workers", lambda: "all workers"], ids=["text", "function"])
def test_a_wait_without_end_says_what_it_waited_for(what: str | Callable[[], str]) -> None:
    """A text that changes is made when the wait ends."""
    with pytest.raises(NeverCame, match="waited 0 seconds for all workers"):
        until(lambda: False, 0, what)
