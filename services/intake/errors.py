"""Errors in messages that intake cannot act on.

A message about an unknown case is parked for a person to see; the others are refused in words.
"""


class UnknownCase(ValueError):
    """A message about a case that was never given a number here."""

    def __init__(self, case_number: str) -> None:
        super().__init__(f"there is no case {case_number}")
        self.case_number = case_number


class UnknownItem(ValueError):
    """Facts about an item that the application does not have."""

    code = "unknown-item"

    def __init__(self, number: int, known: tuple[int, ...]) -> None:
        super().__init__(f"there is no item {number}; there is: {', '.join(map(str, known))}")
        self.number = number


class UnknownDocument(ValueError):
    """A fact read from a document that is not on file."""

    code = "unknown-document"

    def __init__(self, document_id: str) -> None:
        super().__init__(f"the document {document_id!r} is neither on file nor among the records")
        self.document_id = document_id


class DocumentIdTaken(ValueError):
    """Another document under the id of one on file."""

    code = "document-id-taken"

    def __init__(self, document_id: str) -> None:
        super().__init__(f"another document is on file as {document_id!r}")
        self.document_id = document_id
