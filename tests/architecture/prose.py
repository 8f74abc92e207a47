"""Check the prose: line widths and idioms in documents, docstrings, comments and messages.

    python tests/architecture/prose.py             # fails on every limit that is exceeded
    python tests/architecture/prose.py --show what # lists each use of an idiom
    python tests/architecture/prose.py --paths services/letters docs/how-to

`make check` runs it. Plain English puts the subject first. Three idioms hide it, and each may come
5 times in 10,000 words of every kind of text: noun clauses that begin with *what*, the pronouns
*whoever*, *nobody* and *somebody*, and a clause that begins with *for* and means *because*. The
first line of a docstring has at most 88 columns, other lines of prose 100. The sentences of
decision records are history and are not counted.
"""

import argparse
import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FIRST_LINE_COLUMNS_MAX = 88
PROSE_COLUMNS_MAX = 100
PER_10_000_MAX = 5
WORDS_OF_A_MESSAGE_MIN = 4
"""Shorter strings are names, keys and labels."""

IDIOMS = {
    "what": re.compile(r"\bwhat(?:ever)?\b", re.IGNORECASE),
    "nobody": re.compile(r"\b(?:whoever|nobody|somebody)\b", re.IGNORECASE),
    "for": re.compile(r"[,;:] for (?:it|they|he|she|we|you|nobody|somebody|nothing|there|who|whoever|neither)\b", re.IGNORECASE),
}
LIMITED = ("documents", "docstrings", "comments", "messages")
"""Kinds with a limit; the sentences of letters change only with their edition."""

_PYTHON = ("schemas", "jurisdictions", "reading", "terms", "runtime", "services", "cli", "bench", "tests")
_WITHOUT_MESSAGES = ("tests", "bench")
_SENTENCES = ("services/letters/layouts/*/*/statements/en.yaml", "jurisdictions/*.yaml", "services/decision/guidelines/*.yaml")
_HISTORY = "docs/decisions/"
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|<[^>\n]*>", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


@dataclass(frozen=True)
class Text:
    """A piece of prose with its place."""

    kind: str
    path: str
    line: int
    words: str

    def found(self, idiom: re.Pattern[str]) -> Iterator[str]:
        """Yield each sentence with the *idiom*, once for each use.

        A question may begin with *what*.
        """
        for sentence in _SENTENCE_END.split(self.words):
            if not sentence.rstrip().endswith("?"):
                yield from (" ".join(sentence.split()) for _ in idiom.finditer(sentence))


def texts(paths: list[str]) -> Iterator[Text]:
    """All prose under *paths* that is kept in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *paths], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for path in filter(None, listed.stdout.split("\n")):
        if not (ROOT / path).is_file():
            continue
        if path.endswith(".md") and not path.startswith(_HISTORY):
            yield Text("documents", path, 1, _CODE.sub(" ", (ROOT / path).read_text()))
        elif path.endswith(".py") and path.startswith(_PYTHON):
            yield from _python(path, (ROOT / path).read_text())
        elif any(Path(path).match(pattern) for pattern in _SENTENCES):
            yield from (Text("sentences", path, 1, each) for each in _strings(yaml.safe_load((ROOT / path).read_text())))


def _python(path: str, source: str) -> Iterator[Text]:
    docstrings = set()
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for each in body if isinstance(body, list) else ():
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str):
                docstrings.add(each.value)
                yield Text("docstrings", path, each.lineno, each.value.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not re.match(r"#\s*(?:noqa|type:)[^-]*$", token.string):
            yield Text("comments", path, token.start[0], token.string.lstrip("# "))
    if not path.startswith(_WITHOUT_MESSAGES):
        yield from _messages(path, tree, docstrings)


def _messages(path: str, tree: ast.AST, docstrings: set[ast.Constant]) -> Iterator[Text]:
    """Strings that read as prose; the parts of a formatted one are one text."""
    within = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            words = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings and node not in within:
            words = node.value
        else:
            continue
        if len(_WORD.findall(words)) >= WORDS_OF_A_MESSAGE_MIN and " " in words:
            yield Text("messages", path, node.lineno, words)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for each in value.values() for text in _strings(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _strings(each))
    elif isinstance(value, str) and len(_WORD.findall(value)) >= WORDS_OF_A_MESSAGE_MIN:
        yield value


def idioms_over(found: list[Text]) -> Iterator[str]:
    """Yield a line for each idiom that is used too often in a kind of text."""
    for kind in LIMITED:
        of_kind = [each for each in found if each.kind == kind]
        words = sum(len(_WORD.findall(each.words)) for each in of_kind)
        for name, idiom in IDIOMS.items():
            times = sum(1 for each in of_kind for _ in each.found(idiom))
            if times * 10_000 > PER_10_000_MAX * words:
                yield f"{kind}: {times} of idiom '{name}' in {words} words; at most {PER_10_000_MAX} in 10,000 (--show {name} lists them)"


def lines_too_wide(found: list[Text], paths: list[str]) -> Iterator[str]:
    """Yield each docstring whose first line is too wide, and each line of prose that is."""
    for each in found:
        if each.kind == "docstrings":
            first, *rest = each.words.split("\n")
            if len(first) > FIRST_LINE_COLUMNS_MAX:
                yield f"{each.path}:{each.line}: the docstring's first line has {len(first)} columns, at most {FIRST_LINE_COLUMNS_MAX}"
            for number, line in enumerate(rest, each.line + 1):
                if len(line) > PROSE_COLUMNS_MAX and " " in line.strip():
                    yield f"{each.path}:{number}: {len(line)} columns, at most {PROSE_COLUMNS_MAX}"
    for path in sorted({each.path for each in found if each.kind == "documents"} | _history(paths)):
        yield from _wide_lines(path)


def _history(paths: list[str]) -> set[str]:
    return {str(each.relative_to(ROOT)) for path in paths for each in (ROOT / path).rglob("*.md") if _HISTORY in str(each)}


def _wide_lines(path: str) -> Iterator[str]:
    """Yield the lines of prose over the limit; tables, code and links may be wider."""
    in_code = False
    for number, line in enumerate((ROOT / path).read_text().split("\n"), 1):
        in_code ^= line.lstrip().startswith("```")
        bare = re.sub(r"\]\([^)]*\)", "]", line)
        if (
            not in_code
            and not line.lstrip().startswith(("|", "#"))
            and len(bare) > PROSE_COLUMNS_MAX
            and not line.startswith("    ")
        ):
            yield f"{path}:{number}: {len(bare)} columns, at most {PROSE_COLUMNS_MAX}"


def main() -> int:
    """Print every limit that is exceeded; the exit status is 1 if there is one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--show", choices=sorted(IDIOMS), help="list each place where this idiom stands")
    parser.add_argument("--paths", nargs="+", default=["."], metavar="PATH", help="only these folders and files")
    options = parser.parse_args()
    found = list(texts(options.paths))
    if options.show:
        for each in found:
            for sentence in each.found(IDIOMS[options.show]):
                sys.stdout.write(f"{each.kind} {each.path}:{each.line}: {sentence}\n")
        return 0
    faults = [*idioms_over(found), *lines_too_wide(found, options.paths)]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
