"""The disputes that joined an application when their case was consolidated into its case."""

from typing import Annotated, Any

from pydantic import Field

from schemas.case import CaseNumber
from schemas.form.utilization_review import UtilizationReview
from schemas.form.values import Day
from schemas.message import Part
from schemas.personal import PLAIN, QUASI


class JoinedDispute(Part):
    """The origin of items that were filed under another case number (8 CCR 9792.10.4(a)).

    *items* maps the number of each item here to its number there. *utilization_review* is the
    decision that they dispute.
    """

    case_number: CaseNumber
    received_on: Annotated[Day, QUASI]
    utilization_review: UtilizationReview
    items: Annotated[dict[int, int], Field(min_length=1), PLAIN]


def without_joined(data: dict[str, Any]) -> dict[str, Any]:
    """Return *data* of a version in which no dispute joined an application."""
    return data
