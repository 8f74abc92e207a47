"""Lines in a YAML file."""

import pytest
import yaml

from services.decision.library.places import Places, Step, compose

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
    """What has no nodes begins and ends on line 1."""
    assert Places().line(("facts", 1)) == 1


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", "list:\n  - {a: 1,\n     a: 2}\n"])
def test_what_stands_twice_is_refused(text: str) -> None:
    """The second of two equal keys would hide the first; it is refused with its line."""
    with pytest.raises(yaml.MarkedYAMLError, match="'a' stands here twice") as error:
        compose(text)
    assert error.value.problem_mark.line == 2
