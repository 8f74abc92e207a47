"""Toxiproxy is built once, or its absence has a reason."""

from pathlib import Path

import pytest

from bench.faults import network
from bench.faults.network import NoToxiproxy, toxiproxy


def _go(folder: Path, script: str) -> str:
    """Return a program that stands for Go."""
    program = folder / "go"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_without_go_there_is_no_toxiproxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason names Go."""
    monkeypatch.setattr(network.shutil, "which", lambda _: None)

    with pytest.raises(NoToxiproxy, match="Go is not installed"):
        toxiproxy(tmp_path)


def test_a_build_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason has Go's own words, such as those for a missing network."""
    monkeypatch.setattr(network.shutil, "which", lambda _: _go(tmp_path, "echo no such host >&2; exit 1"))

    with pytest.raises(NoToxiproxy, match="no such host"):
        toxiproxy(tmp_path)


def test_it_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second call finds the program of the first."""
    monkeypatch.setattr(network.shutil, "which", lambda _: _go(tmp_path, 'mkdir -p "$GOBIN" && touch "$GOBIN/server"'))
    first = toxiproxy(tmp_path)
    monkeypatch.setattr(network.shutil, "which", lambda _: None)

    assert first.is_file()
    assert first == toxiproxy(tmp_path)
