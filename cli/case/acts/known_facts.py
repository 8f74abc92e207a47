"""Read a fact that is typed on the command line by the vocabulary of the guidelines.

One that no guideline could use would take the place of a documented one and count as undocumented,
so it is refused here. Facts in files of upstream systems are taken as they are.
"""

import json
from difflib import get_close_matches
from functools import lru_cache

from cli.guideline.reference_pages import read_facts
from cli.session.connection import wrong_option
from schemas.messages.application import Fact
from services.decision.domain.guidelines.facts import FactDefinition, FactValue, ReportedValue, reason_unusable
from services.decision.library.library import definition_of

_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
_LEFT_OUT = ", and was not used."


def read_fact(option: str, name: str, text: str) -> Fact:
    """Return the fact *name* with the value in *text*; end the command if it cannot be used."""
    definition = _vocabulary().get(name)
    if definition is None:
        near = get_close_matches(name, _vocabulary(), n=3)
        like = f"; is it {' or '.join(near)}?" if near else "; `imr guideline facts` lists them"
        wrong_option(option, f"{name[:80]!r} is not the name of a fact{like}")
    value = _value(definition, text)
    if (problem := reason_unusable(definition, name, [ReportedValue(value)])) is not None:
        wrong_option(option, problem.removesuffix(_LEFT_OUT))
    return Fact(name=name, value=value)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, FactDefinition]:
    return {name: definition_of(name, form) for name, form in read_facts().items()}


def _value(definition: FactDefinition, text: str) -> FactValue:
    """Return a number or a truth where the fact is one, else the text."""
    if definition.kind == "bool":
        return _TRUTHS.get(text.strip().casefold(), text)
    if definition.kind in {"int", "number"}:
        try:
            value = json.loads(text)
        except ValueError:
            return text
        return value if isinstance(value, int | float) else text
    return text
