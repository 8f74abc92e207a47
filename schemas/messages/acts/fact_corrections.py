"""Facts that people correct before a case is signed: the command, and the record of each."""

from typing import Annotated

from pydantic import Field

from schemas.case import OfACase
from schemas.form.values import WHOLE
from schemas.message import Command, Name, Part, Text
from schemas.messages.application import ITEMS_MAX, Fact, Identifier, Source
from schemas.messages.intake import Instant
from schemas.messages.lifecycle import Actor
from schemas.personal import CLINICAL, PLAIN
from schemas.topics import DECISION_COMMANDS

CorrectedValue = Annotated[bool | int | float | Text | None, CLINICAL]
"""The value that the papers give; None: they do not tell of the fact."""

Quotation = Annotated[Name, CLINICAL]
"""The words of the paper that support a value, at most 300 characters."""


class CorrectFact(OfACase, Command):
    """Correct a fact of an item before the determination is signed.

    A value needs the paper that gives it and its words there. With the value None the fact counts
    as not documented.
    """

    type = "imr.decision.correct-fact"
    topic = DECISION_COMMANDS

    item: Annotated[int, Field(ge=1, le=ITEMS_MAX), PLAIN]
    fact: Annotated[Identifier, PLAIN]
    value: CorrectedValue
    quotation: Quotation | None
    document: Annotated[Identifier, PLAIN] | None
    page: Annotated[int, Field(ge=1, le=100_000), WHOLE, PLAIN] | None
    reason: Annotated[Text, CLINICAL]
    actor: Actor


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
