"""Reading YAML files, and errors that name the file and the line."""

from pathlib import Path

import pytest

from services.decision.library.errors import Fault
from services.decision.library.forms import TopicsForm
from services.decision.library.yaml_files import plain_data, read


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("topics:\n  tens: Too few\n", "topics.yaml:2: topics.tens: has fewer than 10 characters"),
        ("topics:\n  tens: [\n", "topics.yaml:3: the file: is not YAML: brackets are not closed, or a value is missing"),
        ("topics: {}\nother: 1\n", "topics.yaml:2: other: is not a known field"),
        ("topics: {}\ntopics: {}\n", "topics.yaml:2: topics: this key is there more than once"),
        ("", "topics.yaml:1: the file: is empty"),
    ],
)
def test_what_is_wrong(tmp_path: Path, text: str, problem: str) -> None:
    """Each problem names the file, the line, the place and the reason; there is no form then."""
    path = tmp_path / "topics.yaml"
    path.write_text(text)
    file = read(TopicsForm, path)

    assert file.form is None
    assert [problem] == [str(each) for each in file.problems]


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a problem of that file."""
    (problem,) = read(TopicsForm, tmp_path / "topics.yaml").problems

    assert str(problem).startswith("topics.yaml:1: the file: cannot be used: no such file")


def test_a_fault_gets_its_line(tmp_path: Path) -> None:
    """A fault found after reading has its line too."""
    path = tmp_path / "topics.yaml"
    path.write_text("topics:\n  tens: Stimulation through the skin.\n")
    problem = read(TopicsForm, path).problem(Fault("topics.yaml", ("topics", "tens"), "nobody answers it"))

    assert str(problem) == "topics.yaml:2: topics.tens: nobody answers it"


@pytest.mark.parametrize(
    ("content", "data"), [(b"id: example\n", {"id": "example"}), (b"- 1\n", {}), (b"", {}), (b"\x00\xff", {}), (b"id: [", {})]
)
def test_plain_data_of_anything_is_a_mapping(content: bytes, data: dict[str, str]) -> None:
    """Content that is not readable, or no mapping, has no data."""
    assert data == plain_data(content)
