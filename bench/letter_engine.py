"""One engine in one process on one core: set every letter of a folder as PDF.

    python -m bench.letter_engine ENGINE FOLDER

Prints the figures as JSON. The first letter is timed from the start of the process, imports
included. Only the engine of the project imports the project, because the other engines run in an
environment of their own.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STARTED = time.perf_counter()
ENGINES = ("typst", "typst, the same letter", "weasyprint", "reportlab")


def main() -> None:
    """Measure the engine named on the command line."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    engine, folder = sys.argv[1], Path(sys.argv[2])
    count = len(list(folder.glob("*.html")))
    order = [0] * count if engine.endswith("the same letter") else list(range(count))
    set_letter, inputs = _engine(engine)
    read = [inputs(folder, number) for number in order]
    size = len(set_letter(read[0]))
    first = time.perf_counter() - STARTED
    began = time.process_time()
    for each in read[1:]:
        set_letter(each)
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"first_seconds": first, "per_second": (count - 1) / seconds, "memory_megabytes": memory, "bytes": size}))


def _engine(engine: str) -> tuple[Callable[[Any], bytes], Callable[[Path, int], Any]]:
    """Return the function of *engine* that sets a letter, and the one that reads its input."""
    if engine.startswith("typst"):
        from services.letters.letter import Letter  # noqa: PLC0415, each engine has its own environment
        from services.letters.printing.render import render  # noqa: PLC0415, see above

        return lambda letter: render(letter, "pdf"), lambda folder, number: Letter.model_validate_json(
            (folder / f"{number}.json").read_bytes()
        )
    if engine == "weasyprint":
        from weasyprint import HTML  # noqa: PLC0415, see above

        return (
            lambda html: HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True),
            lambda folder, number: (folder / f"{number}.html").read_text("utf-8"),
        )
    from bench.letter_reportlab import set_letter  # noqa: PLC0415, see above

    return set_letter, lambda folder, number: json.loads((folder / f"{number}.blocks.json").read_text("utf-8"))


if __name__ == "__main__":
    main()
