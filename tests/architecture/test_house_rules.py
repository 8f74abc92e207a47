"""Rules of the house that a reader should not have to check by eye."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "jurisdictions", "reading", "terms", "runtime", "services", "cli")
MODULES = sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py"))
FUNCTION_LINES_MAX = 50
MODULE_LINES_MAX = 320
NOBODYS_NAMES = {"utils", "helpers", "misc", "common", "base", "manager", "processor"}
BROAD_BY_DESIGN = {
    "runtime/loop/consume.py",  # a handler's bug is parked
    "runtime/state/disk.py",  # rocksdict raises nothing narrower
    "runtime/loop/effects.py",  # any error of a provider's client leaves the result unknown
    "runtime/loop/partition.py",  # an error that says it is retriable is retried
    "runtime/loop/worker.py",  # aiokafka only logs its listener's errors; the process ends instead
    "cli/system/supervisor.py",  # started processes are stopped, and the error goes on
    "services/letters/printing/pdf.py",  # the compiler's panic is no Exception
    "services/letters/printing/glyphs.py",  # as in pdf.py
    "services/ops/app.py",  # a view that stops at one message is worth less than one that says it left one out
    "runtime/state/standby.py",  # the partitions that its worker owns go on without it
}
WITHOUT_RULES = {"app", "__main__", "__init__", "records"}


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_no_tail(module: Path) -> None:
    """No function and no module grows beyond a size that can be read at once."""
    lengths = {each.name: (each.end_lineno or 0) - each.lineno for each in _functions(module)}

    assert {} == {name: length for name, length in lengths.items() if length > FUNCTION_LINES_MAX}
    assert len((ROOT / module).read_text().splitlines()) <= MODULE_LINES_MAX


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_names_say_whose_job_it_is(module: Path) -> None:
    """A drawer for everything ends up holding everything."""
    assert not NOBODYS_NAMES & {part.removesuffix(".py") for part in module.parts}


@pytest.mark.parametrize("module", [module for module in MODULES if "domain" in module.parts], ids=str)
def test_every_rule_has_its_tests(module: Path) -> None:
    """services/x/domain/rule.py is tested in tests/services/x/domain/test_rule.py."""
    if module.stem not in WITHOUT_RULES:
        assert (ROOT / "tests" / module.parent / f"test_{module.name}").exists()


def test_topic_names_exist_once() -> None:
    """Only the catalogue spells the name of a topic."""
    spelt = re.compile(
        r"[\"']imr\.[a-z]+\.(commands|events|pool|dead-letters|desk|changelog)[\"']|[\"']imr\.(feeds|reviewers)[\"']"
    )

    assert [] == [str(module) for module in MODULES if module.name != "topics.py" and spelt.search((ROOT / module).read_text())]


def test_exceptions_are_caught_by_their_name() -> None:
    """`except Exception` is allowed where a message is parked or a dependency tried again."""
    broad = re.compile(r"except (Base)?Exception\b")
    found = {str(module) for module in MODULES if broad.search((ROOT / module).read_text())}

    assert found <= BROAD_BY_DESIGN


@pytest.mark.parametrize("module", TESTS, ids=str)
def test_every_test_says_what_it_promises(module: Path) -> None:
    """The docstring of a test is the promise that a failure breaks."""
    assert [] == [each.name for each in _functions(module) if each.name.startswith("test_") and not ast.get_docstring(each)]
