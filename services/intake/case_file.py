"""The case file: records added to it, and whether it can be reviewed."""

from schemas.messages.application import Application, Document, Fact, Item
from schemas.messages.intake import ReceiveRecords
from schemas.messages.lifecycle import AnswerRequest, Records
from services.intake.domain import completeness
from services.intake.domain.completeness import Paper
from services.intake.errors import DocumentIdTaken, UnknownDocument, UnknownItem


def is_complete(application: Application) -> bool:
    """Return whether the claims administrator's records are in (8 CCR 9792.10.5(a)(1))."""
    return completeness.is_complete(_papers(application))


def suffices(application: Application) -> bool:
    """Return whether a review may rest on the file without them (8 CCR 9792.10.6(b)(2))."""
    return completeness.suffices(_papers(application))


def with_records(application: Application, records: ReceiveRecords | AnswerRequest | Records) -> Application:
    """Return *application* with the documents and facts of *records*.

    Raises UnknownItem, UnknownDocument or DocumentIdTaken. A document on file is not added twice;
    a fact that contradicts an earlier one comes after it, and both stay. A document that does not
    name its sender was sent by the sender of the records.
    """
    numbers = tuple(item.number for item in application.items)
    for number in records.facts:
        if number not in numbers:
            raise UnknownItem(number, numbers)
    added = tuple(each.model_copy(update={"sent_by": each.sent_by or records.sent_by}) for each in records.documents)
    documents = _with_documents(application.documents, added)
    _refuse_unknown_sources(records, {document.id for document in documents})
    items = tuple(_with_facts(item, records.facts.get(item.number, ())) for item in application.items)
    return Application.model_validate({**dict(application), "documents": documents, "items": items})


def _papers(application: Application) -> tuple[Paper, ...]:
    return tuple(Paper(each.kind, each.sent_by) for each in application.documents)


def _with_documents(on_file: tuple[Document, ...], added: tuple[Document, ...]) -> tuple[Document, ...]:
    """Add documents; one that the claims administrator sends too counts as its own from then."""
    documents = {document.id: document for document in on_file}
    for document in added:
        known = documents.setdefault(document.id, document)
        if known.model_copy(update={"sent_by": document.sent_by}) != document:
            raise DocumentIdTaken(document.id)
        if document.sent_by == "claims-administrator" and known.sent_by is not None:
            documents[document.id] = document
    return tuple(documents.values())


def _refuse_unknown_sources(records: ReceiveRecords | AnswerRequest | Records, known: set[str]) -> None:
    for facts in records.facts.values():
        for fact in facts:
            if fact.source is not None and fact.source.document not in known:
                raise UnknownDocument(fact.source.document)


def _with_facts(item: Item, added: tuple[Fact, ...]) -> Item:
    new = tuple(fact for fact in added if fact not in item.facts)
    return Item.model_validate({**dict(item), "facts": (*item.facts, *new)})
