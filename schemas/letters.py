"""What letters publishes: the letters issued, by their hashes."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.application import Day
from schemas.case import OfACase
from schemas.message import Event, Name, Part
from schemas.personal import PLAIN, QUASI
from schemas.topics import LETTERS_EVENTS

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), PLAIN]


class LetterFile(Part):
    """One rendering of a letter, kept under its SHA-256."""

    format: Annotated[Literal["pdf", "html", "text", "json"], PLAIN]
    sha256: Sha256
    size: Annotated[int, Field(ge=1), PLAIN]


class LetterIssued(OfACase, Event):
    """The letter exists and is stored. *draft* letters are marked as such on every page and decide nothing."""

    type = "imr.letters.letter-issued"
    topic = LETTERS_EVENTS

    determination_version: Annotated[int, Field(ge=1), PLAIN]
    layout: Annotated[Name, PLAIN]
    draft: Annotated[bool, PLAIN]
    decided_on: Annotated[Day, QUASI]
    files: Annotated[tuple[LetterFile, ...], Field(min_length=1)]
