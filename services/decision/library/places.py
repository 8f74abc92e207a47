"""Where something stands in a YAML file: the line of a key, an entry or a value, by the path that leads to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

Step = str | int
"""A key of a mapping, the number of an entry in a list, or the `id` or `name` of that entry."""


@dataclass(frozen=True, slots=True)
class Places:
    """The nodes of one file; without any, everything stands on line 1."""

    root: yaml.Node | None = None

    def line(self, path: Sequence[Step]) -> int:
        """The line, from 1, of what *path* leads to; where it leads nowhere, of the last step that does."""
        line, node = 1, self.root
        for step in path:
            found = _entry(node, step)
            if found is not None:
                line, node = found
        return line


def compose(text: str) -> Places:
    """The places of *text*; raises yaml.YAMLError where it is no YAML or says something twice."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    _refuse_repetition(root)
    return Places(root)


def _entry(node: yaml.Node | None, step: Step) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark.line + 1, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode):
        for number, entry in enumerate(node.value):
            if step in (number, _name(entry)):
                return entry.start_mark.line + 1, entry
    return None


def _name(node: yaml.Node) -> str | None:
    """The value itself, or what the entry is called by."""
    if isinstance(node, yaml.MappingNode):
        return next((str(value.value) for key, value in node.value if key.value in {"id", "name"}), None)
    return str(node.value)


def _refuse_repetition(node: yaml.Node | None) -> None:
    """A key that stands twice would silently hide what it says first."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands here twice", problem_mark=key.start_mark)
            seen.add(key.value)
            _refuse_repetition(value)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            _refuse_repetition(entry)
