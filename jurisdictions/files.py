"""The files of the jurisdictions, beside this module, and how one is read."""

import json
from functools import cache
from pathlib import Path

import yaml

from jurisdictions.model import Jurisdiction

_FOLDER = Path(__file__).parent


class UnknownJurisdiction(LookupError):
    """A name that no file carries; says which names exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no jurisdiction {name[:100]!r}; there is: {', '.join(names())}")
        self.name = name


def names() -> tuple[str, ...]:
    """The jurisdictions there are."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def load_jurisdiction(name: str) -> Jurisdiction:
    """The rules of the jurisdiction *name*; raises UnknownJurisdiction."""
    if name not in names():
        raise UnknownJurisdiction(name)
    return read((_FOLDER / f"{name}.yaml").read_text())


def read(text: str) -> Jurisdiction:
    """Return the rules in *text*, a jurisdiction's file; raise pydantic's ValidationError."""
    return Jurisdiction.model_validate_json(json.dumps(yaml.safe_load(text), default=str))
