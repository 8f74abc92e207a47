"""The hour that is shown."""

import pytest

from services.ops.domain.minutes import is_shown, last_minutes, minute_of

NOW = 7_230.0


@pytest.mark.parametrize(("instant", "expected"), [(0.0, 0), (59.999, 0), (60.0, 60), (119.9, 60)])
def test_a_minute_begins_on_the_minute(instant: float, expected: int) -> None:
    """59.999 seconds belong to the first minute, 60 to the second."""
    assert expected == minute_of(instant)


def test_sixty_minutes_are_shown() -> None:
    """The last of them is this one."""
    shown = last_minutes(NOW)

    assert (len(shown), shown[0], shown[-1]) == (60, 3_660, 7_200)


@pytest.mark.parametrize(
    ("instant", "expected"), [(3_659.9, False), (3_660.0, True), (NOW, True), (7_319.9, True), (7_320.0, False)]
)
def test_what_is_shown_is_the_hour_and_a_minute_of_clock_difference(instant: float, *, expected: bool) -> None:
    """Shown are the last hour and one minute ahead; an instant before or after is not."""
    assert expected == is_shown(instant, NOW)
