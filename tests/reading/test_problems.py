"""Problems of a document, by place."""

import pytest

from reading.problems import PROBLEMS_MAX, NotReadable, Problem, Step, not_readable, path_in, pointer


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), ""),
        (("a", 0, "b"), "/a/0/b"),
        (("a/b~c",), "/a~1b~0c"),
        (("\x1b[31m",), "/\\u001b[31m"),
        (("\ud800",), "/\\ud800"),
        (("x" * 101,), f"/{'x' * 100}…"),
    ],
)
def test_a_pointer_can_be_printed(path: tuple[Step, ...], expected: str) -> None:
    """RFC 6901, without control characters and without end."""
    assert expected == pointer(path)


@pytest.mark.parametrize(
    ("location", "missing", "expected"),
    [
        (("items", 0, "quantity"), False, ("items", 0, "quantity")),
        (("items", 0, "quantity", "int"), False, ("items", 0, "quantity")),
        (("items", 0, "Item", "request"), True, ("items", 0, "request")),
        (("items", 7), False, ("items",)),
    ],
)
def test_the_alternatives_of_a_union_are_no_places(location: tuple[Step, ...], missing: bool, expected: tuple[Step, ...]) -> None:  # noqa: FBT001
    """Only steps that lead somewhere are told, and a field that is missing."""
    assert expected == path_in({"items": [{"quantity": 1}]}, location, missing=missing)


def test_a_long_list_of_problems_is_cut() -> None:
    """A hundred thousand wrong fields are no answer."""
    error = NotReadable(Problem(f"/{number}", "is wrong") for number in range(1_000))

    assert PROBLEMS_MAX + 1 == len(error.problems)
    assert "and 950 more problems" == error.problems[-1].detail


def test_a_problem_tells_line_place_and_reason() -> None:
    """As far as they are known."""
    assert "line 3, /a: is wrong" == str(Problem("/a", "is wrong", 3))
    assert "line 3, is wrong; /a: is wrong" == str(NotReadable((*not_readable("is wrong", 3).problems, Problem("/a", "is wrong"))))
