"""The faults of a letter: each names its step and, in its message, the cause."""

import pytest

from services.letters.verification.errors import (
    ChainBroken,
    DeterminationUnreadable,
    LayoutNotHere,
    LetterNotVerified,
    NeverIssued,
    NoDetermination,
    NotAPdf,
    OtherDecision,
    PdfBroken,
    PdfEncrypted,
    PdfTooLarge,
    TextDiffers,
)

FAULTS: tuple[tuple[LetterNotVerified, str, str], ...] = (
    (NotAPdf(), "file", "is not a PDF"),
    (PdfTooLarge(60, 50), "file", "60 bytes; a letter has at most 50"),
    (PdfEncrypted(), "file", "encrypted"),
    (PdfBroken(7, "no end"), "file", "(no end); it has 7 bytes"),
    (NoDetermination("d.json", ["a.xml", "b"]), "data", "no attachment d.json; its attachments: a.xml, b"),
    (NoDetermination("d.json", []), "data", "its attachments: none"),
    (DeterminationUnreadable(["/a", "/b/0"]), "data", "at /a, /b/0"),
    (LayoutNotHere("there is no layout x@1"), "text", "there is no layout x@1"),
    (TextDiffers(3, "upheld", "overturned"), "text", "on page 3 the text reads “overturned”"),
    (NeverIssued("ab12", "CM26-4170023"), "issue", "case CM26-4170023 was issued with the SHA-256 ab12"),
    (OtherDecision(2, "upheld", None), "issue", "but not decided"),
    (ChainBroken("an event is missing"), "chain", "an event is missing"),
)


@pytest.mark.parametrize(("fault", "step", "words"), FAULTS, ids=lambda value: type(value).__name__)
def test_a_fault_names_its_step_and_cause(fault: LetterNotVerified, step: str, words: str) -> None:
    """`imr letter verify` prints both."""
    assert step == fault.step
    assert words in str(fault)


def test_every_fault_is_covered() -> None:
    """A new kind of fault is added to the table above."""
    assert set(LetterNotVerified.__subclasses__()) == {type(fault) for fault, _, _ in FAULTS}
