"""The file of phrases."""

from pathlib import Path

import pytest

from services.decision.analysis.phrases import load_phrases
from services.decision.library.errors import LibraryNotSound
from services.decision.library.library import HERE, load

LIBRARY = load()
FILE = HERE / "vocabulary" / "phrases.yaml"


def test_the_file_is_sound() -> None:
    """Every phrase states a possible value of its fact; all treatments named are known."""
    phrases = load_phrases(LIBRARY.vocabulary)

    assert len(phrases.phrases) > 30
    assert phrases.surgeries | phrases.ancillary_treatments <= LIBRARY.treatments


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (
            "fact: homebound, says: 'homebound|cannot leave (?:the )?home', value: true",
            "fact: homely, says: 'home', value: true",
            "homely",
        ),
        ("negated: low", "negated: tiny", "one of low"),
        ("says: 'home trial|trial of the (?:unit|device)', negated: 0", "says: 'home trial'", "states nothing"),
        ("says: 'bankart'", "says: 'bankart('", "bankart("),
        ("surgeries:", "operations:", "operations"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, part: str) -> None:
    """The error names the unknown fact or part, the impossible value or the bad pattern."""
    text = FILE.read_text()
    assert old in text
    path = tmp_path / "phrases.yaml"
    path.write_text(text.replace(old, new))

    with pytest.raises(LibraryNotSound) as error:
        load_phrases(LIBRARY.vocabulary, path)

    assert part in str(error.value)
