"""Kafka's jars: fetched once with Maven, whole or not at all."""

from pathlib import Path

import pytest

from runtime.broker.errors import ApacheBrokerUnavailable
from runtime.broker.kinds.jars import _move, fetch_jars

FETCHES = """#!/bin/sh
for argument in "$@"; do case "$argument" in -DoutputDirectory=*) folder="${argument#*=}";; esac; done
/bin/mkdir -p "$folder" && : > "$folder/kafka.jar" && echo once >> "$(/usr/bin/dirname "$0")/calls"
"""
FAILS = "#!/bin/sh\necho 'Could not resolve dependencies'; exit 1\n"


@pytest.fixture
def pom(tmp_path: Path) -> Path:
    """A file that says which jars."""
    path = tmp_path / "pom.xml"
    path.write_text("<project/>")
    return path


def maven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> Path:
    """A Maven that does what *script* says; the folder it stands in."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "mvn").write_text(script)
    (folder / "mvn").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_jars_are_fetched_once_per_pom(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pom: Path) -> None:
    """The second start finds the jars; another pom gets jars of its own; nothing unfinished is left."""
    programs = maven(monkeypatch, tmp_path, FETCHES)
    kept = tmp_path / "kept"
    jars = fetch_jars(pom, kept)

    assert jars == fetch_jars(pom, kept)
    assert ["kafka.jar"] == [path.name for path in jars.iterdir()]
    assert (programs / "calls").read_text() == "once\n"

    pom.write_text("<project></project>")
    others = fetch_jars(pom, kept)

    assert {jars, others} == set(kept.iterdir())


def test_failed_fetch_says_why_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pom: Path) -> None:
    """When Maven fails, its words are quoted and the next start tries again."""
    maven(monkeypatch, tmp_path, FAILS)

    with pytest.raises(ApacheBrokerUnavailable, match="Could not resolve dependencies"):
        fetch_jars(pom, tmp_path / "kept")

    assert [] == list((tmp_path / "kept").iterdir())


def test_missing_maven_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pom: Path) -> None:
    """Without Maven the error names the package."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ApacheBrokerUnavailable, match="install Maven"):
        fetch_jars(pom, tmp_path / "kept")


def test_missing_pom_says_where_it_works(tmp_path: Path) -> None:
    """Outside a source checkout there is no pom, and the error says so."""
    with pytest.raises(ApacheBrokerUnavailable, match="source checkout"):
        fetch_jars(tmp_path / "pom.xml", tmp_path / "kept")


def test_slower_of_two_fetches_gives_way(tmp_path: Path) -> None:
    """Of two that fetched at the same time, the second leaves the first one's jars in place; a real failure is raised."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kafka.jar").write_text(name)
    _move(tmp_path / "first", tmp_path / "jars")
    _move(tmp_path / "second", tmp_path / "jars")

    assert (tmp_path / "jars" / "kafka.jar").read_text() == "first"
    with pytest.raises(FileNotFoundError):
        _move(tmp_path / "third", tmp_path / "elsewhere")
