"""Render a letter as PDF/A-3a and PDF/UA-1 with its data attached, always the same bytes.

A character that no font has cannot be in such a file. It is printed as its Unicode number,
`[U+4E2D]`, a note at the end says so, and the attached data has it as written: a letter with a
legal clock is neither held up nor silently wrong. Fonts can be added (layout.py).
"""

import json
import re
import threading
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from services.letters.composition.blocks import ComposedLetter, Prose
from services.letters.composition.layout import Layout, LayoutBroken


class Compilers(threading.local):
    """The compilers of one thread, by the folder of layouts.

    A compiler serves one caller at a time.

    Earlier results never influence later ones.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, Path | None], Any] = {}

    def compiler(self, layout: Layout) -> Any:
        """Return the compiler of *layout*; system fonts differ between machines and are not used."""
        key = (layout.root, layout.fonts)
        if key not in self._kept:
            self._kept[key] = typst.Compiler(
                root=layout.root,
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=[layout.fonts] if layout.fonts else []),
            )
        return self._kept[key]

    def forget(self) -> None:
        """Keep none of them: one that panicked is not trusted again."""
        self._kept.clear()


COMPILERS = Compilers()


_UNDATED = date(1970, 1, 1)
"""The file's own date where the letter has none, as PDF/A-3 requires for attachments.

Not printed.
"""

_COMMON_MAX = 0x052F
"""Latin, Greek and Cyrillic end here."""

_MISSING = re.compile(r'(?:the text|contains the codepoint) `"((?:[^"\\]|\\.)+)"`')
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class LetterNotRenderable(ValueError):
    """The compiler fails on this letter, although layout and characters are sound."""

    def __init__(self, case_number: str | None) -> None:
        super().__init__(f"the letter of case {case_number} cannot be set as PDF: the compiler fails on it")
        self.case_number = case_number


@dataclass(frozen=True)
class Attachment:
    """The letter's data, as it is attached: the name of the file and its bytes."""

    name: str
    data: bytes


def pdf(letter: ComposedLetter, layout: Layout, attachment: Attachment, *, large_print: bool = False) -> bytes:
    """Return *letter* as PDF with *attachment*; raise LayoutBroken or LetterNotRenderable."""
    missing: frozenset[str] = frozenset()
    while True:  # every turn adds a character to the missing, and a letter has so many
        try:
            return _compile(letter, layout, attachment, missing, large_print=large_print)
        except typst.TypstError as error:
            found = missing_characters(error.diagnostic) - missing
            if not found:
                raise _broken(layout, error) from error
        except BaseException as error:
            # A panic of the compiler is no Exception and would end the worker again and again. Known: 0.15 panics where a line
            # breaks inside right-to-left text that no font has.
            if type(error).__name__ != "PanicException":
                raise
            COMPILERS.forget()
            found = _uncommon_characters(letter) - missing
            if not found:
                raise LetterNotRenderable(letter.case.value if letter.case else None) from error
        missing |= found


def _compile(
    letter: ComposedLetter, layout: Layout, attachment: Attachment, missing: frozenset[str], *, large_print: bool
) -> bytes:
    """Compile the letter once, with *missing* characters printed as numbers."""
    if missing:
        letter = replace(letter, blocks=(*letter.blocks, Prose((layout.statements["missing_characters"],))))
    dated = letter.dated_on or _UNDATED
    data = {
        **asdict(letter),
        "dated_on": [dated.year, dated.month, dated.day],
        "attachment": {"name": attachment.name, "description": layout.words.attachment},
        "large_print": large_print,
    }
    printed = json.dumps(data, ensure_ascii=False).translate({ord(character): _number(character) for character in missing})
    called = f"#set-letter(json(bytes({literal(printed)})), bytes({literal(attachment.data.decode())}))"
    template = layout.template.relative_to(layout.root).as_posix()
    compiled: bytes = COMPILERS.compiler(layout).compile(
        input=f'#import "/{template}": set-letter\n{called}'.encode(),
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        timestamp=datetime.combine(dated, time(), tzinfo=UTC),
    )
    return compiled


def missing_characters(diagnostic: str) -> frozenset[str]:
    """Return the characters without a glyph; the compiler names all of them at once."""
    named = "".join(_MISSING.findall(diagnostic))
    plain = _RUST_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), named)
    return frozenset(character for character in plain if not character.isascii())


def _uncommon_characters(letter: ComposedLetter) -> frozenset[str]:
    """Return the characters of *letter* beyond Latin, Greek and Cyrillic."""
    data = json.dumps(asdict(letter), default=str, ensure_ascii=False)
    return frozenset(character for character in data if ord(character) > _COMMON_MAX)


def literal(text: str) -> str:
    """Return *text* as a string of the template language, without code."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _broken(layout: Layout, error: typst.TypstError) -> LayoutBroken:
    """Return the compiler's complaint as an error with file and line."""
    place = re.search(r"\u250c\u2500 (.+?):(\d+):\d+\n", error.diagnostic)
    if place is None:
        return LayoutBroken(layout.template, 1, error.message)
    named = (Path(place[1]).resolve(), layout.root / place[1].lstrip("/"))  # from the working folder, or from that of the layouts
    return LayoutBroken(next((file for file in named if file.is_file()), layout.template), int(place[2]), error.message)
