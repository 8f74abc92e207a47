"""The ids of treatments and body regions that a jurisdiction's file may name.

They are those of the words in requests, `services/decision/vocabulary/words.yaml`. Only the ids are
read here: an id that no request can be recognised as would never be found.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator

from reading.files import read_file
from reading.yaml_text import read_yaml

_WORDS = Path(__file__).parents[1] / "services" / "decision" / "vocabulary" / "words.yaml"


@cache
def treatments() -> frozenset[str]:
    """The ids of treatments."""
    return frozenset(_words()["treatments"])


@cache
def body_regions() -> frozenset[str]:
    """The ids of body regions."""
    return frozenset(_words()["body_regions"])


@cache
def _words() -> Any:
    return read_yaml(read_file(_WORDS)).data


def _care(key: str) -> str:
    """Refuse a treatment, or a body region behind it, that requests cannot be recognised as."""
    treatment, _, region = key.partition("/")
    if treatment not in treatments():
        raise ValueError(f"{treatment!r} is no treatment of the vocabulary; it has {', '.join(sorted(treatments()))}")
    if "/" in key and region not in body_regions():
        raise ValueError(f"{region!r} is no body region of the vocabulary; it has {', '.join(sorted(body_regions()))}")
    return key


Care = Annotated[str, AfterValidator(_care)]
"""A treatment, or a treatment of a body region: `tens`, `mri/low-back`."""
