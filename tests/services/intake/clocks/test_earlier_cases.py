"""The ledgers of cases for which an earlier version kept timers alone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from runtime.state.state import Timer
from schemas.messages.application import Item
from services.intake.clocks.earlier_cases import found_by_timers
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import pacific

RULES = load_jurisdiction("ca-workers-comp")
TRAMADOL = Item(number=1, request="Tramadol 50 mg, 60 tablets")
FUSION = Item(number=2, request="Lumbar fusion L4-L5")


def timers(**due: datetime) -> dict[str, Timer]:
    """Return timers by the names of their clocks."""
    names = {name: name.replace("_", "-") for name in due}
    return {f"{CASE_NUMBER}/{names[name]}": Timer(clock=names[name], subject=CASE_NUMBER, due_at=at) for name, at in due.items()}


@pytest.mark.parametrize(
    ("changes", "due", "expected"),
    [
        ({}, {"determination_due": "2015-05-17T23:59:59"}, [("determination-due", "standard", (1, 2))]),
        ({}, {"records_due": "2015-05-02T23:59:59"}, [("records-due", "electronic", ())]),
        ({}, {"further_records_due": "2015-04-24T23:59:59"}, [("further-records-due", "standard", ())]),
        ({"priority": "expedited"}, {"determination_due": "2015-04-20T10:30:00"}, [("determination-due", "expedited", (1, 2))]),
        ({"items": (TRAMADOL,)}, {"determination_due": "2019-04-08T23:59:59"}, [("determination-due", "formulary", (1,))]),
        (
            {"items": (TRAMADOL, FUSION)},
            {"determination_due": "2019-04-08T23:59:59", "later_determination_due": "2019-05-01T23:59:59"},
            [("determination-due", "formulary", (1,)), ("determination-due", "standard", (2,))],
        ),
        ({"items": (TRAMADOL, FUSION)}, {"determination_due": "2019-05-01T23:59:59"}, [("determination-due", "standard", (1, 2))]),
    ],
)
def test_a_start_gives_the_end_at_which_the_timer_fires(
    changes: dict[str, Any], due: dict[str, str], expected: list[tuple[str, str, tuple[int, ...]]]
) -> None:
    """The clock, its variant and its items are those that the version before counted."""
    review = application().utilization_review
    if any(end.startswith("2019") for end in due.values()):
        review = review.model_copy(update={"denial_served_on": date(2019, 3, 1)})
    filed = application().model_copy(update={**changes, "utilization_review": review})
    held = timers(**{name: pacific(end) for name, end in due.items()})

    found = found_by_timers(CASE_NUMBER, filed, held, RULES)
    assert expected == [(each.clock, each.variant, each.items) for each in found]
    assert [held[f"{CASE_NUMBER}/{each.timer}"].due_at for each in found] == [
        RULES.due(each.clock, each.at, each.variant).at for each in found
    ]


def test_an_end_that_no_start_gives_keeps_its_timer() -> None:
    """Its rule was changed since; and a case without timers has nothing to adopt."""
    odd = timers(records_due=pacific("2015-05-02T23:59:59") + timedelta(hours=1))

    assert [] == found_by_timers(CASE_NUMBER, application(), odd, RULES)
    assert [] == found_by_timers(CASE_NUMBER, application(), {}, RULES)
