"""The pages of docs/reference that follow from the code, and the program that renews them.

    python -m tests.architecture.reference          # write the pages
    python -m tests.architecture.reference --check  # name the pages that differ; exit status 1

A page is written by hand up to a marker, `<!-- from the code: NAME -->`, and the part between that
marker and `<!-- end -->` is replaced.
"""

import argparse
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from enum import EnumMeta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from typer.main import get_group

from cli.guideline.reference_pages import facts_in_use, facts_page, read_facts, read_topics, topics_table
from cli.main import app
from runtime.settings import Settings
from schemas.catalogue import MESSAGES
from schemas.message import Command, Message
from schemas.topics import DAY_MS, TOPICS, Topic
from services.decision.library.library import load
from services.intake.domain.lifecycle.next_steps import NEXT_STEPS
from services.intake.domain.lifecycle.states import ENDS, STATES
from services.intake.domain.lifecycle.transitions import TRANSITIONS

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference"
COLUMNS_MAX = 100
_GENERATED = re.compile(r"(<!-- from the code: ([a-z-]+) -->\n\n).*?(\n<!-- end -->)", re.DOTALL)


def row(*cells: str) -> str:
    """One row of a table; a bar within a cell would end it."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def settings_table() -> Iterator[str]:
    """Every setting by the name of its environment variable, in the order of the code."""
    yield from ("| setting | default | values | meaning |", "|---|---|---|---|")
    for name, field in Settings.model_fields.items():
        yield row(f"`IMR_{name.upper()}`", _default(field), _values(name), (field.description or "").strip())


def _default(field: FieldInfo) -> str:
    if field.default is None or field.default == "":
        return "not set"
    if isinstance(field.default, bool):
        return str(field.default).lower()
    return f"{field.default:g}" if isinstance(field.default, float) else str(field.default)


def _values(name: str) -> str:
    """The values that the setting *name* allows, from its JSON Schema."""
    schema = Settings.model_json_schema()["properties"][name]
    schema = next((each for each in schema.get("anyOf", ()) if each["type"] != "null"), schema)
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum")
    if low is not None:
        above = "above " if "exclusiveMinimum" in schema else ""
        return f"{above}{low:g}" + (f" to {high:g}" if high is not None else "" if above else " or more")
    if schema["type"] == "boolean":
        return "`true`, `false`"
    return {"path": "a path", "password": "a secret"}.get(
        schema.get("format", ""), {"string": "text"}.get(schema["type"], schema["type"])
    )


def topics_rows() -> Iterator[str]:
    """Every topic, in the order of the flow; topics that each service has are listed once."""
    yield from ("| topic | writer | readers | key | kept | contents |", "|---|---|---|---|---|---|")
    seen = set()
    for topic in TOPICS:
        name = topic.name
        for kind in ("dead-letters", "desk", "changelog"):
            if name.endswith(f".{kind}"):
                name = f"imr.<consumer>.{kind}"
        if name not in seen:
            seen.add(name)
            yield row(f"`{name}`", topic.writer, ", ".join(topic.readers), topic.key, _kept(topic), topic.what)


def _kept(topic: Topic) -> str:
    if topic.compacted:
        return "last of each key"
    return "for ever" if topic.retention_ms < 0 else f"{topic.retention_ms // DAY_MS} days"


def messages_tables() -> Iterator[str]:
    """Every message by its topic."""
    by_topic: dict[str, list[type[Message]]] = {}
    for message in MESSAGES.values():
        by_topic.setdefault(message.topic.name, []).append(message)
    for topic in sorted(by_topic):
        yield from (f"## `{topic}`", "", "| message | type | version | kind | meaning |", "|---|---|---|---|---|")
        for message in by_topic[topic]:
            source = Path(inspect.getfile(message)).relative_to(ROOT)
            yield row(
                f"[{message.__name__}](../../{source})",
                f"[`{message.type}`](../../schemas/examples/{message.type}/)",
                str(message.version),
                "command" if issubclass(message, Command) else "event",
                _first_paragraph(message.__doc__ or ""),
            )
        yield ""


def commands_pages() -> Iterator[str]:
    """Every command with its arguments and options, in the order of `imr --help`."""
    for path, command in _commands(get_group(app), ("imr",)):
        yield from (f"{'#' * min(len(path), 3)} {' '.join(path)}", "", *_paragraphs(command.help or ""))
        parameters = [each for each in command.params if getattr(each, "name", "") != "help"]
        if parameters:
            yield from ("| argument or option | default | meaning |", "|---|---|---|")
            yield from (_parameter(each) for each in parameters)
            yield ""


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each command below *command*, a group before its commands."""
    for name, each in getattr(command, "commands", {}).items():
        yield (*path, name), each
        yield from _commands(each, (*path, name))


def _parameter(parameter: Any) -> str:
    """One argument or option as a row."""
    is_option = parameter.param_type_name == "option"
    names = (*parameter.opts, *parameter.secondary_opts) if is_option else (parameter.name.upper(),)
    choices = _choices(parameter.type_descriptor.annotation)
    values = f" One of {', '.join(f'`{each}`' for each in choices)}." if choices else ""
    text = " ".join((getattr(parameter, "help", None) or "").split())
    return row(
        ", ".join(f"`{each}`" for each in names), "required" if parameter.required else _shown(parameter), (text + values).strip()
    )


def _choices(annotation: Any) -> tuple[str, ...]:
    """The values of a literal type, also where None or a list is around it."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if isinstance(annotation, EnumMeta):
        return tuple(str(each.value) for each in annotation)
    return next((found for each in get_args(annotation) if (found := _choices(each))), ())


def _shown(parameter: Any) -> str:
    """The default as the help shows it; empty if there is none."""
    shown = getattr(parameter, "show_default", None)
    if isinstance(shown, str):
        return shown
    default = parameter.default
    return str(default) if isinstance(default, int | float | str | Path) and default not in {False, ""} else ""


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield from (*textwrap.wrap(paragraph, COLUMNS_MAX, break_on_hyphens=False, break_long_words=False), "")


def _first_paragraph(text: str) -> str:
    return " ".join(inspect.cleandoc(text).partition("\n\n")[0].split())


def _guideline_topics() -> Iterator[str]:
    yield topics_table(read_topics(), load().files)


def case_states() -> Iterator[str]:
    """The life of a case: a diagram of its states, and each act by its state."""
    yield from ("```mermaid", "stateDiagram-v2", "    [*] --> received")
    arrows: dict[tuple[str, str], list[str]] = {}
    for each in TRANSITIONS:
        for state in each.states:
            for then in each.then:
                if then not in {"same", state}:
                    arrows.setdefault((state, then), []).append(each.act)
    for (state, then), acts in arrows.items():
        yield f"    {_word(state)} --> {_word(then)}: {', '.join(acts)}"
    yield from (f"    {_word(state)} --> [*]" for state in STATES if state in ENDS)
    yield from ("```", "", "| state | act | leads to | who | meaning | source |", "|---|---|---|---|---|---|")
    for each in TRANSITIONS:
        yield row(
            ", ".join(f"`{state}`" for state in each.states),
            f"`{each.act}`",
            ", ".join(f"`{then}`" if then != "same" else "the same state" for then in each.then),
            each.who,
            each.what,
            each.source,
        )
    yield from ("", "| state | next step | by the clock | command |", "|---|---|---|---|")
    for state in STATES:
        step = NEXT_STEPS[state]
        commands = ", ".join(f"`{each}`" for each in step.commands)
        yield row(f"`{state}`", step.told, f"`{step.clock}`" if step.clock else "none", commands)


def _word(state: str) -> str:
    """A state as a name in the diagram, which takes no hyphen."""
    return state.replace("-", "_")


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "settings": settings_table,
    "topics": topics_rows,
    "messages": messages_tables,
    "commands": commands_pages,
    "guideline-topics": _guideline_topics,
    "case-states": case_states,
}


def current(page: Path) -> str:
    """The text that *page* should have."""
    if page.name == "guideline-facts.md":
        return facts_page(read_facts(), facts_in_use(load().files))
    return _GENERATED.sub(lambda found: f"{found[1]}{chr(10).join(PARTS[found[2]]()).rstrip()}\n{found[3]}", page.read_text())


def main() -> int:
    """Write the pages, or with --check name those that differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if a page differs")
    check = parser.parse_args().check
    stale = [page for page in sorted(PAGES.glob("*.md")) if current(page) != page.read_text()]
    for page in stale:
        sys.stdout.write(f"{page.relative_to(ROOT)} {'differs from the code' if check else 'renewed'}\n")
        if not check:
            page.write_text(current(page))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
