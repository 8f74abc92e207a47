"""Typst compilers that are kept: a new one reads its fonts and templates again, which costs as much as a short letter."""

import threading
from pathlib import Path
from typing import Any

import typst

from services.letters.composition.layout import Layout


class Compilers(threading.local):
    """The compilers of one thread, by the folder of layouts: a compiler serves one caller at a time.

    What they gave never changes what they give.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, Path | None], Any] = {}

    def compiler(self, layout: Layout) -> Any:
        """The compiler of *layout*. Fonts of the system are not used: they differ between machines, and bytes would."""
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
