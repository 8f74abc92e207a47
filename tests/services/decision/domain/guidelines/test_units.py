"""Values as people write them, in the form of their fact."""

import pytest

from services.decision.domain.guidelines.facts import FactDefinition, FactValue, ReportedValue
from services.decision.domain.guidelines.units import in_form

DAYS = FactDefinition("days", "int", "Days.", "day", "days", 1, 3650)
WEEKS = FactDefinition("weeks", "number", "Weeks.", "week", "weeks", 0, 520)
MONTHS = FactDefinition("months", "number", "Months.", "month", "months", 0, 240)
DOSE = FactDefinition("dose", "number", "A dose.", "milligram", "milligrams", 0, 5000)
VISITS = FactDefinition("visits", "int", "Visits.", "visit", "visits", 0, 500)
GROUP = FactDefinition(
    "group", "choice", "A group.", choices={"crps": "complex regional pain syndrome", "low-back-pain": "low back pain"}
)


@pytest.mark.parametrize(
    ("definition", "value", "unit", "expected"),
    [
        (DOSE, 60, "mg", (60, "milligram")),
        (DOSE, 60, "Milligrams", (60, "milligram")),
        (DOSE, 2, "g", (2000, "milligram")),
        (VISITS, 3, "sessions", (3, "visit")),
        (VISITS, 4.0, None, (4, None)),
        (VISITS, 4.5, None, (4.5, None)),
        (VISITS, True, None, (True, None)),
        (DAYS, 2, "weeks", (14, "day")),
        (DAYS, 2, "wks", (14, "day")),
        (WEEKS, 14, "days", (2, "week")),
        (MONTHS, 1, "year", (12, "month")),
        (DAYS, 1, "month", (1, "month")),
        (VISITS, 3, "furlongs", (3, "furlongs")),
        (GROUP, "CRPS", None, ("crps", None)),
        (GROUP, "Complex Regional Pain Syndrome", None, ("crps", None)),
        (GROUP, "low back  pain", None, ("low-back-pain", None)),
        (GROUP, "gout", None, ("gout", None)),
    ],
)
def test_a_value_in_the_form_of_its_fact(
    definition: FactDefinition, value: FactValue, unit: str | None, expected: tuple[FactValue, str | None]
) -> None:
    """Abbreviations and exact factors are followed; an uncertain value is left as it is."""
    found = in_form(definition, ReportedValue(value, unit))

    assert expected == (found.value, found.unit)
