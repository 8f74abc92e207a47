"""The refusal of a command: a code for programs and a sentence for people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason why a signature or another command is refused."""

    code: str
    text: str
