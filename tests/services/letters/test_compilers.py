"""Compilers are kept per thread and template."""

from concurrent.futures import ThreadPoolExecutor

from services.letters.compilers import Compilers
from services.letters.layout import load_layout
from services.letters.letter import layout_reference
from tests.services.letters.sample import LAYOUT

FORM = load_layout(LAYOUT)


def test_a_compiler_is_kept_until_it_is_forgotten() -> None:
    """The same for the same layout, another for another, a new one after a panic."""
    compilers = Compilers()
    first = compilers.compiler(FORM)

    assert compilers.compiler(FORM) is first
    assert compilers.compiler(load_layout(layout_reference("ca-workers-comp-2013@1"))) is not first
    compilers.forget()
    assert compilers.compiler(FORM) is not first


def test_threads_share_none() -> None:
    """A compiler serves one caller at a time, so each thread has its own."""
    compilers = Compilers()
    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(compilers.compiler, FORM).result()

    assert compilers.compiler(FORM) is not other
