"""The faults a letter can have, each with the step of verification that finds it."""

from collections.abc import Iterable, Sequence


class LetterNotVerified(ValueError):
    """A fault in a letter; *step* is file, data, text, issue or chain."""

    step = "file"


class NotAPdf(LetterNotVerified):
    """The file is not a PDF."""

    def __init__(self) -> None:
        super().__init__("the file is not a PDF: it does not begin with %PDF-")


class PdfTooLarge(LetterNotVerified):
    """The file is larger than any letter."""

    def __init__(self, size: int, size_max: int) -> None:
        super().__init__(f"the file has {size} bytes; a letter has at most {size_max}")


class PdfEncrypted(LetterNotVerified):
    """The PDF is encrypted; letters are issued without encryption."""

    def __init__(self) -> None:
        super().__init__("the PDF is encrypted; letters are issued without encryption")


class PdfBroken(LetterNotVerified):
    """The file is truncated or damaged; *after_bytes* is its length."""

    def __init__(self, after_bytes: int, reason: str) -> None:
        super().__init__(f"the PDF is truncated or damaged ({reason}); it has {after_bytes} bytes")
        self.after_bytes = after_bytes


class NoDetermination(LetterNotVerified):
    """The PDF has no data attached: another program made it, or saved it without the data."""

    step = "data"

    def __init__(self, name: str, attached: Iterable[str]) -> None:
        names = ", ".join(attached) or "none"
        super().__init__(f"the PDF has no attachment {name}; its attachments: {names}")


class DeterminationUnreadable(LetterNotVerified):
    """The attached data is not a determination; *places* are the faults' JSON pointers."""

    step = "data"

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(f"the attached data is not a valid determination; the faults are at {', '.join(places)}")
        self.places = tuple(places)


class LayoutNotHere(LetterNotVerified):
    """The layout that the data names is not installed, so the text cannot be compared."""

    step = "text"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the text cannot be compared: {reason}")


class TextDiffers(LetterNotVerified):
    """The text differs from the data, first on *page*, counted from 1."""

    step = "text"

    def __init__(self, page: int, expected: str, found: str) -> None:
        super().__init__(f"on page {page} the text reads “{found}”, but according to the data it should read “{expected}”")
        self.page = page


class NeverIssued(LetterNotVerified):
    """No issue of the case lists the file's hash: it is another file, or it was changed."""

    step = "issue"

    def __init__(self, sha256: str, case_number: str | None) -> None:
        super().__init__(
            f"no letter of case {case_number} was issued with the SHA-256 {sha256}: the file was changed, or it was never issued"
        )


class OtherDecision(LetterNotVerified):
    """The letter gives an item another outcome than the signed determination."""

    step = "issue"

    def __init__(self, item: int, said: str, signed: str | None) -> None:
        super().__init__(f"item {item} is {said} in the letter, but {signed or 'not decided'} in the signed determination")
        self.item = item


class ChainBroken(LetterNotVerified):
    """An event that the letter is based on is missing, or later than one that follows from it."""

    step = "chain"
