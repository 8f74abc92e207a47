"""Assemble a letter from the events of intake, triage and decision: a pure function."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schemas.message import TEXT_MAX
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.application import Item
from schemas.messages.decision import Decision, DeterminationSigned
from schemas.messages.intake import CaseReadyForReview
from schemas.messages.lifecycle import CaseFileChanged
from services.letters.context import LetterMaker
from services.letters.letter import (
    JoinedCase,
    LayoutReference,
    Letter,
    LetterItem,
    NotDecidedItem,
    Replaced,
    ReviewedDocument,
    Reviewer,
    layout_reference,
)
from services.letters.lint.facts import ItemFacts
from services.letters.prose.sentences import as_sentences
from services.letters.state import CaseFileFacts, CaseState, Credentials


@dataclass(frozen=True)
class Printable:
    """A determination with all that its letter needs, for each reviewer of a panel."""

    determination: DeterminationSigned
    facts: CaseFileFacts
    credentials: Credentials
    other_credentials: tuple[Credentials, ...] = ()


def facts_of(ready: CaseReadyForReview | CaseFileChanged | ItemsJoined) -> CaseFileFacts:
    """Return the facts of the case file that the letter prints or is checked against."""
    application = ready.application
    requested = {here: each.utilization_review.requested_on for each in application.joined for here in each.items}
    return CaseFileFacts(
        jurisdiction=application.jurisdiction,
        priority=application.priority,
        injured_on=application.injured_on,
        denied_on=application.utilization_review.decided_on,
        received_on=ready.received_on,
        assigned_on=ready.assigned_on,
        documents=tuple(
            ReviewedDocument(title=document.title, from_on=document.from_on, to_on=document.to_on)
            for document in application.documents
        ),
        requested_on=application.utilization_review.requested_on,
        items=tuple(_item_facts(item, requested.get(item.number)) for item in application.items),
        injured_from_on=application.injured_from_on,
        not_decided=_not_decided(ready),
        joined=tuple(
            JoinedCase(
                case_number=each.case_number,
                received_on=each.received_on,
                denied_on=each.utilization_review.decided_on,
                items=tuple(each.items),
            )
            for each in application.joined
        ),
    )


def _not_decided(ready: CaseReadyForReview | CaseFileChanged | ItemsJoined) -> tuple[NotDecidedItem, ...]:
    """Return the items that are not under review, each with its first reason.

    One that is reviewed in another case is not in the application any more; its reason names it.
    """
    reasons = {number: reason.text for reason in reversed(ready.not_under_review) for number in reason.items}
    left = {item.number: item.request for item in ready.application.items}
    dropped = {item: words for reason in ready.not_under_review for item, words in zip(reason.items, reason.requests, strict=False)}
    return tuple(
        NotDecidedItem(number=number, request=request, reason=reasons[number])
        for number, request in sorted({**dropped, **left}.items())
        if number in reasons
    )


def _item_facts(item: Item, requested_on: date | None) -> ItemFacts:
    quantity = item.quantity
    return ItemFacts(
        number=item.number,
        body_side=item.body_side,
        parent=item.parent,
        requested=_amount(quantity.requested),
        authorised=_amount(quantity.authorised),
        in_dispute=_amount(quantity.in_dispute),
        unit=quantity.unit,
        requested_on=requested_on,
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def printable(case_file: CaseState) -> list[Printable]:
    """Return the determinations that can be printed, in the order of their versions."""
    if case_file.facts is None:
        return []
    known = {credentials.reviewer_id: credentials for credentials in case_file.credentials}
    signed = sorted(case_file.waiting, key=lambda determination: determination.determination_version)
    reviewers = [(one, _reviewers(one)) for one in signed]
    return [
        Printable(one, case_file.facts, known[first], tuple(known[each] for each in others))
        for one, (first, *others) in reviewers
        if known.keys() >= {first, *others}
    ]


def _reviewers(determination: DeterminationSigned) -> list[str]:
    """Return who determined the case, a panel in the order of the numbers in its reasons."""
    return [each.reviewer_id for each in determination.opinions] or [determination.reviewer_id]


def layout_of(jurisdiction: str, decided_on: date, maker: LetterMaker) -> LayoutReference:
    """Return the layout of a letter, by jurisdiction and decision date."""
    return layout_reference(maker.jurisdiction(jurisdiction).letter_layout(decided_on))


def replaced_by(determination: DeterminationSigned, case_file: CaseState) -> Replaced | None:
    """Return the determination of the newest letter of the case, None before any.

    One that is no correction comes of a new review by order, also where the order is not known yet.
    """
    letters = [each for each in case_file.letters if not each.draft]
    if not letters:
        return None
    is_set_aside = letters[-1].determination_version <= (case_file.set_aside or 0)
    is_corrected = determination.reason_for_correction is not None and not is_set_aside
    return Replaced(decided_on=letters[-1].decided_on, because="corrected" if is_corrected else "set-aside")


def assemble(complete: Printable, maker: LetterMaker, replaces: Replaced | None = None) -> Letter:
    """Return the letter of a complete determination; a draft unless the reviewer signed it."""
    determination, facts, credentials = complete.determination, complete.facts, complete.credentials
    return Letter(
        layout=layout_of(facts.jurisdiction, determination.decided_on, maker),
        draft=determination.signature == "automatic",
        review_organization=maker.review_organization,
        case_number=determination.case_number,
        assigned_on=facts.assigned_on,
        injured_on=facts.injured_on,
        injured_from_on=facts.injured_from_on,
        decided_on=determination.decided_on,
        denied_on=facts.denied_on,
        received_on=facts.received_on,
        priority="Expedited" if facts.priority == "expedited" else "Standard",
        reviewer=_reviewer(credentials),
        other_reviewers=tuple(_reviewer(each) for each in complete.other_credentials),
        clinical_summary=_told(determination.clinical_summary),
        items=tuple(_item(decision) for decision in determination.decisions),
        documents_reviewed=facts.documents,
        not_decided=facts.not_decided,
        joined=facts.joined,
        replaces=replaces,
    )


def _reviewer(credentials: Credentials) -> Reviewer:
    return Reviewer(
        licensure=credentials.licensure,
        licensure_text=", ".join(credentials.licensure),
        specialties=credentials.specialties,
        specialties_text=", ".join(credentials.specialties),
    )


def _told(text: str) -> str:
    """Return what the reviewer wrote as sentences, for ours stand before and after it.

    The determination keeps the text as it was signed.
    """
    told = as_sentences(text)
    return told if len(told) <= TEXT_MAX else text


def _item(decision: Decision) -> LetterItem:
    return LetterItem(
        number=decision.item,
        request=decision.request,
        outcome=decision.outcome,
        claims_administrator_guideline=decision.claims_administrator_guideline,
        reviewer_guideline=decision.reviewer_guideline,
        rationale=_told(decision.rationale),
        closing=decision.closing,
    )
