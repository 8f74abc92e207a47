"""Why a text was not read as a letter, and the line where it stopped."""


class LetterNotRead(ValueError):
    """The reading stopped at *line*; *problem* says why, without the words of the letter beyond a label or a heading."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


class NotText(LetterNotRead):
    """The bytes are no text: another kind of file, an encoding nobody knows, control characters."""


class TooLarge(LetterNotRead):
    """Far more than a letter ever has."""


class NotALetter(LetterNotRead):
    """A text without the headings of a determination."""


class OtherLayout(LetterNotRead):
    """A determination in a layout that is not read yet."""


class LetterTruncated(LetterNotRead):
    """The text ends before the letter does."""


class LetterMalformed(LetterNotRead):
    """Something is not where or what the form says."""
