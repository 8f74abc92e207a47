"""Errors that stop the reading of a letter, each with its line."""


class LetterNotRead(ValueError):
    """Reading stopped at *line* because of *problem*, which quotes labels and headings only."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


class NotText(LetterNotRead):
    """The file is not text: another kind of file, an unknown encoding, or control characters."""


class PdfNotRead(LetterNotRead):
    """The file is a PDF that is broken, encrypted, or longer than any letter."""


class NoText(LetterNotRead):
    """The PDF has pages that are pictures without text, as a scan has."""


class TooLarge(LetterNotRead):
    """The file is far larger than any letter."""


class NotALetter(LetterNotRead):
    """The text has none of the headings of a determination."""


class OtherLayout(LetterNotRead):
    """The text is a determination in a layout that cannot be read."""


class LetterTruncated(LetterNotRead):
    """The text ends before the letter does."""


class LetterMalformed(LetterNotRead):
    """A section, label or value is missing or not as the form prescribes."""


class ReaderFailed(LetterNotRead):
    """The reader itself failed on this file; please report it with the file."""
