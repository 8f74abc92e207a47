"""The case file: records added to it, and whether it can be reviewed."""

from schemas.messages.application import Application, Document, Fact, Item
from schemas.messages.intake import ReceiveRecords
from services.intake.errors import DocumentIdTaken, UnknownDocument, UnknownItem


def has_medical_record(application: Application) -> bool:
    """Return whether a reviewer has more than the utilization review (8 CCR 9792.10.6(b)(2))."""
    return any(document.kind == "medical-record" for document in application.documents)


def with_records(application: Application, records: ReceiveRecords) -> Application:
    """Return *application* with the documents and facts of *records*.

    Raises UnknownItem, UnknownDocument or DocumentIdTaken. A document on file is not added twice;
    a fact that contradicts an earlier one comes after it, and both stay.
    """
    numbers = tuple(item.number for item in application.items)
    for number in records.facts:
        if number not in numbers:
            raise UnknownItem(number, numbers)
    documents = _with_documents(application.documents, records.documents)
    _refuse_unknown_sources(records, {document.id for document in documents})
    items = tuple(_with_facts(item, records.facts.get(item.number, ())) for item in application.items)
    return Application.model_validate({**dict(application), "documents": documents, "items": items})


def _with_documents(on_file: tuple[Document, ...], added: tuple[Document, ...]) -> tuple[Document, ...]:
    documents = {document.id: document for document in on_file}
    for document in added:
        if documents.setdefault(document.id, document) != document:
            raise DocumentIdTaken(document.id)
    return tuple(documents.values())


def _refuse_unknown_sources(records: ReceiveRecords, known: set[str]) -> None:
    for facts in records.facts.values():
        for fact in facts:
            if fact.source is not None and fact.source.document not in known:
                raise UnknownDocument(fact.source.document)


def _with_facts(item: Item, added: tuple[Fact, ...]) -> Item:
    new = tuple(fact for fact in added if fact not in item.facts)
    return Item.model_validate({**dict(item), "facts": (*item.facts, *new)})
