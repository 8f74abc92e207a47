"""The ids that a jurisdiction's file may name: treatments, body regions, layouts, codes.

Treatments and body regions are those of the words in requests,
`services/decision/vocabulary/words.yaml`: an id that no request can be recognised as would never be
found. Layouts are the folders of `services/letters/layouts`, codes of reasons those for which
one of them has a sentence. Only ids are read here.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from reading.files import read_file
from reading.yaml_text import read_yaml

_WORDS = Path(__file__).parents[1] / "services" / "decision" / "vocabulary" / "words.yaml"
_LAYOUTS = Path(__file__).parents[1] / "services" / "letters" / "layouts"
_MEND = "mend_"


@cache
def treatments() -> frozenset[str]:
    """The ids of treatments."""
    return frozenset(_words()["treatments"])


@cache
def body_regions() -> frozenset[str]:
    """The ids of body regions."""
    return frozenset(_words()["body_regions"])


@cache
def layouts() -> Mapping[str, str]:
    """The content of each layout, such as `cover-letter`, by `id@version`."""
    files = sorted(_LAYOUTS.glob("*/*/layout.yaml"))
    return {f"{file.parents[1].name}@{file.parent.name}": read_yaml(read_file(file)).data["content"] for file in files}


@cache
def reason_codes() -> frozenset[str]:
    """The codes of reasons for which a layout says how they can be mended."""
    files = _LAYOUTS.glob("*/*/statements/en.yaml")
    names = (name for file in files for name in read_yaml(read_file(file)).data)
    return frozenset(name.removeprefix(_MEND) for name in names if name.startswith(_MEND))


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


def _layout(reference: str) -> str:
    """Refuse a layout that there is not."""
    if reference not in layouts():
        raise ValueError(f"{reference!r} is no layout; there are {', '.join(layouts())}")
    return reference


def content_is(content: str, reference: str) -> str:
    """Refuse a layout whose letter has another content; return *reference*."""
    if layouts()[reference] != content:
        fit = [each for each, found in layouts().items() if found == content]
        raise ValueError(f"{reference} is the layout of a {layouts()[reference]}; of a {content} there are {', '.join(fit)}")
    return reference


Layout = Annotated[str, Field(pattern=r"^[a-z0-9-]+@[1-9][0-9]*$"), AfterValidator(_layout)]
"""A layout of letters and its version: `ca-workers-comp-2014@1`."""
