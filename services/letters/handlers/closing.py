"""Close a case whose letters are out: a mark stays, and the rest is in the letter store.

The rest is for another letter or a proof of service: facts, credentials, parties, issued letters
and notices. It is kept under its SHA-256 before the case can close, by the handler of a message, so
that closing itself needs no input or output and may follow an effect. A message of a closed case
opens it again first.
"""

import asyncio
import inspect
from collections.abc import Iterator, MutableMapping
from datetime import datetime
from typing import Any, get_args

from runtime.content.store import LetterStore
from runtime.handlers import Handler, Outgoing
from runtime.state.versions import Versions
from schemas.messages.application import PartyKind
from services.letters.context import Context
from services.letters.handlers.notifying.inputs import case_of
from services.letters.handlers.serving.schedule import service_id
from services.letters.state import NEW_CASE, NO_NOTICES, NO_PARTIES, CaseState, ClosedCase, Remainder

_UNKNOWN_STATUS = "intended"
"""The status of a service in the remainder, which does not change with it."""


class ClosedCases:
    """The closed cases of one partition, by case number, and their remainders in *store*."""

    def __init__(self, closed: MutableMapping[str, ClosedCase], context: Context, store: LetterStore) -> None:
        self._closed = closed
        self._context = context
        self._store = store
        self._versions = Versions(Remainder, ())

    def around(self, handler: Handler[Any]) -> Handler[Any]:
        """Return *handler* with the case open before it, and closed after it if it is at rest."""

        async def opened(message: Any, at: datetime) -> Outgoing:
            case_number = case_of(message)
            await self._open(case_number)
            answer = handler(message, at)
            events = await answer if inspect.isawaitable(answer) else answer
            await self._keep(case_number)
            self.close(case_number)
            return events

        return opened

    def close(self, case_number: str) -> None:
        """Close the case if its remainder is kept and no service is under way."""
        context = self._context
        case_file = context.case_files.get(case_number)
        if case_file is None or case_file.remainder is None:
            return
        ids = list(self._services(case_number, case_file))
        if any(each in context.effects for each in ids):
            return
        statuses = {each.removeprefix(f"{case_number}."): context.services[each].status for each in ids}
        self._closed[case_number] = ClosedCase(remainder=case_file.remainder, services=statuses, appealed=case_file.appealed)
        del context.case_files[case_number]
        context.parties.pop(case_number, None)
        context.notices.pop(case_number, None)
        for each in ids:
            del context.services[each]

    async def _open(self, case_number: str) -> None:
        """Put the remainder of a closed case into the state.

        Raise LetterNotStored, LetterDamaged or StoreUnavailable: without it the case stays closed.
        """
        mark = self._closed.get(case_number)
        if mark is None:
            return
        remainder = self._versions.decode(case_number, await asyncio.to_thread(self._store.get, mark.remainder))
        context = self._context
        context.case_files[case_number] = remainder.file.model_copy(update={"remainder": mark.remainder})
        if remainder.parties != NO_PARTIES:
            context.parties[case_number] = remainder.parties
        if remainder.notices != NO_NOTICES:
            context.notices[case_number] = remainder.notices
        for name, status in mark.services.items():
            context.services[f"{case_number}.{name}"] = remainder.services[name].model_copy(update={"status": status})
        del self._closed[case_number]

    async def _keep(self, case_number: str) -> None:
        """Keep the remainder of a case that can close; a case that cannot has none."""
        context = self._context
        case_file = context.case_files.get(case_number, NEW_CASE)
        notices = context.notices.get(case_number, NO_NOTICES)
        remainder = None
        is_over = notices.ended or (case_file.letters and case_file.is_determined)
        if is_over and case_file.held is None and not case_file.waiting and not notices.waiting:
            content = self._content(case_number, case_file)
            remainder = await asyncio.to_thread(self._store.put, content)
        if remainder != case_file.remainder:
            context.case_files[case_number] = case_file.model_copy(update={"remainder": remainder})

    def _content(self, case_number: str, case_file: CaseState) -> bytes:
        context = self._context
        services = {
            each.removeprefix(f"{case_number}."): context.services[each].model_copy(update={"status": _UNKNOWN_STATUS})
            for each in self._services(case_number, case_file)
        }
        remainder = Remainder(
            case_number=case_number,
            file=case_file.model_copy(update={"remainder": None}),
            parties=context.parties.get(case_number, NO_PARTIES),
            services=services,
            notices=context.notices.get(case_number, NO_NOTICES),
        )
        return self._versions.encode(case_number, remainder, None)

    def _services(self, case_number: str, case_file: CaseState) -> Iterator[str]:
        """Yield the id of every service of the case's letters and notices."""
        notices = self._context.notices.get(case_number, NO_NOTICES)
        letters: list[int | str] = [*(each.letter_version for each in case_file.letters), *(each.notice for each in notices.issued)]
        for letter in letters:
            for party in get_args(PartyKind):
                number = 1
                while (each := service_id(case_number, letter, party, number)) in self._context.services:
                    yield each
                    number += 1
