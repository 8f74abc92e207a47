"""The composition root of letters: topics, handlers, letter store and delivery channel."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from jurisdictions.files import load_jurisdiction
from runtime import clock
from runtime.content.store import FolderLetterStore, LetterStore
from runtime.handlers import Handlers
from runtime.service import Service
from runtime.settings import Settings
from runtime.state.retention import Retention
from runtime.state.state import State
from schemas.message import Message
from schemas.messages.acts.addresses import ChangeAddress
from schemas.messages.acts.amendment import ApplicationAmended
from schemas.messages.acts.appeals import CaseAffirmed, CaseAppealed
from schemas.messages.acts.consolidation import ItemsJoined
from schemas.messages.acts.conversion import ReviewConverted
from schemas.messages.acts.remand import CaseRemanded
from schemas.messages.acts.withdrawal import ItemsWithdrawn
from schemas.messages.decision import DeterminationSigned
from schemas.messages.duplicates import DuplicateItemsDropped, DuplicateSettled, ReceiptMoved
from schemas.messages.intake import ApplicationFoundEligible, ApplicationReceived, CaseReadyForReview
from schemas.messages.letters import ConfirmService, ReissueLetter, ReleaseLetter, ReportReturnedMail
from schemas.messages.lifecycle import CaseFileChanged, LiabilityResolved, TreatmentAuthorised
from schemas.messages.triage import ReviewerAssigned
from schemas.topics import DECISION_EVENTS, INTAKE_EVENTS, LETTERS_COMMANDS, TRIAGE_EVENTS
from services.letters.composition.layout import check_layouts
from services.letters.context import Context, LetterMaker
from services.letters.handlers.appeals import on_appeal, on_case_remanded
from services.letters.handlers.change_address import on_change_address
from services.letters.handlers.closing import ClosedCases
from services.letters.handlers.issuing.inputs import (
    on_case_file_changed,
    on_case_ready_for_review,
    on_determination_signed,
    on_items_joined,
    on_receipt_moved,
    on_reviewer_assigned,
)
from services.letters.handlers.issuing.issue import check
from services.letters.handlers.issuing.reissue import on_reissue_letter
from services.letters.handlers.issuing.release import on_release_letter
from services.letters.handlers.notifying.inputs import (
    on_application_amended,
    on_application_received,
    on_found_eligible,
    on_items_dropped,
    on_items_ended,
    on_liability_resolved,
    on_noticed,
    on_review_converted,
)
from services.letters.handlers.notifying.kinds import NOTICES
from services.letters.handlers.serving.channel import DeliveryChannel
from services.letters.handlers.serving.confirm import on_confirm_service, on_report_returned_mail
from services.letters.handlers.serving.http_provider import HttpProvider
from services.letters.handlers.serving.outbox import Outbox
from services.letters.handlers.serving.perform import ServeLetter
from services.letters.handlers.serving.schedule import SERVE_LETTER
from services.letters.lint.notice import check_notice
from services.letters.printing.render import PrintedLetters
from services.letters.state import CaseNotices, CaseParties, CaseState, ClosedCase, ServiceOnParty

_CHANGES_STATE: dict[type[Message], Callable[..., Any]] = {
    ApplicationFoundEligible: on_found_eligible,
    CaseRemanded: on_case_remanded,
    LiabilityResolved: on_liability_resolved,
    ReviewConverted: on_review_converted,
    ApplicationAmended: on_application_amended,
    TreatmentAuthorised: on_items_ended,
    ItemsWithdrawn: on_items_ended,
}
"""Events of the table of notices that also change the state, each with its handler."""

assert _CHANGES_STATE.keys() <= NOTICES.keys(), "an event that makes no notice has its line among the handlers"

_HANDLERS: dict[type[Message], Callable[..., Any]] = {
    ApplicationReceived: on_application_received,
    DuplicateItemsDropped: on_items_dropped,
    DuplicateSettled: on_items_dropped,
    CaseReadyForReview: on_case_ready_for_review,
    CaseFileChanged: on_case_file_changed,
    ItemsJoined: on_items_joined,
    ReceiptMoved: on_receipt_moved,
    ReviewerAssigned: on_reviewer_assigned,
    DeterminationSigned: on_determination_signed,
    ReleaseLetter: on_release_letter,
    ReissueLetter: on_reissue_letter,
    ConfirmService: on_confirm_service,
    ReportReturnedMail: on_report_returned_mail,
    ChangeAddress: on_change_address,
    CaseAppealed: on_appeal,
    CaseAffirmed: on_appeal,
    **{event: _CHANGES_STATE.get(event, partial(on_noticed, kind=kind)) for event, kind in NOTICES.items()},
}
"""The handler of each message, which is called with the context of its partition."""

INPUTS = (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_EVENTS, LETTERS_COMMANDS)


def create_app(settings: Settings, channel: DeliveryChannel | None = None) -> Service:
    """Return the service that *settings* describe, or with another delivery *channel*.

    Raise LayoutBroken for an error in a layout's files, ours or an organization's.
    """
    check_layouts(settings.letter_layouts_dir)
    store = create_store(settings)
    printed_letters = PrintedLetters(store, settings.letter_layouts_dir)
    maker = LetterMaker(
        review_organization=settings.review_organization,
        records_address=tuple(line.strip() for line in settings.review_organization_address.split(";") if line.strip()),
        jurisdiction=load_jurisdiction,
        check=partial(check, lack_glyphs=printed_letters.places_without_glyphs),
        print_copies=printed_letters.print,
        print_cover=printed_letters.print_cover,
        read_back=printed_letters.read_back,
        check_notice=check_notice,
        print_notice=printed_letters.print_notice,
        read_notice=printed_letters.read_notice,
    )
    return Service(
        "letters",
        INPUTS,
        partial(
            create_handlers,
            maker=maker,
            store=store,
            channel=channel or create_channel(settings),
            drop_at=load_jurisdiction(settings.jurisdiction).drop_at,
        ),
    )


def create_handlers(
    state: State,
    *,
    maker: LetterMaker,
    store: LetterStore,
    channel: DeliveryChannel,
    drop_at: Callable[[datetime], datetime],
) -> Handlers:
    """Return the handlers of letters, bound to the state of one partition.

    *drop_at* tells when a case that was closed at an instant is dropped.
    """
    services = state.table("services", ServiceOnParty)
    context = Context(
        case_files=state.table("case-files", CaseState),
        parties=state.table("case-parties", CaseParties),
        notices=state.table("case-notices", CaseNotices),
        services=services,
        effects=state.effects,
        maker=maker,
    )
    marks = state.table("closed-cases", ClosedCase)
    closed = ClosedCases(marks, context, store)
    handlers = Handlers()
    handlers.retain(Retention(state, lambda case: case in marks and not marks[case].appealed, marks.__delitem__, drop_at))
    for kind, handler in _HANDLERS.items():
        handlers.on(kind, closed.around(partial(handler, context=context)))
    handlers.on_effect(SERVE_LETTER, ServeLetter(services, store, channel, load_jurisdiction, closed.close))
    return handlers


def create_store(settings: Settings) -> LetterStore:
    """Return the letter store that *settings* choose."""
    if settings.letter_store == "s3":
        from runtime.content import store_s3  # noqa: PLC0415 - boto3 takes a fifth of a second to load, which a folder does not need

        return store_s3.connect(settings.letter_store_bucket, settings.letter_store_endpoint, settings.letter_store_prefix)
    return FolderLetterStore(settings.data_dir / "letters")


def create_channel(settings: Settings) -> DeliveryChannel:
    """Return the delivery channel that *settings* choose."""
    if settings.delivery == "http":
        token = settings.delivery_token
        return HttpProvider(settings.delivery_url, token.get_secret_value() if token else None)
    return Outbox(settings.data_dir / "outbox", clock.now)
