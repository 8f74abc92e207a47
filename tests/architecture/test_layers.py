"""Who may import whom. A layering that is not tested is a wish."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "jurisdictions", "reading", "terms", "runtime", "services", "cli")
SERVICES = ("intake", "triage", "decision", "letters", "ops")
OURS = {*PACKAGES, "tests"}
MODULES = sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
EACH_MODULE = pytest.mark.parametrize("module", MODULES, ids=str)


def _imports(module: Path) -> Iterator[str]:
    """The full names that *module* imports."""
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _top(name: str) -> str:
    return name.partition(".")[0]


def _service(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "services" and len(parts) > 1 else None


@EACH_MODULE
def test_ours_import_ours_along_the_arrows(module: Path) -> None:
    """A package imports only the packages below it.

    Schemas import reading, jurisdictions and runtime also schemas; a service also those and
    itself, never another service; the command line everything.
    """
    package = module.parts[0]
    allowed = {
        "schemas": {"reading", "schemas"},
        "jurisdictions": {"jurisdictions", "reading", "schemas"},
        "reading": {"reading"},
        "terms": {"terms"},
        "runtime": {"reading", "runtime", "schemas"},
        "services": {"services", "jurisdictions", "reading", "runtime", "schemas", "terms"},
        "cli": set(PACKAGES),
    }[package]
    ours = [name for name in _imports(module) if _top(name) in OURS]

    assert [] == [name for name in ours if _top(name) not in allowed]
    if package == "services":
        assert [] == [name for name in ours if _service(name) not in {None, module.parts[1]}]


@EACH_MODULE
def test_domain_imports_the_standard_library_and_itself(module: Path) -> None:
    """A rule knows no message, no library and no clock; a domain expert can read it."""
    if "domain" not in module.parts:
        return
    home = ".".join(module.parts[:3])
    foreign = [
        name for name in _imports(module) if _top(name) not in sys.stdlib_module_names and not name.startswith((home, "terms."))
    ]

    assert [] == foreign


@EACH_MODULE
def test_libraries_are_known_where_they_belong(module: Path) -> None:
    """A library is imported only by the packages that it belongs to.

    Only the runtime and the command line (for its errors) import aiokafka, only ops faust, and
    only the schemas' neighbours pydantic-settings.
    """
    tops = {_top(name) for name in _imports(module)}

    assert "aiokafka" not in tops or module.parts[0] in {"runtime", "cli"}
    assert "faust" not in tops or module.parts[:2] == ("services", "ops")
    assert "pydantic_settings" not in tops or module.parts[0] == "runtime"
    assert module.parts[0] != "schemas" or tops <= {*sys.stdlib_module_names, "pydantic", "reading", "schemas"}


@EACH_MODULE
def test_the_environment_is_read_in_one_place(module: Path) -> None:
    """Settings come from runtime.settings.

    Other code reads the environment only to hand it on to a process it starts.
    """
    hands_on = {"cli/system/supervisor.py", "cli/system/demo.py", "cli/system/forked_process.py", "cli/system/warm_commands.py"}
    looks_for_unknown_ones = {"runtime/settings.py"}
    names_topics = {"schemas/topics.py"}  # by IMR_PREFIX, before there are settings
    reads = [
        node
        for node in ast.walk(ast.parse((ROOT / module).read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]

    assert not reads or str(module) in hands_on | looks_for_unknown_ones | names_topics or module.parts[:2] == ("runtime", "broker")


def test_importing_has_no_effect() -> None:
    """Every module can be imported with an empty environment, without connection or output."""
    names = [".".join(module.with_suffix("").parts) for module in MODULES if module.name not in {"__main__.py", "__init__.py"}]
    program = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise SystemExit('a module connects when it is imported')\n"
        "socket.socket.connect = refuse\n"
        f"import importlib\nfor name in {names!r}: importlib.import_module(name)\n"
    )

    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", program],
        cwd=ROOT,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stdout), done.stderr
