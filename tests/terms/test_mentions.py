"""Body regions and guideline chapters that a text mentions."""

import pytest

from terms.mentions import CHAPTERS, REGIONS, TREATMENTS, chapters_in, regions_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lumbar spine MRI", {"low back"}),
        ("C5-C6 and L4-L5", {"neck", "low back"}),
        ("the patient sat back", set()),
        ("rotator cuff repair of the left shoulder", {"shoulder"}),
        ("ACL of the knee", {"knee"}),
        ("thoracolumbar strain", {"upper back", "low back"}),
        ("", set()),
    ],
)
def test_regions_are_found_by_their_words(text: str, expected: set[str]) -> None:
    """Levels of the spine count; a word inside another does not."""
    assert expected == regions_in(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(ODG) Low Back chapter", {"Low Back"}),
        ("Neck and Upper Back Complaints", {"Neck and Upper Back"}),
        ("Knee Complaints and Ankle & Foot", {"Knee", "Ankle and Foot"}),
        ("MTUS, Chronic Pain", set()),
    ],
)
def test_chapters_are_found_by_their_titles(text: str, expected: set[str]) -> None:
    """A document that is about no part of the body has no chapter."""
    assert expected == set(chapters_in(text))


def test_every_chapter_speaks_to_known_regions() -> None:
    """A chapter on an unknown region would contradict every letter."""
    assert {region for _, regions in CHAPTERS.values() for region in regions} <= set(REGIONS)


def test_a_treatment_is_matched_by_brand_class_and_ingredient() -> None:
    """One pattern holds all names of a treatment."""
    opioid = next(pattern for pattern in TREATMENTS if pattern.search("hydrocodone"))

    assert all(opioid.search(name) for name in ("Norco 10/325", "opioids", "narcotic", "tramadol ER"))
    assert not opioid.search("naproxen")
