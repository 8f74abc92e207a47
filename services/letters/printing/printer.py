"""Printing a letter: a copy for each recipient, rendered, then kept; nothing is kept if one cannot be rendered."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from runtime.content.store import LetterStore
from schemas.messages.letters import LetterFile
from services.letters.copies.for_recipient import copy_for
from services.letters.copies.known_names import KnownName
from services.letters.letter import Letter, RecipientKind
from services.letters.notices import CoverLetter
from services.letters.printing.render import Format, render

ALL_FORMATS: tuple[Format, ...] = ("pdf", "html", "text", "json")

FORMATS: dict[RecipientKind, tuple[Format, ...]] = {"worker": ALL_FORMATS, "public": ALL_FORMATS}
"""The worker reads the letter in the format that suits, and so does the public; the others are served a PDF."""

_SERVED: tuple[Format, ...] = ("pdf",)

_KEEPERS = ThreadPoolExecutor(8, "keep")
"""A disk confirms many files about as fast as one, and so does a bucket."""


@dataclass(frozen=True)
class Printer:
    """Prints into *store*, with an organisation's own sentences from *replacements*."""

    store: LetterStore
    replacements: Path | None

    def print(self, letter: Letter, recipients: Iterable[RecipientKind], names: Sequence[KnownName]) -> tuple[LetterFile, ...]:
        """The files of the copies for *recipients*, and the public copy without the *names* that the case knows."""
        rendered = [
            (recipient, format_name, render(copy, format_name, self.replacements))
            for recipient, copy in ((each, copy_for(each, letter, names)) for each in (*recipients, "public"))
            for format_name in FORMATS.get(recipient, _SERVED)
        ]
        hashes = _KEEPERS.map(self.store.put, (content for _, _, content in rendered))
        return tuple(
            LetterFile(recipient=recipient, format=format_name, sha256=sha256, size=len(content))
            for (recipient, format_name, content), sha256 in zip(rendered, hashes, strict=True)
        )

    def print_cover(self, cover: CoverLetter) -> str:
        """The SHA-256 of a cover letter, as PDF."""
        return self.store.put(render(cover, "pdf", self.replacements))

    def read_back(self, files: Iterable[LetterFile]) -> Letter:
        """The letter that *files* were printed from: the worker's copy is the whole of it."""
        sha256 = next(file.sha256 for file in files if (file.recipient, file.format) == ("worker", "json"))
        return Letter.model_validate_json(self.store.get(sha256)).model_copy(update={"copy_for": None})
