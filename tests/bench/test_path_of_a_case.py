"""One case is followed from its application to proof of service."""

from pathlib import Path

from bench.path_of_a_case import figures, path_of_a_case


async def test_the_path_begins_in_intake_and_ends_with_service(tmp_path: Path) -> None:
    """The tracer sees every deciding service, and each function once."""
    entered = await path_of_a_case(tmp_path)

    services = list(dict.fromkeys(file.split("/")[1] for file, _ in entered if file.startswith("services/")))
    assert ["intake", "triage", "decision", "letters"] == services
    assert len(entered) == len(set(entered))


def test_figures_count_files_and_functions() -> None:
    """Two functions of one file count as one file."""
    entered = (
        ("terms/text.py", "fold"),
        ("terms/text.py", "words"),
        ("services/letters/app.py", "create_app"),
        ("tests/x.py", "x"),
    )

    assert {"services/letters": (1, 1), "terms": (1, 2)} == figures(entered)
