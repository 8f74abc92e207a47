"""Commit subjects are short instructions."""

import subprocess
from pathlib import Path

import pytest

from tests.architecture.commits import COLUMNS_MAX, NoHistory, problems, subjects


@pytest.mark.parametrize(
    "subject",
    ["Add a check", "Feed the broker", "Address review", "Pass the clock", "Bring back 4.2", "X" * COLUMNS_MAX],
)
def test_an_instruction_passes(subject: str) -> None:
    """Verbs that end in -s, -ed or -ing are accepted where they are instructions."""
    assert [] == list(problems(subject))


@pytest.mark.parametrize(
    ("subject", "problem"),
    [
        ("X" * (COLUMNS_MAX + 1), "73 characters"),
        ("add a check", "capital"),
        ("Add a check.", "full stop"),
        ("Added a check", "past tense"),
        ("Adding a check", "participle"),
        ("Adds a check", "third person"),
        ("Tests: one for each module", "plural"),
        ("The plant without fencing", "no instruction"),
        ("What a user runs", "no instruction"),
        ("", "capital"),
    ],
)
def test_each_rule_is_named(subject: str, problem: str) -> None:
    """A subject that breaks one rule gets one message, which names the rule."""
    (found,) = problems(subject)

    assert problem in found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of three commits: First, Second, Third."""
    folder = tmp_path / "full"
    folder.mkdir()
    _git(folder, "init", "-q")
    for subject in ("First", "Second", "Third"):
        author = ("-c", "user.name=Example", "-c", "user.email=example@example.org", "-c", "commit.gpgsign=false")
        _git(folder, *author, "commit", "-q", "--allow-empty", "-m", subject)
    return folder


def test_only_commits_after_the_base_are_checked(repository: Path) -> None:
    """The base itself and its ancestors are left out."""
    assert ["Third", "Second"] == [subject for _, subject in subjects("HEAD~2", repository)]


def test_a_shallow_clone_checks_the_commits_it_has(repository: Path, tmp_path: Path) -> None:
    """The base may be older than the clone."""
    base = _git(repository, "rev-parse", "HEAD~2").strip()
    _git(tmp_path, "clone", "-q", "--depth", "2", f"file://{repository}", "shallow")

    assert ["Third", "Second"] == [subject for _, subject in subjects(base, tmp_path / "shallow")]


def test_a_folder_without_history_is_not_checked(tmp_path: Path) -> None:
    """A source archive has no commits, and the reason says so."""
    with pytest.raises(NoHistory, match="has no git history"):
        subjects("HEAD", tmp_path)


def test_an_unknown_base_is_not_checked(repository: Path) -> None:
    """In a full clone that lacks the base, no commit can be told to be new."""
    with pytest.raises(NoHistory, match="--base"):
        subjects("0" * 40, repository)


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout
