"""The bounds of a document from outside."""

from dataclasses import dataclass

WHOLE_MAX = 2**53 - 1
"""The largest whole number that every JSON reader holds exactly (RFC 7493)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one kind of document.

    *expanded* bounds the characters and values after YAML's aliases are filled in.
    """

    size: int
    depth: int = 32
    values: int = 500_000
    keys: int = 5_000
    aliases: int = 1_000
    expanded: int = 32 * 1024 * 1024


DOCUMENT = Limits(size=16 * 1024 * 1024)
"""A file that a person hands to a command."""
