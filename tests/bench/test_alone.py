"""A measured process has its settings and no neighbours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.alone import _ancestors, _descendants, in_a_process
from runtime.settings import Settings

PARENTS = {1: 0, 10: 1, 11: 10, 12: 11, 20: 1}


@pytest.mark.parametrize(("pid", "ancestors"), [(12, {1, 10, 11}), (20, {1}), (1, set()), (99, set())])
def test_ancestors_are_followed_to_the_first_process(pid: int, ancestors: set[int]) -> None:
    """A process that has ended meanwhile has none."""
    assert ancestors == _ancestors(pid, PARENTS)


def test_children_are_found() -> None:
    """The broker's processes are moved to their core by this list."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = _descendants(os.getpid())
        child.communicate(b"\n")

    assert child.pid in found
    assert os.getpid() not in found


def test_settings_reach_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The module's JSON is returned; given settings win over those of the environment."""
    (tmp_path / "tell_settings.py").write_text(
        "import json\nfrom runtime.settings import Settings\n"
        "settings = Settings()\nprint(json.dumps([settings.kafka_bootstrap, settings.slot]))\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path.cwd()}")
    monkeypatch.setenv("IMR_SLOT", "1")

    assert ["example:1", "7"] == in_a_process("tell_settings", Settings(kafka_bootstrap="example:1"), slot="7")


def test_a_process_that_fails_is_an_error(tmp_path: Path) -> None:
    """A benchmark without a result has no figure."""
    with pytest.raises(subprocess.CalledProcessError):
        in_a_process("bench.no_such_module", Settings())
