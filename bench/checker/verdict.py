"""The verdict: all checks together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.checker.capacity import check_capacity
from bench.checker.causes import check_causes, check_ids, own, repeats
from bench.checker.expectation import Expectation
from bench.checker.facts import Fact
from bench.checker.finding import Finding
from bench.checker.lifecycle import check_lifecycle, histories
from bench.checker.reading.parked import check_parked, parked_messages, twice_replayed
from bench.checker.reading.states import Holdings, check_told
from bench.checker.reading.submissions import check_submissions


@dataclass(frozen=True)
class Verdict:
    """The findings and the counts of a check."""

    findings: tuple[Finding, ...]
    cases: int
    letters: int
    repeats: int
    parked: int
    still_parked: int

    @property
    def lost(self) -> int:
        """The number of findings of the kind lost."""
        return self._number("lost")

    @property
    def twice(self) -> int:
        """The number of findings of the kind twice."""
        return self._number("twice")

    def _number(self, kind: str) -> int:
        return Counter(finding.kind for finding in self.findings)[kind]  # type: ignore[index]  # a kind is a str


def judge(facts: Sequence[Fact], expected: Expectation, changelogs: Holdings | None = None) -> Verdict:
    """Check *facts*, all committed messages of an idle deployment.

    - Every submission ends in exactly one of: case, duplicate, rejection, parked message.
    - No id appears twice, and the cause of every event exists.
    - Each case's history is a legal path. An eligible and assigned case has exactly one
      determination and one letter; every other case has a named end or a named wait.
    - No reviewer has more open cases than room.
    - Poison, and only poison and the messages queued behind it, is parked.
    - With *changelogs*, the state in them agrees with the events.
    """
    ours = own(facts, expected)
    parked, cases = parked_messages(ours), histories(ours)
    replayed_ids = {str(parked.dead[key].data["parked"]["message_id"]) for key in parked.replayed if key in parked.dead}
    findings = [
        *check_ids(ours),
        *check_causes(ours, facts),
        *check_submissions(facts, ours, parked, expected),
        *check_lifecycle(cases, parked.subjects(), expected),
        *check_capacity(ours, replayed_ids),
        *check_parked(parked, expected),
        *twice_replayed(ours),
        *(check_told(changelogs, cases, ours) if changelogs is not None else ()),
    ]
    return Verdict(
        findings=tuple(findings),
        cases=len(cases),
        letters=sum(fact.name == "letter-issued" for fact in ours),
        repeats=repeats(facts),
        parked=len(parked.dead),
        still_parked=len(parked.waiting),
    )
