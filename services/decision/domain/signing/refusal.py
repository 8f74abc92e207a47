"""Why something cannot be granted, in a code for programs and a sentence that says what to do instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a signature or a wish cannot stand."""

    code: str
    text: str
