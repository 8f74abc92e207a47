"""A vocabulary with a fact of each kind, which the tests of facts share."""

from services.decision.domain.guidelines.facts import FactDefinition

VOCABULARY = {
    definition.name: definition
    for definition in (
        FactDefinition("visits", "int", "Visits.", "visit", "visits", 0, 500),
        FactDefinition("dose", "number", "A dose.", "milligram", "milligrams", 0, 1_000),
        FactDefinition(
            "visited",
            "bool",
            "There were visits.",
            count="visits",
            if_true="the employee was seen",
            if_false="the employee was not seen",
        ),
        FactDefinition("note", "text", "A note."),
        FactDefinition("unit", "choice", "Rent or buy.", choices={"rental": "rental", "purchase": "a purchase"}),
    )
}
