"""No law is fixed in the code of the services: its values and words are in its file.

Docstrings and comments cite sections; a string of the code neither branches on a law nor prints its
words.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jurisdictions.files import names

ROOT = Path(__file__).parents[2]

OF_A_LAW = re.compile(
    r"\bCalifornia|\bCCR\b|Labor Code|\bLC \d|\bCFR\b|WCAB|\bDWC\b|Workers' Compensation|[Aa]dministrative [Dd]irector"
    rf"|{'|'.join(map(re.escape, names()))}"
)

ALLOWED = {
    "services/decision/analysis/assessment_request.py": "the law of a file for `imr guideline assess` that names none",
    "services/intake/domain/lifecycle/transitions.py": "the table of acts cites the section of each for the reference",
    "services/intake/handlers/changing/extending.py": "the entry of a ledger, compared with those of earlier versions",
    "services/letters/copies/for_recipient.py": "the names of the states, in licences",
    "services/letters/parse/determination.py": "the id of the one layout that is read back",
}
"""Files with such a string, each with its reason."""


def strings(file: Path) -> Iterator[str]:
    """Yield the strings of a module that are no docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    yield from (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone
    )


def test_no_string_of_a_service_is_of_one_law() -> None:
    """Another law is a file, never a branch or a sentence in the code."""
    files = [file for folder in ("services", "runtime/loop", "runtime/state", "terms") for file in (ROOT / folder).rglob("*.py")]
    found = {str(file.relative_to(ROOT)) for file in files if any(map(OF_A_LAW.search, strings(file)))}

    assert set(ALLOWED) == found
