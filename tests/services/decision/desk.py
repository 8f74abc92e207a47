"""Decision on a stream in memory, under a sign-off policy that the test chooses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from runtime.service import Service
from runtime.testing import MemoryStream
from schemas.message import Message
from schemas.messages.decision import CaseAssessed, DeterminationSigned, RequestRefused, SignatureRefused, SignedItem
from schemas.topics import DECISION_COMMANDS, INTAKE_EVENTS, TRIAGE_EVENTS
from services.decision.app import create_handlers
from services.decision.domain.signing.signature import Policy
from tests.examples import case_ready
from tests.jurisdictions.test_model import RULES
from tests.services.decision.decisions import CONFIG, assigned, panel, signature

ONE = Policy("never", 3, "overturned")
FOUR_EYES = Policy("always", 3, "overturned")
FOUR_EYES_ON_CHANGE = Policy("changed", 3, "overturned")


class Desk:
    """A stream with the decision service alone."""

    def __init__(self, policy: Policy | Callable[[date], Policy | None] = ONE) -> None:
        config = replace(CONFIG, policy_on=policy if callable(policy) else lambda _: policy)
        topics = (INTAKE_EVENTS, TRIAGE_EVENTS, DECISION_COMMANDS)
        create = partial(create_handlers, config=config, drop_at=RULES.drop_at)
        self.stream = MemoryStream(Service("decision", topics, create))

    async def say(self, *messages: Message, message_id: str | None = None) -> list[Message]:
        """Publish *messages* one after the other and return decision's answers in order."""
        answers: list[Message] = []
        for message in messages:
            known = len(self.answers())
            self.stream.publish(message, message_id=message_id)
            await self.stream.settle()
            answers += self.answers()[known:]
        return answers

    async def code(self, message: Message) -> str | None:
        """Publish *message* and return the code of its refusal, or None if it is accepted.

        A refusal must be the only answer.
        """
        answers = await self.say(message)
        refusals = [each for each in answers if isinstance(each, RequestRefused | SignatureRefused)]
        assert answers, "every command is answered"
        assert not refusals or answers == refusals
        return refusals[0].code if refusals else None

    async def assessed(self, **changes: Any) -> CaseAssessed:
        """Assess the example's case for its reviewer R-1."""
        answers = await self.say(case_ready(**changes), assigned())
        assert isinstance(answers[-1], CaseAssessed)
        return answers[-1]

    def answers(self) -> list[Message]:
        """Return everything that decision has published, in order."""
        read = [(envelope, message) for envelope, message in self.stream.read() if envelope.source == "/imr/decision"]
        return [message for _, message in read]

    def files(self) -> list[str]:
        """Return the cases whose file decision holds for corrections."""
        return [key for state in self.stream.states("decision") for key in state._tables["assessed-files"]]

    @property
    def parked(self) -> int:
        """Return the number of messages that could not be handled."""
        return sum(message.type.endswith("message-parked") for _, message in self.stream.read())

    async def determined(self, *items: SignedItem) -> DeterminationSigned:
        """Assess the example's case and sign it as its reviewer."""
        await self.assessed()
        (signed,) = await self.say(signature(*items))
        assert isinstance(signed, DeterminationSigned)
        return signed

    async def on_panel(self) -> None:
        """Assess the example's case and give it to a panel of three reviewers."""
        await self.assessed()
        await self.say(panel(3), assigned("R-2"), assigned("R-3"))
