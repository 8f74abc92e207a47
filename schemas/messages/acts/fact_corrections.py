"""Facts that people correct before a case is signed: the command, and the record of each."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from schemas.case import OfACase
from schemas.form.values import WHOLE, Later
from schemas.message import Command, Part, Text
from schemas.messages.application import ITEMS_MAX, Day, Fact, Identifier, Quotation, Range, Source
from schemas.messages.intake import Instant
from schemas.messages.lifecycle import Actor
from schemas.personal import CLINICAL, PLAIN, QUASI
from schemas.topics import DECISION_COMMANDS

CorrectedValue = Annotated[bool | int | float | Text | None, CLINICAL]
"""The value that the papers give; None: they do not tell of the fact."""


def _correct_fact_v1_to_v2(data: dict[str, Any]) -> dict[str, Any]:
    """In version 1 a value had neither the day of its entry nor a range."""
    return {**data, "dated_on": None, "range": None}


class CorrectFact(OfACase, Command):
    """Correct a fact of an item before the determination is signed.

    A value needs the paper that gives it and its words there; *dated_on* is the day of the entry,
    *range* the range that the paper gives. With the value None the fact counts
    as not documented.
    """

    type = "imr.decision.correct-fact"
    version = 2
    topic = DECISION_COMMANDS
    upcasters: ClassVar = {1: _correct_fact_v1_to_v2}

    item: Annotated[int, Field(ge=1, le=ITEMS_MAX), PLAIN]
    fact: Annotated[Identifier, PLAIN]
    value: CorrectedValue
    quotation: Quotation | None
    document: Annotated[Identifier, PLAIN] | None
    page: Annotated[int, Field(ge=1, le=100_000), WHOLE, PLAIN] | None
    reason: Annotated[Text, CLINICAL]
    actor: Actor
    dated_on: Annotated[Day, QUASI] | None
    range: Range | None

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        if self.range is not None:
            self.range.check_holds(self.value)
        return self


class CorrectedFact(Part):
    """A fact as a person corrected it, which stands until the next correction of the fact.

    *source* is the paper that gives the value, and *quotation* its words. *replaced* are the values
    that the file gave when the correction was made.
    """

    item: Annotated[int, PLAIN]
    fact: Annotated[Identifier, PLAIN]
    value: CorrectedValue
    quotation: Quotation | None
    source: Source | None
    reason: Annotated[Text, CLINICAL]
    actor: Actor
    corrected_at: Instant
    replaced: tuple[Fact, ...]
    range: Later[Range] = None
