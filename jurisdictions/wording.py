"""The words of a law where services write sentences of their own."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from jurisdictions.dated import Dated
from schemas.message import Name, Text
from schemas.messages.application import PartyKind

_ROOM = ("{who}", "{injured_on}")


class Words(Dated):
    """The words for parties, and the first sentence of a clinical summary.

    *parties* names the role of each party. *person* is the reviewed person of unknown sex. *onset*
    has room for {who} and {injured_on}; *mechanism* says whether the mechanism of injury follows.
    """

    parties: Annotated[dict[PartyKind, Name], Field(min_length=1)]
    person: Name
    onset: Text
    mechanism: bool

    @model_validator(mode="after")
    def _onset_has_its_room(self) -> Self:
        """Refuse a sentence that leaves out the person or the day, or has other braces."""
        left = self.onset
        for each in _ROOM:
            left = left.replace(each, "", 1)
        if "{" in left or "}" in left or any(each not in self.onset for each in _ROOM):
            raise ValueError(f"onset has {' and '.join(_ROOM)}, each once")
        return self
