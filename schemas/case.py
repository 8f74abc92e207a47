"""The parts that messages about a case share: its number and its lot."""

from typing import Annotated

from pydantic import Field

from schemas.lots import lot_of_case
from schemas.message import Part
from schemas.personal import QUASI

CaseNumber = Annotated[str, Field(pattern=r"^CM[0-9]{2}-[0-9]{7}$"), QUASI]
"""`CM26-4170023`: year received, lot, running number (see schemas.lots)."""


class OfACase(Part):
    """A message of one case: keyed by its number, in the partition of its lot."""

    case_number: CaseNumber

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number

    @property
    def lot(self) -> int | None:
        """The lot inside the case number."""
        return lot_of_case(self.case_number)
