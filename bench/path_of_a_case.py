"""Count the files and functions of our code that one case enters on its way to its letter.

    python -m bench.path_of_a_case                # figures for each service
    python -m bench.path_of_a_case --show letters # functions in the order of their first call

One application runs through the four services in memory, is signed by its reviewer and its
letter is served on every party. A short path is easier to read; ADR 0028 has the figures.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.catalogue import MESSAGES
from tests.examples import CASE_NUMBER, RECEIVED_AT, ROOT, submission
from tests.flow.conftest import SERVICES, read_registry_file

GROUPS = (
    "services/intake",
    "services/triage",
    "services/decision",
    "services/letters",
    "terms",
    "runtime",
    "schemas",
    "jurisdictions",
    "reading",
)

Function = tuple[str, str]
"""A file by its path from the root, and the qualified name of a function in it."""


@contextmanager
def traced(entered: dict[Function, None]) -> Iterator[None]:
    """Note in *entered* each function of this repository that is called, in any thread."""

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(f"{ROOT}/") and not code.co_name.startswith("<"):
            entered.setdefault((code.co_filename.removeprefix(f"{ROOT}/"), code.co_qualname))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def path_of_a_case(folder: Path) -> tuple[Function, ...]:
    """Return the functions entered from a case's application to its proofs of service."""
    settings = Settings(data_dir=folder, review_organization="Example Review Organization")
    stream = MemoryStream(*(create(settings) for create in SERVICES), partitions=settings.partitions, now=RECEIVED_AT)
    for reviewer in read_registry_file(ROOT / "examples/reviewers.yaml"):
        stream.publish(reviewer)
    await stream.settle()
    entered: dict[Function, None] = {}
    with traced(entered):
        stream.publish(submission())
        await stream.settle()
        (assessed,) = stream.messages(MESSAGES["imr.decision.case-assessed"])
        stream.publish(signature(assessed))
        await stream.settle()
    if not stream.messages(MESSAGES["imr.letters.letter-served"]):
        raise RuntimeError("the case did not reach its parties")
    return tuple(entered)


def signature(assessed: Any) -> Any:
    """Return the command by which the reviewer keeps every assessment."""
    return MESSAGES["imr.decision.sign-determination"](
        case_number=CASE_NUMBER,
        reviewer_id=assessed.reviewer_id,
        assessment_id=None,
        items=(),
        keep_the_rest=True,
        clinical_summary=None,
        signed_at=RECEIVED_AT + timedelta(days=10),
    )


def figures(entered: tuple[Function, ...]) -> dict[str, tuple[int, int]]:
    """Return the files and functions of each group, for groups that were entered."""
    counted = {}
    for group in GROUPS:
        inside = [each for each in entered if each[0].startswith(f"{group}/")]
        if inside:
            counted[group] = (len({file for file, _ in inside}), len(inside))
    return counted


def main() -> None:
    """Print the figures, or the functions of one group."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--show", metavar="GROUP", help=f"list the functions of one group, such as {GROUPS[3]}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        entered = asyncio.run(path_of_a_case(Path(folder)))
    if options.show:
        sys.stdout.write("".join(f"{file} {name}\n" for file, name in entered if options.show in file))
        return
    for group, (files, functions) in figures(entered).items():
        sys.stdout.write(f"{group:<20} {files:>3} files {functions:>4} functions\n")


if __name__ == "__main__":
    main()
