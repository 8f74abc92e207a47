"""Variants of the massage guideline of 2009, for tests of other editions."""

from pathlib import Path
from typing import Any

import yaml

from services.decision.library.library import HERE

MASSAGE = HERE / "guidelines/mtus-2009-massage.yaml"

GENEROUS: dict[str, Any] = {
    "facts": ["visits_requested"],
    "criteria": [
        {
            "id": "any",
            "required": True,
            "expression": "visits_requested <= 99",
            "sentences": {
                "met": "Any number of visits is supported.",
                "not_met": "So many visits are not supported.",
                "undocumented": "The number of visits is not given.",
            },
        }
    ],
    "examples": [
        {"name": "six visits are met", "facts": {"visits_requested": 6}, "values": {"any": "met"}, "proposal": "overturned"},
        {"name": "a hundred is not met", "facts": {"visits_requested": 100}, "values": {"any": "not met"}, "proposal": "upheld"},
        {"name": "nothing is documented", "facts": {}, "values": {"any": "undocumented"}, "proposal": "upheld"},
    ],
}
"""Changes that make the massage guideline support up to 99 visits."""


def written(folder: Path, name: str = "changed.yaml", **changes: Any) -> Path:
    """Write the massage guideline of 2009 with *changes* to a file in *folder*."""
    data = yaml.safe_load(MASSAGE.read_text()) | changes
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(yaml.safe_dump(data, sort_keys=False))
    return folder / name
