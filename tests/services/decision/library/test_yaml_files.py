"""Reading YAML files, and errors that name the file and the line."""

from pathlib import Path

import pytest
import yaml

from services.decision.library.errors import Fault, Step
from services.decision.library.forms import TopicsForm
from services.decision.library.yaml_files import LineNumbers, compose, read


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("topics:\n  tens: Too few\n", "topics.yaml:2: topics.tens: String should have at least 10 characters"),
        ("topics:\n  tens: [\n", "topics.yaml:3: the file: did not find expected node content"),
        ("topics: {}\nother: 1\n", "topics.yaml:2: other: Extra inputs are not permitted"),
        ("topics: {}\ntopics: {}\n", "topics.yaml:2: the file: 'topics' stands here twice"),
        ("", "topics.yaml:1: the file: Input should be an object"),
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

    assert str(problem).startswith("topics.yaml:1: the file: [Errno 2]")


def test_a_fault_gets_its_line(tmp_path: Path) -> None:
    """A fault found after reading has its line too."""
    path = tmp_path / "topics.yaml"
    path.write_text("topics:\n  tens: Stimulation through the skin.\n")
    problem = read(TopicsForm, path).problem(Fault("topics.yaml", ("topics", "tens"), "nobody answers it"))

    assert str(problem) == "topics.yaml:2: topics.tens: nobody answers it"


TEXT = """id: example
in_force: {from: 2009-07-18}
facts:
  - visits
  - weeks
criteria:
  - id: adjunct
    expression: a
  - name: a case
    expression: b
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("in_force", "from"), 2),
        (("facts",), 3),
        (("facts", 1), 5),
        (("facts", "weeks"), 5),
        (("criteria", "adjunct", "expression"), 8),
        (("criteria", 1, "expression"), 10),
        (("criteria", "a case"), 9),
        (("criteria", "a case", "sentences", "met"), 9),
        (("nowhere",), 1),
    ],
)
def test_line(path: tuple[Step, ...], line: int) -> None:
    """A path leads to the line of its last step that is in the file."""
    assert line == compose(TEXT).line(path)


def test_without_a_file() -> None:
    """Without nodes, every path leads to line 1."""
    assert LineNumbers().line(("facts", 1)) == 1


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", "list:\n  - {a: 1,\n     a: 2}\n"])
def test_what_stands_twice_is_refused(text: str) -> None:
    """The second of two equal keys would hide the first; it is refused with its line."""
    with pytest.raises(yaml.MarkedYAMLError, match="'a' stands here twice") as error:
        compose(text)
    assert error.value.problem_mark.line == 2
