"""Problems of a library's files, as people read them."""

from services.decision.library.errors import LibraryNotSound, Problem


def test_every_problem_is_told_with_its_file_and_line() -> None:
    """One line each, in a form that editors follow."""
    first = Problem("odg-massage.yaml", 7, "criteria.0.when", "reads an unknown fact")
    second = Problem("odg-tens.yaml", 1, "the file", "is empty")

    error = LibraryNotSound(first, second)

    assert "odg-massage.yaml:7: criteria.0.when: reads an unknown fact\nodg-tens.yaml:1: the file: is empty" == str(error)
    assert (first, second) == error.problems
