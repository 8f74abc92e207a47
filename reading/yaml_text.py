"""Read YAML from outside: bounded before anything is built, and strict.

The events of the document are counted first, with the size that its aliases stand for; only a
document within its limits is composed. Dates stay text, as in JSON. Other tags than those of plain
data are refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from reading.json_text import lone_surrogate, number_problem, text_within
from reading.limits import DOCUMENT, WHOLE_MAX, Limits
from reading.problems import PROBLEMS_COUNTED_MAX, NotReadable, Problem, Step, not_readable, pointer

_TAG = "tag:yaml.org,2002:"
_PLAIN = {f"{_TAG}{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq", "merge")}
_NUMBER_CHARACTERS_MAX = 40
_KINDS = {"int": "whole number", "float": "number", "bool": "yes or no", "null": "null"}
_MERGE = f"{_TAG}merge"


class _Loader(yaml.CSafeLoader):
    """The safe loader without dates: a wrong date is an error of its field."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the library's own name and way
        first: [(tag, pattern) for tag, pattern in resolvers if tag != f"{_TAG}timestamp"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """The nodes of one document; without any, everything stands on line 1."""

    root: yaml.Node | None = None

    def line(self, path: Sequence[Step]) -> int:
        """Return the line, from 1, that *path* leads to, or that of its last known step.

        An entry of a list is named by its place, or by its `id` or `name`.
        """
        line, node = 1, self.root
        for step in path:
            found = _entry(node, step)
            if found is not None:
                line, node = found
        return line


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The plain data of a document, and its lines."""

    data: Any
    lines: LineNumbers


def read_yaml(content: bytes, limits: Limits = DOCUMENT) -> YamlDocument:
    """Read the document in *content*; raise NotReadable with every problem."""
    return parse_yaml(text_within(content, limits), limits)


def parse_yaml(text: str, limits: Limits = DOCUMENT) -> YamlDocument:
    """Read the document in *text*; raise NotReadable with every problem."""
    try:
        _Size(limits).count(text)
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            built = _Builder(loader)
            data = None if root is None else built.value(root, ())
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise not_readable(*_reason(error)) from None
    if built.problems:
        raise NotReadable(built.problems)
    return YamlDocument(data, LineNumbers(root))


@dataclass
class _Size:
    """The size of a document, counted event by event; an alias has the size of its anchor."""

    limits: Limits
    aliases: int = 0
    sizes: list[int] = field(default_factory=lambda: [0])
    open: list[str | None] = field(default_factory=list)
    anchors: dict[str, int | None] = field(default_factory=dict)
    """The size behind each anchor; None while it is still open."""

    def count(self, text: str) -> None:
        """Count the events of *text*; raise NotReadable beyond a limit."""
        documents = 0
        for event in yaml.parse(text, Loader=_Loader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise not_readable("a second document begins here; one is read", line)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event.anchor, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                size = self.sizes.pop()
                self._add(size, self.open.pop(), line)
            elif isinstance(event, yaml.ScalarEvent):
                self._add(1 + len(event.value), event.anchor, line)
            elif isinstance(event, yaml.AliasEvent):
                self._fill_in(event.anchor, line)

    def _begin(self, anchor: str | None, line: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = None
        self.open.append(anchor)
        self.sizes.append(1)
        if len(self.open) > self.limits.depth:
            raise not_readable(f"is nested more than {self.limits.depth} levels deep", line)

    def _fill_in(self, anchor: str | None, line: int) -> None:
        size = self.anchors.get(anchor or "", 0)  # an unknown anchor is the composer's error
        self.aliases += 1
        if size is None:
            raise not_readable("the alias stands inside its own anchor", line)
        if self.aliases > self.limits.aliases:
            raise not_readable(f"has more than {self.limits.aliases:,} aliases", line)
        self._add(size, None, line)

    def _add(self, size: int, anchor: str | None, line: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = size
        self.sizes[-1] += size
        if sum(self.sizes) > self.limits.expanded:
            raise not_readable("its aliases make it too large", line)


class _Builder:
    """Builds plain data from nodes, and notes each problem with pointer and line."""

    def __init__(self, loader: _Loader) -> None:
        self._loader = loader
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: tuple[Step, ...]) -> Any:
        """Return the data of *node*."""
        if node.tag not in _PLAIN:
            self._note(node, path, "has a tag that is not read; write plain text, numbers, lists and mappings")
        elif isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        elif isinstance(node, yaml.SequenceNode):
            return [self.value(entry, (*path, number)) for number, entry in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return None

    def _mapping(self, node: yaml.MappingNode, path: tuple[Step, ...]) -> dict[str, Any]:
        merged: list[Any] = []
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.tag == _MERGE:
                merged += self._merged(value, path)
            elif not isinstance(key, yaml.ScalarNode) or key.tag != f"{_TAG}str":
                self._note(key, path, "a key that is not text; put it in quotes")
            elif key.value in found:
                self._note(key, (*path, key.value), "this key is there more than once")
            else:
                found[key.value] = self.value(value, (*path, key.value))
        for each in merged:
            found = {**each, **found}
        return found

    def _merged(self, node: yaml.Node, path: tuple[Step, ...]) -> list[dict[str, Any]]:
        """Return the mappings that `<<` names, the first of them counting before the others."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        mappings = [each for each in nodes if isinstance(each, yaml.MappingNode)]
        if len(mappings) < len(nodes):
            self._note(node, path, "`<<` takes a mapping, or a list of them")
        return [self._mapping(each, path) for each in mappings]

    def _scalar(self, node: yaml.ScalarNode, path: tuple[Step, ...]) -> Any:
        kind = node.tag.removeprefix(_TAG)
        if kind == "str":
            if told := lone_surrogate(node.value):
                self._note(node, path, told)
            return node.value
        try:
            return self._number(node, path) if kind in {"int", "float"} else self._loader.construct_object(node)
        except (ValueError, yaml.YAMLError, LookupError):
            self._note(node, path, f"is not a {_KINDS[kind]}; put text in quotes")
            return None

    def _number(self, node: yaml.ScalarNode, path: tuple[Step, ...]) -> Any:
        if len(node.value) > _NUMBER_CHARACTERS_MAX:
            self._note(node, path, "is a number with too many digits; put text in quotes")
            return None
        number = self._loader.construct_object(node)
        told = None
        if isinstance(number, float):
            told = number_problem(number, node.value)
        elif abs(number) > WHOLE_MAX:
            told = f"is a whole number beyond {WHOLE_MAX:,}, the largest that every reader holds exactly"
        if told:
            self._note(node, path, told)
        return number

    def _note(self, node: yaml.Node, path: tuple[Step, ...], detail: str) -> None:
        if len(self.problems) < PROBLEMS_COUNTED_MAX:
            self.problems.append(Problem(pointer(path), detail, node.start_mark.line + 1))


_IN_WORDS = (
    ("duplicate anchor", "an anchor (&) of this name was defined above; was a part of the file pasted twice?"),
    ("undefined alias", "an alias (*) names an anchor (&) that is not defined above it"),
    ("mapping values are not allowed", "a colon stands where it cannot; put text that has one in quotes"),
    ("could not find expected ':'", "a key has no colon after it"),
    ("cannot start any token", "a value begins with a character that it cannot, such as a tab, @ or %; put text in quotes"),
    ("unexpected end of stream", "a text in quotes does not end"),
    ("expected ',' or", "brackets are not closed, or a comma is missing"),
    ("expected node content", "brackets are not closed, or a value is missing"),
    ("expected <block end>", "the line is indented otherwise than those above, or lacks the dash of a list"),
    ("sequence entries are not allowed", "a dash of a list stands where it cannot"),
    ("block sequence entries", "a dash of a list stands where it cannot"),
    ("block mapping", "the line is indented otherwise than those above"),
    ("'-' indicator", "the line is indented like a list, and lacks its dash"),
    ("comment or line break", "text follows | or > on its line"),
    ("control characters", "there are control characters"),
    ("escape", "a backslash in double quotes is followed by a character that it cannot be; use single quotes"),
    ("tag", "there is a tag (!), which is not read"),
    ("document start", "there is more than one document, or text after the first"),
    ("directive", "a line that begins with % is not read; put text in quotes"),
)
"""By a part of the parser's error, the reason in our words; the first that fits."""


def _reason(error: yaml.YAMLError) -> tuple[str, int | None]:
    mark = getattr(error, "problem_mark", None)
    given = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or getattr(error, 'reason', None) or ''}"
    told = next((words for sign, words in _IN_WORDS if sign in given), "something stands where it cannot")
    return f"is not YAML: {told}", None if mark is None else mark.line + 1


def _entry(node: yaml.Node | None, step: Step) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark.line + 1, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode):
        for number, entry in enumerate(node.value):
            if step in (number, _name(entry)):
                return entry.start_mark.line + 1, entry
    return None


def _name(node: yaml.Node) -> str | None:
    """Return the value itself, or the entry's name."""
    if isinstance(node, yaml.MappingNode):
        return next((str(value.value) for key, value in node.value if key.value in {"id", "name"}), None)
    return str(node.value)
