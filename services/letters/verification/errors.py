"""Everything that can be wrong with a letter, and the step at which it is found."""

from collections.abc import Iterable, Sequence


class LetterNotVerified(ValueError):
    """Something is wrong with a letter; *step* is where verifying it stopped: file, data, text, issue or chain."""

    step = "file"


class NotAPdf(LetterNotVerified):
    """The file is something else."""

    def __init__(self) -> None:
        super().__init__("the file is no PDF: it does not begin with %PDF-")


class PdfTooLarge(LetterNotVerified):
    """No letter is as large as that."""

    def __init__(self, size: int, size_max: int) -> None:
        super().__init__(f"the file has {size} bytes; a letter has {size_max} at most")


class PdfEncrypted(LetterNotVerified):
    """Ours are not encrypted, and what cannot be read cannot be verified."""

    def __init__(self) -> None:
        super().__init__("the PDF is encrypted; letters are issued without encryption")


class PdfBroken(LetterNotVerified):
    """The file is truncated or damaged; *after_bytes* is how much of it there is."""

    def __init__(self, after_bytes: int, reason: str) -> None:
        super().__init__(f"the PDF is truncated or damaged ({reason}); it has {after_bytes} bytes")
        self.after_bytes = after_bytes


class NoDetermination(LetterNotVerified):
    """The PDF has no data attached, so it is none of our letters, or was saved anew without it."""

    step = "data"

    def __init__(self, name: str, attached: Iterable[str]) -> None:
        names = ", ".join(attached) or "nothing"
        super().__init__(f"the PDF has no {name} attached, but {names}")


class DeterminationUnreadable(LetterNotVerified):
    """The attached data is no determination; *places* says where, as JSON pointers."""

    step = "data"

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(f"the attached data is no determination, at {', '.join(places)}")
        self.places = tuple(places)


class LayoutNotHere(LetterNotVerified):
    """The data names a layout that is not here, so nobody can tell what it should print."""

    step = "text"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the text cannot be compared: {reason}")


class TextDiffers(LetterNotVerified):
    """The text does not say what the data says, first on *page* (from 1)."""

    step = "text"

    def __init__(self, page: int, expected: str, found: str) -> None:
        super().__init__(f"on page {page} the text reads “{found}”, but the data prints “{expected}”")
        self.page = page


class NeverIssued(LetterNotVerified):
    """No issue of the case names this hash: another file, or a changed one."""

    step = "issue"

    def __init__(self, sha256: str, case_number: str | None) -> None:
        super().__init__(f"no letter of case {case_number} was issued with the SHA-256 {sha256}")


class OtherDecision(LetterNotVerified):
    """The letter says of an item what was not signed."""

    step = "issue"

    def __init__(self, item: int, said: str, signed: str | None) -> None:
        super().__init__(f"the letter says of item {item} that it is {said}; signed is {signed or 'nothing of it'}")
        self.item = item


class ChainBroken(LetterNotVerified):
    """The letter rests on something that the stream does not have, or has later than the letter."""

    step = "chain"
