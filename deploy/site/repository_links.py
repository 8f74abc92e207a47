"""A hook of MkDocs that gives the site a copy of every file of the repository that a page links to.

Pages link to source files by relative paths, which work on a forge. In the site such a link leads to
a page below `repository/` that shows the file, so that the site is complete without the forge.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
AT_THE_ROOT = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
FOLDER = "repository"
_LINK = re.compile(r"\]\(([^)#:\s]+)(#[^)\s]*)?\)")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_LANGUAGES = {".py": "python", ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".xml": "xml", ".toml": "toml", ".typ": "text"}
_UNLISTED = "---\nsearch:\n  exclude: true\n---\n\n"


def on_files(files: Files, config: Any) -> Files:
    """Add the pages at the repository's root and the files that pages link to."""
    for name in AT_THE_ROOT:
        files.append(File.generated(config, f"{FOLDER}/{name}", content=(ROOT / name).read_text()))
    pages = [*DOCS.rglob("*.md"), *(ROOT / name for name in AT_THE_ROOT)]
    for path in sorted({path for page in pages for path in _outside(page)}):
        if path.suffix != ".md":
            files.append(File.generated(config, _page_of(path), content=_shown(path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Point the links of *page* that leave `docs/` to the copies in the site."""
    here = page.file.src_uri
    name = here.removeprefix(f"{FOLDER}/")
    if name != here and name not in AT_THE_ROOT:
        return markdown
    source = DOCS / here if name == here else ROOT / name

    def to_the_site(link: re.Match[str]) -> str:
        target = (source.parent / link[1]).resolve()
        inside = target.relative_to(DOCS).as_posix() if target.is_relative_to(DOCS) else _page_of(target)
        if (DOCS / inside).is_dir():
            inside = f"{inside}/README.md"
        return f"]({os.path.relpath(inside, Path(here).parent)}{link[2] or ''})"

    parts = _CODE.split(markdown)
    return "".join(part if odd % 2 else _LINK.sub(to_the_site, part) for odd, part in enumerate(parts))


def _outside(page: Path) -> Iterator[Path]:
    """The files and folders of the repository, outside `docs/`, that *page* links to."""
    for link in _LINK.finditer(_CODE.sub("", page.read_text())):
        target = (page.parent / link[1]).resolve()
        if target.exists() and target.is_relative_to(ROOT) and not target.is_relative_to(DOCS):
            yield target


def _page_of(path: Path) -> str:
    inside = path.relative_to(ROOT).as_posix()
    return f"{FOLDER}/{inside}" if path.suffix == ".md" else f"{FOLDER}/{inside}.md"


def _shown(path: Path) -> str:
    """A file as a block of code, a folder as the list of its files."""
    name = path.relative_to(ROOT).as_posix()
    if path.is_dir():
        return f"{_UNLISTED}# `{name}/`\n\n" + "".join(
            f"- `{each.name}`\n" for each in sorted(path.iterdir()) if each.name != "__pycache__"
        )
    return f"{_UNLISTED}# `{name}`\n\n~~~~{_LANGUAGES.get(path.suffix, 'text')}\n{path.read_text()}\n~~~~\n"
