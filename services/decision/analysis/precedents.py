"""Index earlier determinations by item, in a file that can be deleted and made again.

It takes the messages of a partition in any order and any number of times: items and decisions are
kept apart and joined when asked for. It holds no name; case numbers, facts and outcomes are
clinical, so only its owner may read the file.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from pathlib import Path
from types import TracebackType
from typing import Self

from runtime.outside.topic_index import TopicIndex
from schemas.message import Message
from schemas.messages.application import Item
from schemas.messages.assessment import Assessment
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.history import DeterminationImported, PastDecision
from services.decision.assessment.item_facts import item_facts
from services.decision.assessment.translation import applied_guideline
from services.decision.domain.comparison.similarity import Features, Similarity, rank, similarity
from services.decision.domain.guidelines.facts import FactValue
from services.decision.domain.reasons.rationale import NO_CITATION
from services.decision.library.library import Library

KINDS = (CaseAssessed, DeterminationSigned, DeterminationImported)
"""The messages that the index reads."""

_REQUEST_MAX = 300
_SHAPE = 1
"""The shape of the file; another is made anew."""

_TABLES = """
create table if not exists items (
    source text, case_number text, item integer, request text not null, treatment text, body_region text, guideline text,
    citation text, facts text not null, primary key (source, case_number, item)) without rowid;
create index if not exists items_by_treatment on items (treatment);
create table if not exists decisions (
    source text, case_number text, item integer, version integer not null, outcome text not null, proposal text, reason text,
    decided_on text, primary key (source, case_number, item)) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier decision on a similar item.

    *source* is `here` for a case of this system, `history` for an imported letter.
    """

    source: str
    case_number: str
    item: int
    request: str
    outcome: str
    proposal: str | None
    reason: str | None
    decided_on: date | None
    like: Similarity


class PrecedentIndex:
    """The index in the file at *path*; a context manager that saves at its end.

    Requests are recognised by the words of *library*. Where the file cannot be written the index
    is in memory, anew for each question.
    """

    def __init__(self, path: Path, library: Library, library_digest: str) -> None:
        self._library = library
        self._positions: dict[tuple[str, int], int] = {}
        self._index = TopicIndex(path, _TABLES, f"{_SHAPE}/{library_digest}")
        self._connection = self._index.connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if kind is None:
            self.save()
        self._index.close()

    @property
    def positions(self) -> Mapping[tuple[str, int], int]:
        """How far each topic's partition was read: the offset to go on at."""
        return self._index.positions

    def read(self, topic: str, partition: int, offset: int) -> None:
        """Note that the message at *offset* was taken."""
        self._positions[topic, partition] = offset + 1

    def save(self) -> None:
        """Save the index with its position."""
        self._index.save(self._positions)
        self._positions.clear()

    def clear(self) -> None:
        """Forget everything, to read from the beginning."""
        self._positions.clear()
        self._index.clear()

    def take(self, message: Message) -> None:
        """Take the items and decisions of *message*; automatic drafts are left out."""
        match message:
            case CaseAssessed():
                self._put_items("here", message.case_number, (self._assessed(each) for each in message.assessments))
            case DeterminationSigned() if message.signature == "reviewer":
                self._put_decisions(message)
            case DeterminationImported():
                self._put_items("history", message.case_number, (self._imported(each) for each in message.items))
                self._put_past(message)

    def similar(self, asked: Features, *, but: str, most: int) -> list[Precedent]:
        """Return at most *most* decisions on similar items of other cases, most similar first."""
        found = (
            (precedent, rank(precedent.like, precedent.decided_on, precedent.case_number)) for precedent in self._of(asked, but)
        )
        return [precedent for precedent, _ in nsmallest(most, found, key=lambda each: each[1])]

    def _of(self, asked: Features, but: str) -> Iterable[Precedent]:
        """Every decision on the treatment."""
        query = """
            select source, case_number, item, request, outcome, proposal, reason, decided_on, body_region, guideline, citation, facts
            from items join decisions using (source, case_number, item) where treatment = ? and case_number <> ?"""
        with closing(self._connection.execute(query, (asked.treatment, but))) as rows:
            for (
                source,
                case_number,
                item,
                request,
                outcome,
                proposal,
                reason,
                decided_on,
                region,
                guideline,
                citation,
                facts,
            ) in rows:
                other = Features(asked.treatment, region, guideline, citation, json.loads(facts))
                day = date.fromisoformat(decided_on) if decided_on else None
                yield Precedent(source, case_number, item, request, outcome, proposal, reason, day, similarity(asked, other))

    def _assessed(self, assessment: Assessment) -> tuple[int, str, Features]:
        return assessment.item, assessment.request, features_of(assessment, self._library)

    def _imported(self, past: PastDecision) -> tuple[int, str, Features]:
        known = item_facts(Item(number=1, request=" ".join(past.request.split())[:_REQUEST_MAX]), self._library)
        return past.number, past.request, Features(known.treatment, known.body_region, None, past.reviewer_guideline, known.values)

    def _put_items(self, source: str, case_number: str, items: Iterable[tuple[int, str, Features]]) -> None:
        rows = []
        for item, request, each in items:
            facts = json.dumps(dict(each.facts))
            what = (each.treatment, each.body_region, each.guideline, each.citation, facts)
            rows.append((source, case_number, item, request, *what))
        self._connection.executemany("insert or replace into items values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _put_decisions(self, message: DeterminationSigned) -> None:
        """Keep the newest version, in any order of reading."""
        version, day = message.determination_version, message.decided_on.isoformat()
        rows = [
            (message.case_number, each.item, version, each.outcome, each.proposal, each.reason_for_change, day)
            for each in message.decisions
        ]
        self._connection.executemany(
            """insert into decisions values ('here', ?, ?, ?, ?, ?, ?, ?) on conflict do update set version = excluded.version,
            outcome = excluded.outcome, proposal = excluded.proposal, reason = excluded.reason, decided_on = excluded.decided_on
            where excluded.version >= version""",
            rows,
        )

    def _put_past(self, message: DeterminationImported) -> None:
        day = message.decided_on.isoformat() if message.decided_on else None
        self._connection.executemany(
            "insert or replace into decisions values ('history', ?, ?, 1, ?, null, null, ?)",
            [(message.case_number, each.number, each.outcome, day) for each in message.items],
        )


def features_of(assessment: Assessment, library: Library) -> Features:
    """Return the features by which an assessed item is compared.

    Older messages lack some; these are read from the words of the request.
    """
    applied = applied_guideline(assessment)
    region, treatment = assessment.body_region, assessment.treatment
    if treatment is None:
        words = item_facts(Item(number=1, request=assessment.request), library)
        treatment, region = words.treatment, region or words.body_region
    results = (*assessment.requirements, *(applied.criteria if applied else ()))
    given: dict[str, list[FactValue]] = {}
    for fact in (fact for result in results for fact in result.facts):
        given.setdefault(fact.name, []).append(fact.value)
    return Features(
        treatment=treatment,
        body_region=region,
        guideline=applied.guideline if applied else None,
        citation=None if assessment.reviewer_guideline == NO_CITATION else assessment.reviewer_guideline,
        facts={name: values[0] for name, values in given.items() if len(set(values)) == 1},
    )
