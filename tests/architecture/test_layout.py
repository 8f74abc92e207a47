"""The layout: small packages, no circles, a test file for every module, one shape."""

import ast
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "jurisdictions", "reading", "terms", "runtime", "services", "cli", "bench")
MODULES = sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FOLDERS = sorted({module.parent for module in MODULES})
SERVICES = ("intake", "triage", "decision", "letters", "ops")
MODULES_IN_A_FOLDER_MAX = 12
NO_MODULE = {"__init__.py", "__main__.py"}
SHAPE = {"__init__.py", "__main__.py", "app.py", "state.py", "domain"}
"""At the root of every service; those that decide have handlers beside them."""


def _named(module: Path) -> str:
    return ".".join(module.with_suffix("").parts).removesuffix(".__init__")


NAMES = {_named(module) for module in MODULES}


def _imported(module: Path) -> set[str]:
    """Our modules that *module* imports, each by its full name."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {name if (name := f"{node.module}.{alias.name}") in NAMES else node.module for alias in node.names}
    return found & NAMES


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_folder_can_be_read_at_a_glance(folder: Path) -> None:
    """A folder of forty files is a list, not an explanation."""
    modules = [module for module in MODULES if module.parent == folder and module.name not in NO_MODULE]

    assert len(modules) <= MODULES_IN_A_FOLDER_MAX


def test_no_circle_between_packages() -> None:
    """In every package the modules and sub-packages import one another in one direction.

    A sub-package counts with everything in it.
    """
    arrows: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for module in MODULES:
        here = _named(module).split(".")
        for name in _imported(module):
            there = name.split(".")
            same = next((i for i, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), None)
            if same is not None and module.name != "__main__.py":
                arrows[".".join(here[:same])][here[same]].add(there[same])

    circles = {}
    for package, graph in arrows.items():
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circles[package] = error.args[1]
    assert {} == circles


@pytest.mark.parametrize("module", [each for each in MODULES if each.name not in NO_MODULE], ids=str)
def test_every_module_has_a_test_file_of_its_name(module: Path) -> None:
    """A reader finds the tests of services/x/rule.py in tests/services/x/test_rule.py."""
    assert (ROOT / "tests" / module.parent / f"test_{module.name}").exists()


def test_every_test_file_has_a_module() -> None:
    """A test file moves with its module."""
    mirrored = (path.relative_to(ROOT / "tests") for top in PACKAGES for path in (ROOT / "tests" / top).rglob("test_*.py"))
    sources = {module.parent / module.name.removeprefix("__").replace("__.py", ".py") for module in MODULES}

    assert [] == [str(path) for path in mirrored if path.parent / path.name.removeprefix("test_") not in sources]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_shape(service: str) -> None:
    """A reader of one service knows the shape of the next: app, state, handlers, domain."""
    there = {path.name for path in (ROOT / "services" / service).iterdir()}

    assert SHAPE | (set() if service == "ops" else {"handlers"}) <= there


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_no_module_only_passes_on_names(module: Path) -> None:
    """A module that defines nothing hides where things are.

    `__init__` may consist of a docstring.
    """
    tree = ast.parse((ROOT / module).read_text())
    own = [
        node
        for node in tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom) and not _is_docstring(node) and not _is_all(node)
    ]

    assert own or not any(isinstance(node, ast.ImportFrom) for node in tree.body)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_all(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
