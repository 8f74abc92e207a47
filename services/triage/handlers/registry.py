"""Read a file of reviewers, YAML or JSON, into messages.

It is a list of entries in the form of ReviewerRecorded; `npi` is optional.
"""

from pathlib import Path

from pydantic import TypeAdapter

from reading.files import read_file
from reading.models import fit
from reading.problems import NotReadable, Problem, not_readable, pointer
from reading.yaml_text import read_yaml
from schemas.messages.triage import ReviewerRecorded

_REVIEWERS = TypeAdapter(tuple[ReviewerRecorded, ...])


def read_registry_file(path: Path) -> tuple[ReviewerRecorded, ...]:
    """Return the reviewers in the file at *path*; raise NotReadable."""
    return read_registry(read_file(path))


def read_registry(content: bytes) -> tuple[ReviewerRecorded, ...]:
    """Return the reviewers in *content*, a list in YAML or JSON.

    Each reviewer stands once. Raises NotReadable with every problem.
    """
    document = read_yaml(content)  # JSON is YAML
    if not isinstance(document.data, list):
        raise not_readable("is not a list of reviewers, in which each entry begins with a hyphen")
    if not document.data:
        raise not_readable("has no reviewers")
    entries = [{"npi": None, **entry} if isinstance(entry, dict) else entry for entry in document.data]
    reviewers = fit(_REVIEWERS, entries, document.lines)
    seen: set[str] = set()
    repeated: list[Problem] = []
    for number, each in enumerate(reviewers):
        if each.reviewer_id in seen:
            path = (number, "reviewer_id")
            repeated.append(Problem(pointer(path), "an earlier entry has the same id", document.lines.line(path)))
        seen.add(each.reviewer_id)
    if repeated:
        raise NotReadable(repeated)
    return reviewers
