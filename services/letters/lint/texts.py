"""The texts of a letter with their places, as rules go through them."""

from collections.abc import Iterator

from services.letters.letter import Letter

ITEM_TEXTS = ("request", "claims_administrator_guideline", "reviewer_guideline", "rationale", "closing")
_LETTER_TEXTS = ("review_organization", "clinical_summary")


def all_texts(letter: Letter) -> Iterator[tuple[str, str]]:
    """Every text of *letter* that is printed, with its place."""
    for name in _LETTER_TEXTS:
        yield f"/{name}", getattr(letter, name)
    yield "/reviewer/licensure_text", letter.reviewer.licensure_text
    yield "/reviewer/specialties_text", letter.reviewer.specialties_text
    for index, item in enumerate(letter.items):
        for name in ITEM_TEXTS:
            yield f"/items/{index}/{name}", getattr(item, name)
    for index, document in enumerate(letter.documents_reviewed):
        yield f"/documents_reviewed/{index}/title", document.title
    for index, recipient in enumerate(letter.recipients):
        yield f"/recipients/{index}", recipient


def narratives(letter: Letter) -> Iterator[tuple[str, str]]:
    """The texts that tell the case: the clinical summary, and each item's reasons and closing."""
    yield "/clinical_summary", letter.clinical_summary
    for index, item in enumerate(letter.items):
        yield f"/items/{index}/rationale", item.rationale
        yield f"/items/{index}/closing", item.closing
