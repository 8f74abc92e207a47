"""The facts that every notice has."""

from datetime import UTC, date, datetime

from jurisdictions.files import load_jurisdiction
from services.letters.handlers.notifying.facts import facts_of
from services.letters.handlers.notifying.writing import Writing
from tests.services.letters.context import Recorder
from tests.services.letters.events import APPLICATION


def test_a_notice_is_dated_in_the_time_of_its_jurisdiction() -> None:
    """Early on May 1 in London it is still April in California."""
    rules = load_jurisdiction("ca-workers-comp")
    rule = rules.notice("assignment", date(2026, 4, 30))
    assert rule is not None
    cumulative = APPLICATION.model_copy(update={"injured_from_on": date(2025, 1, 7)})
    facts = facts_of(cumulative, date(2026, 3, 31))
    at = datetime(2026, 5, 1, 3, tzinfo=UTC)
    writing = Writing("CM26-4170023", facts, rule, rules, (), at, Recorder().context.maker)

    assert {date(2026, 4, 30)} == {writing.dated_on, writing.shared["dated_on"]}
    assert date(2026, 3, 31) == writing.shared["received_on"]
    assert (date(2025, 1, 7), APPLICATION.injured_on) == (writing.shared["injured_from_on"], writing.shared["injured_on"])
