"""The ids that a jurisdiction's file may name."""

from pathlib import Path

from jurisdictions.vocabulary import body_regions, treatments
from services.decision.library.library import load


def test_they_are_the_ids_by_which_requests_are_recognised() -> None:
    """Triage and decision speak of the same treatments and body regions."""
    library = load()

    assert set(library.treatments) == treatments()
    assert set(library.body_regions) == body_regions()


def test_no_service_is_imported_for_them() -> None:
    """The ids are read as data."""
    text = (Path(__file__).parents[2] / "jurisdictions" / "vocabulary.py").read_text()

    assert "import services" not in text
    assert "from services" not in text
