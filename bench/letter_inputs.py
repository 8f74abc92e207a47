"""The measured letters: variants of the example, as our data, as HTML and as blocks.

A compiler caches paragraphs, and no two real letters have the same reasons. So each letter has
its sentences in another order, with a number in each. Setting one letter many times is measured
as well, under a name of its own.
"""

import json
import random
import re
from dataclasses import asdict
from pathlib import Path

from services.letters.composition.compose import compose
from services.letters.composition.layout import load_layout
from services.letters.letter import Letter
from services.letters.printing.render import determination, render

EXAMPLE = Path("examples/letter.json")


def write_letters(folder: Path, count: int) -> None:
    """Write *count* letters to *folder*.

    Letter 0 is in 0.json (ours), 0.html (for WeasyPrint) and 0.blocks.json (for ReportLab).
    """
    example = Letter.model_validate_json(EXAMPLE.read_bytes())
    layout = load_layout(example.layout)
    for number in range(count):
        letter = _other(example, number)
        (folder / f"{number}.json").write_bytes(determination(letter))
        (folder / f"{number}.html").write_bytes(render(letter, "html"))
        composed = asdict(compose(letter, layout)) | {"dated_on": str(letter.decided_on)}
        (folder / f"{number}.blocks.json").write_text(json.dumps(composed), "utf-8")


def _other(letter: Letter, number: int) -> Letter:
    """Return *letter* as the letter of another case."""
    items = tuple(item.model_copy(update={"rationale": _reordered(item.rationale, number)}) for item in letter.items)
    summary = _reordered(letter.clinical_summary, number)
    return letter.model_copy(update={"case_number": f"CM15-133{number:04}", "clinical_summary": summary, "items": items})


def _reordered(text: str, number: int) -> str:
    sentences = re.split(r"(?<=\.) ", text)
    random.Random(number).shuffle(sentences)
    return " ".join(f"{sentence[:-1]} ({number})." for sentence in sentences)
