"""A closed case is opened by a late message and answers it as if it had never been closed."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from runtime.content.store import LetterNotStored, StoreUnavailable
from runtime.handlers import Handlers
from runtime.loop.consume import Result
from runtime.loop.effects import NotAskable
from runtime.service import Service
from runtime.state.state import State
from runtime.testing import MemoryStream
from schemas.message import Message
from schemas.messages.letters import ConfirmService, ReissueLetter, ReleaseLetter, ReportReturnedMail
from services.letters.app import _HANDLERS, INPUTS, create_handlers
from services.letters.context import Context
from services.letters.handlers.serving.channel import Consignment, Papers, Receipt
from services.letters.handlers.serving.perform import ServeLetter
from services.letters.handlers.serving.schedule import SERVE_LETTER
from services.letters.state import CaseNotices, CaseParties, CaseState, ClosedCase, ServiceOnParty
from tests.services.letters.cases import CASE, PARTIES, service_id
from tests.services.letters.context import FINDING, Recorder
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED

FIRST = (READY, ASSIGNED, SIGNED)
LATER = AT + timedelta(days=20)
STAFF: dict[str, Any] = {"case_number": CASE, "notice": None, "actor": "Example Clerk", "reason": "It was asked for."}


class Store:
    """A letter store in memory, in which every printed copy is found."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.broken: Exception | None = None

    def put(self, content: bytes) -> str:
        """Keep *content*."""
        sha256 = f"{len(self.kept):064x}" if content not in self.kept.values() else self._of(content)
        self.kept[sha256] = content
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return a content or a printed copy; raise the error that a test has set."""
        if self.broken is not None:
            raise self.broken
        return self.kept.get(sha256, b"%PDF")

    def _of(self, content: bytes) -> str:
        return next(sha256 for sha256, known in self.kept.items() if known == content)


class Channel:
    """A channel that sends, refuses the employer's letters, and is unsure of the provider's."""

    def deliver(self, consignment: Consignment, _papers: Papers) -> Receipt:
        """Answer by the party."""
        if consignment.party == "provider":
            raise RuntimeError("the line broke")
        status: Literal["sent", "refused"] = "refused" if consignment.party == "employer" else "sent"
        return Receipt(status=status, reference=f"example {consignment.service_id}", at=AT)

    def ask(self, _service_id: str) -> Receipt | None:
        """Answer nothing."""
        raise NotAskable


class System:
    """Letters on a stream, either closing cases or as it was before it did."""

    def __init__(self, *, closes: bool) -> None:
        self.recorder, self.store = Recorder(), Store()
        create = partial(
            create_handlers,
            maker=self.recorder.context.maker,
            store=self.store,
            channel=Channel(),
            drop_at=load_jurisdiction("ca-workers-comp").drop_at,
        )
        self.stream = MemoryStream(Service("letters", INPUTS, create if closes else self._unclosing), now=LATER)

    def _unclosing(self, state: State) -> Handlers:
        """Return the handlers as they are, with a case that is never closed."""
        services = state.table("services", ServiceOnParty)
        files, parties = state.table("case-files", CaseState), state.table("case-parties", CaseParties)
        notices = state.table("case-notices", CaseNotices)
        context = Context(files, parties, notices, services, state.effects, self.recorder.context.maker)
        handlers = Handlers()
        for kind, handler in _HANDLERS.items():
            handlers.on(kind, partial(handler, context=context))
        handlers.on_effect(SERVE_LETTER, ServeLetter(services, self.store, Channel(), load_jurisdiction))
        return handlers

    async def publish(self, *messages: Message) -> None:
        """Publish *messages* one after the other, each when the one before is done."""
        for message in messages:
            self.stream.publish(message)
            await self.stream.settle()

    async def take(self, step: Any) -> None:
        """Take a step of a test: a message, a restart, or whether letters are found wrong."""
        match step:
            case "restart":
                self.stream.restart("letters")
            case "wrong" | "right":
                self.recorder.findings = (FINDING,) if step == "wrong" else ()
            case Message():
                await self.publish(step)
            case [*messages]:
                for message in messages:
                    self.stream.publish(message)
                await self.stream.settle()

    def said(self) -> list[Any]:
        """Return every record on every topic, without the changelog."""
        topics = {place: found for place, found in self.stream.topics.items() if not place[0].endswith("changelog")}
        return [(place, each.key, each.value, list(each.headers)) for place, found in sorted(topics.items()) for each in found]

    def kept(self) -> dict[str, int]:
        """Return the number of records in each table that has one."""
        counts = {
            table.name: len(table) for state in self.stream.states("letters") for table in state._tables.values() if len(table)
        }
        return {name: number for name, number in counts.items() if name not in {"handled", "retention", "timers"}}

    def closed(self) -> ClosedCase:
        """Return the mark of the case."""
        (mark,) = [mark for state in self.stream.states("letters") for mark in state.table("closed-cases", ClosedCase).values()]
        return mark


def reissue(**changes: Any) -> ReissueLetter:
    """Return the command to serve the letter again; without *changes*, on all parties."""
    return ReissueLetter(**{**STAFF, "new_version": False, "parties": (), "method": None, "address": None, **changes})


def confirm(service: str) -> ConfirmService:
    """Return the report that a service is proven."""
    return ConfirmService(
        case_number=CASE, service_id=service, actor="Example Clerk", served_on=date(2026, 5, 4), proof="a receipt"
    )


def returned(service: str) -> ReportReturnedMail:
    """Return the report that a letter came back."""
    return ReportReturnedMail(
        case_number=CASE, service_id=service, actor="Example Clerk", returned_on=date(2026, 5, 6), reason="moved"
    )


SERVICES = st.builds(service_id, st.sampled_from(PARTIES), st.integers(1, 2), st.integers(1, 3))
REISSUES = st.builds(
    reissue,
    new_version=st.booleans(),
    parties=st.lists(st.sampled_from([*PARTIES, "attorney"]), max_size=2).map(tuple),
    address=st.none() | st.just("2 New Road\nExampleville"),
    method=st.none() | st.sampled_from(["mail", "hand"]),
)
SAID_AGAIN = st.sampled_from([*FIRST, ASSIGNED.model_copy(update={"reviewer_id": "R-0002", "licensure": ("Nevada",)})])
CORRECTIONS = st.builds(
    lambda version, reviewer: SIGNED.model_copy(update={"determination_version": version, "reviewer_id": reviewer}),
    st.integers(2, 4),
    st.sampled_from(["R-0001", "R-0002"]),
)
RELEASES = st.builds(lambda findings: ReleaseLetter(**STAFF, findings=findings), st.sampled_from([(FINDING.id,), ("other.1",)]))
MESSAGES = st.one_of(SERVICES.map(confirm), SERVICES.map(returned), REISSUES, SAID_AGAIN, CORRECTIONS, RELEASES)
STEPS = st.lists(st.one_of(MESSAGES, MESSAGES, st.lists(MESSAGES, max_size=3), st.sampled_from(["restart", "wrong", "right"])))


@settings(max_examples=60)
@given(STEPS)
def test_late_messages_are_answered_as_if_the_case_had_never_been_closed(steps: Sequence[Any]) -> None:
    """Proofs, returned mail, reissues, corrections, releases and repeats, across restarts."""

    async def events(*, closes: bool) -> list[Any]:
        system = System(closes=closes)
        await system.publish(*FIRST)
        assert closes == (system.kept() == {"closed-cases": 1})
        for step in steps:
            await system.take(step)
        return system.said()

    assert asyncio.run(events(closes=False)) == asyncio.run(events(closes=True))


async def test_a_proof_changes_the_mark_alone() -> None:
    """The status of a service is not in the store, so nothing is written there again."""
    system = System(closes=True)
    await system.publish(*FIRST)
    before, kept = system.closed(), dict(system.store.kept)

    await system.publish(confirm(service_id("provider")))

    assert "served" == system.closed().services["1.provider.1"]
    assert (before.remainder, kept) == (system.closed().remainder, system.store.kept)


async def test_a_held_letter_keeps_its_case_open() -> None:
    """Also one that corrects a letter whose case was closed."""
    system = System(closes=True)
    await system.publish(*FIRST)
    await system.take("wrong")

    await system.publish(SIGNED.model_copy(update={"determination_version": 2}))

    assert "closed-cases" not in system.kept()


async def test_without_its_remainder_a_case_stays_closed_and_its_message_waits() -> None:
    """Staff bring the store back and replay; nothing is done with half a case."""
    system = System(closes=True)
    await system.publish(*FIRST)
    mark = system.closed()
    system.store.broken = LetterNotStored(mark.remainder)

    await system.publish(confirm(service_id("provider")))

    assert 1 == system.stream.results[Result.PARKED]
    assert mark == system.closed()


async def test_a_store_that_is_away_is_tried_again() -> None:
    """The message is not parked; the worker tries again."""
    system = System(closes=True)
    await system.publish(*FIRST)
    system.store.broken = StoreUnavailable(5, "away")

    with pytest.raises(StoreUnavailable):
        await system.publish(confirm(service_id("provider")))


async def test_a_case_of_before_closes_with_its_next_message() -> None:
    """State of earlier commits goes on, and shrinks."""
    before, after = System(closes=False), System(closes=True)
    await before.publish(*FIRST)
    for old, new in zip(before.stream.states("letters"), after.stream.states("letters"), strict=True):
        new.restore([(f"{name}/{key}", content) for name, records in old._committed.items() for key, content in records.items()], 1)
        new.restored()

    after.stream.publish(SIGNED, message_id="said again")
    await after.stream.settle()

    assert {"closed-cases": 1} == after.kept()
