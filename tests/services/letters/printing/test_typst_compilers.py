"""Compilers are kept per thread and folder of layouts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from services.letters.composition.layout import load_layout
from services.letters.letter import layout_reference
from services.letters.printing.typst_compilers import Compilers
from tests.services.letters.sample import LAYOUT

FORM = load_layout(LAYOUT)


def test_a_compiler_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    """The same for all layouts of a folder, another for other fonts, a new one after a panic."""
    compilers = Compilers()
    first = compilers.compiler(FORM)

    assert compilers.compiler(FORM) is first
    assert compilers.compiler(load_layout(layout_reference("ca-workers-comp-2013@1"))) is first
    assert compilers.compiler(replace(FORM, fonts=tmp_path)) is not first
    compilers.forget()
    assert compilers.compiler(FORM) is not first


def test_threads_share_none() -> None:
    """A compiler serves one caller at a time, so each thread has its own."""
    compilers = Compilers()
    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(compilers.compiler, FORM).result()

    assert compilers.compiler(FORM) is not other
