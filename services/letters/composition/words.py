"""The words of a form in one language: title, headings, labels, how a day is written. Every layout shares those of its base."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Words(BaseModel):
    """What `form/<language>.yaml` of a layout and of its base say together.

    *date_format* has the places {dd}, {mm}, {d}, {month} and {yyyy}. *header* names the facts of the header, *copies* the recipients.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: Word
    mark: Word
    attachment: Word
    page: Word
    date_format: Word
    months: Annotated[list[Word], Field(min_length=12, max_length=12)]
    to: Word
    header: dict[str, Word]
    headings: dict[str, Word]
    labels: dict[str, Word]
    outcomes: dict[Literal["upheld", "overturned"], Word]
    priorities: dict[str, Word]
    copies: dict[str, Word]

    def dated(self, day: date) -> str:
        """*day* as the form writes it."""
        return self.date_format.format(
            dd=f"{day.day:02}", mm=f"{day.month:02}", d=day.day, month=self.months[day.month - 1], yyyy=f"{day.year:04}"
        )

    def span(self, *days: date | None) -> str:
        """A day, or from one day to another, or nothing."""
        return f" {self.to} ".join(self.dated(day) for day in dict.fromkeys(days) if day)
