"""The ids that a jurisdiction's file may name."""

from pathlib import Path

from jurisdictions.vocabulary import body_regions, reason_codes, treatments
from reading.files import read_file
from reading.models import fit
from reading.yaml_text import read_yaml
from services.decision.library.forms import WordsForm
from services.decision.library.library import HERE, load, vocabulary_files


def test_they_are_the_ids_by_which_requests_are_recognised() -> None:
    """Triage and decision speak of the same treatments and body regions."""
    words = fit(WordsForm, read_yaml(read_file(vocabulary_files(HERE)["words"])).data)

    assert load().treatments == treatments()
    assert set(words.body_regions) == body_regions()


def test_the_codes_of_reasons_are_those_that_letters_can_mend() -> None:
    """Two of California's, of which one stands for several reasons."""
    assert {"LATE", "INELIGIBLE_PARTY"} < reason_codes()
    assert not any(each.startswith("mend_") for each in reason_codes())


def test_no_service_is_imported_for_them() -> None:
    """The ids are read as data."""
    text = (Path(__file__).parents[2] / "jurisdictions" / "vocabulary.py").read_text()

    assert "import services" not in text
    assert "from services" not in text
