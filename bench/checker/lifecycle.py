"""The check that each case took a legal path to an end or to a named wait.

The events of one service about one case are in order in one partition; their names are matched
with that service's grammar. No order is promised between services; there NEEDS lists the events
that must exist before another.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bench.checker.consolidations import check_consolidations
from bench.checker.expectation import Expectation
from bench.checker.facts import Fact
from bench.checker.finding import Finding

_ASIDE = "(signature-refused|request-refused|opinion-signed|panel-convened|case-returned|second-signature-(awaited|declined)|consolidation-answered)"
_APART = "(letter-request-refused|party-address-(changed|unchanged))"
_DELIVERY = rf"(service-(intended|attempted|failed|unsure)|letter-(sent|served|returned)|{_APART})"
_ACTS = (
    "((records-(added|kept)|case-(file-changed|request-refused|unchanged|terminated)|information-(requested|answered|overdue)"
    "|treatment-authorised|items-withdrawn|application-amended|deadline-extended|determination-implemented|signed-after-end"
    "|case-(appealed|affirmed)|liability-resolved"
    "|fee-assessed|consolidation-(proposed|declined|asked|abandoned)|case-consolidated|items-joined|review-deferred"
    "|review-(converted|resumed)( records-requested)?|duplicate-request-refused|receipt-moved) )*"
)
_REVIEWED = rf"{_ACTS}(determination-overdue {_ACTS})*"
_ELIGIBLE = (
    rf"application-found-eligible (expedited-not-certified )?(earlier-reviews-found )?(consolidation-proposed )*{_ACTS}"
    r"(case-ready-for-review "
    rf"|records-requested {_ACTS}(records-overdue {_ACTS}(review-limited )?)?(case-ready-for-review |application-found-ineligible )?)"
    rf"{_REVIEWED}"
)
_ASKED = rf"(application-deferred {_ACTS})?facts-asked {_ACTS}"
_FOUND = (
    rf"((application-deferred {_ACTS}|(application-deferred {_ACTS})?(application-found-ineligible {_ACTS}|{_ELIGIBLE}))"
    rf"(case-remanded ({_ELIGIBLE}|case-ready-for-review {_REVIEWED}))*)"
)
_SCREENED = rf"({_ASKED}|({_ASKED}(facts-overdue )?)?{_FOUND})"
GRAMMAR = {
    "imr.intake.events": (
        rf"application-received (duplicate-(reversed|items-dropped) )*{_ACTS}"
        rf"(duplicate-suspected {_ACTS}(duplicate-settled {_ACTS})*{_SCREENED}?|{_SCREENED})"
    ),
    "imr.triage.events": r"((no-reviewer-found|reviewers-rechecked) )*(reviewer-assigned ((no-reviewer-found|reviewer-withdrawn|reviewers-rechecked) )*)*",
    "imr.decision.events": rf"({_ASIDE} )*(case-assessed ({_ASIDE} )*(determination-signed ({_ASIDE} )*)*)*",
    "imr.letters.events": rf"({_APART} )*((letter-held ({_APART} )*)*letter-issued ({_DELIVERY} )*)*(letter-held ({_APART} )*)*",
}
"""The legal sequences of events of a case, by topic, as regular expressions.

Events of notices are apart.
"""

NOTICE = rf"(notice-held )?(notice-issued ({_DELIVERY} )*)*"
"""The legal sequence of events of one notice of a case."""

CLOCK = r"(start (toll resume |extend |convert )*(toll )?(stop )?)+"
"""The legal sequence of changes of one clock of a case, whose events are apart."""

_OF_CLOCKS = frozenset({"clock-changed", "deadline-approaching", "deadline-missed"})
"""Events of clocks, which come beside the path of a case."""

ONCE = {
    "application-received": "case_number",
    "case-terminated": "acted_at",
    "case-consolidated": "into",
    "items-joined": "from_case",
    "case-remanded": "ordered_on",
    "fee-assessed": "line",
    "case-ready-for-review": "determination_due_at",
    "determination-overdue": "determination_due_at",
    "facts-asked": "answer_due_at",
    "facts-overdue": "answer_due_at",
    "deadline-approaching": "name/due_at",
    "deadline-missed": "name/due_at",
    "reviewer-assigned": "reviewer_id",
    "case-assessed": "assessment_id",
    "determination-signed": "determination_version",
    "letter-issued": "letter_version",
    "notice-issued": "notice/letter_version",
    "service-intended": "service_id",
    "letter-served": "service_id",
}
"""Events that a case has once for each value of a field, or of several."""

_ENDS = frozenset({"letter-served", "letter-sent", "service-failed", "service-unsure"})
"""How the service of a letter on a party ends, for the machine."""

ANSWERS = {
    *("deadline-extended", "application-amended"),
    *("records-added", "records-kept", "case-request-refused", "case-unchanged", "case-terminated"),
    *(
        "case-appealed",
        "case-affirmed",
        "case-remanded",
        "determination-implemented",
        "review-deferred",
        "review-converted",
        "liability-resolved",
    ),
    *("consolidation-declined", "consolidation-asked", "consolidation-abandoned", "items-joined"),
}
"""Events of which a command about a case has one: a second was handled twice."""

_ANSWER_IN_TWO = ["case-terminated", "liability-resolved"]
"""The answer to a resolution without liability."""

NEEDS = {
    "reviewer-assigned": ("case-ready-for-review",),
    "no-reviewer-found": ("case-ready-for-review",),
    "case-file-changed": ("case-ready-for-review",),
    "information-requested": ("case-returned",),
    "information-answered": ("information-requested",),
    "facts-overdue": ("facts-asked",),
    "case-affirmed": ("case-appealed",),
    "consolidation-declined": ("consolidation-proposed",),
    "consolidation-answered": ("consolidation-asked",),
    "consolidation-abandoned": ("consolidation-answered",),
    "items-joined": ("consolidation-answered",),
    "review-resumed": ("review-deferred", "liability-resolved"),
    "case-remanded": ("case-appealed",),
    "signed-after-end": ("case-terminated", "determination-signed"),
    "review-limited": ("records-overdue", "case-ready-for-review"),
    "case-assessed": ("case-ready-for-review", "reviewer-assigned"),
    "determination-signed": ("case-assessed",),
    "letter-issued": ("determination-signed",),
}
"""Events that a case must have, from any service, before another may exist."""

History = dict[str, list[Fact]]
"""The events of one case, by topic."""


def histories(own: Sequence[Fact]) -> dict[str, History]:
    """Return the events of each case, by case number."""
    found: dict[str, History] = defaultdict(lambda: defaultdict(list))
    for fact in own:
        if fact.case and fact.place.topic in GRAMMAR:
            found[fact.case][fact.place.topic].append(fact)
    return found


def check_lifecycle(cases: Mapping[str, History], parked_subjects: set[str], expected: Expectation) -> Iterator[Finding]:
    """Yield a finding for each case whose path, contents, partition or end is wrong.

    A case in *parked_subjects* may stop anywhere, because its dead letter is its named wait.
    """
    for case, history in sorted(cases.items()):
        yield from _grammar(case, history)
        yield from _clocks(case, history)
        yield from _once(case, history)
        yield from _needs(case, history)
        yield from _agreement(case, history)
        yield from _placement(case, history, expected.partitions)
        if case not in parked_subjects:
            yield from _completeness(case, history, expected)
            yield from _served(case, history)
    yield from _numbers(cases)
    yield from check_consolidations(cases)


def _grammar(case: str, history: History) -> Iterator[Finding]:
    for topic, facts in history.items():
        own = [fact for fact in facts if fact.name not in _OF_CLOCKS]
        for notice in dict.fromkeys(fact.notice for fact in own):
            sentence = "".join(f"{fact.name} " for fact in own if fact.notice == notice)
            if not re.fullmatch(NOTICE if notice else GRAMMAR[topic], sentence):
                yield Finding("illegal", f"{case} on {topic}: {sentence.strip()}")


def _clocks(case: str, history: History) -> Iterator[Finding]:
    changes: dict[str, str] = defaultdict(str)
    for fact in history.get("imr.intake.events", []):
        if fact.name == "clock-changed":
            changes[str(fact.data.get("name"))] += f"{fact.data.get('change')} "
    for name, sentence in changes.items():
        if not re.fullmatch(CLOCK, sentence):
            yield Finding("illegal", f"{case}, clock {name}: {sentence.strip()}")


def _once(case: str, history: History) -> Iterator[Finding]:
    said = Counter(
        (fact.name, "/".join(str(fact.data.get(field)) for field in ONCE[fact.name].split("/")))
        for facts in history.values()
        for fact in facts
        if fact.name in ONCE
    )
    yield from (Finding("twice", f"{case}: {name} {value} {number} times") for (name, value), number in said.items() if number > 1)
    answers: dict[str, list[str]] = defaultdict(list)
    for facts in history.values():
        for fact in facts:
            if fact.name in ANSWERS:
                answers[fact.cause].append(fact.name)
    for cause, names in answers.items():
        if len(names) > 1 and sorted(names) != _ANSWER_IN_TWO:
            yield Finding("twice", f"{case}: {cause} was answered {len(names)} times")


def _needs(case: str, history: History) -> Iterator[Finding]:
    said = _said(history)
    for name in sorted(said):
        for needed in NEEDS.get(name, ()):
            if needed not in said:
                yield Finding("illegal", f"{case}: {name} without {needed}")


def _agreement(case: str, history: History) -> Iterator[Finding]:
    """Compare assignment, draft, signature and letter.

    The assigned reviewer drafted and signed, the last draft was signed, and the letter has the
    signed version.
    """
    facts = {fact.name: fact for each in history.values() for fact in each}
    assigned, assessed = facts.get("reviewer-assigned"), facts.get("case-assessed")
    signed, issued = facts.get("determination-signed"), facts.get("letter-issued")
    for one, other, field in (
        (assigned, assessed, "reviewer_id"),
        (assessed, signed, "reviewer_id"),
        (assessed, signed, "assessment_id"),
        (signed, issued, "determination_version"),
    ):
        if one and other and one.data.get(field) != other.data.get(field):
            yield Finding("illegal", f"{case}: {other.name} has another {field} than {one.name}")


def _placement(case: str, history: History, partitions: int) -> Iterator[Finding]:
    lot = int(case.partition("-")[2][:3])
    for facts in history.values():
        yield from (
            Finding("misplaced", f"{fact} is not in the partition of its lot")
            for fact in facts
            if fact.place.partition != lot % partitions
        )


def _completeness(case: str, history: History, expected: Expectation) -> Iterator[Finding]:
    told = {fact.notice for fact in history.get("imr.letters.events", []) if fact.name in {"notice-issued", "notice-held"}}
    waits_for = _next(_said_anew(history), expected, is_told=bool(told & {"termination", "consolidation"}))
    if waits_for is not None:
        yield Finding("lost", f"{case} stopped: {waits_for} never came")


def _served(case: str, history: History) -> Iterator[Finding]:
    """Yield each service on a party, of a determination or a notice, that never ended."""
    facts = history.get("imr.letters.events", [])
    ended = {fact.data.get("service_id") for fact in facts if fact.name in _ENDS}
    open_ids = [fact.data.get("service_id") for fact in facts if fact.name == "service-intended"]
    yield from (Finding("lost", f"{case}: the service {one} never ended") for one in open_ids if one not in ended)


def _next(said: set[str], expected: Expectation, *, is_told: bool) -> str | None:
    """Return the next event that is missing.

    *is_told* is whether the parties were told that the review ended. None if the case
    ended, has a named wait, or waits for a service that did not run.
    """
    if "application-found-ineligible" in said:
        return None if "letters" not in expected.services or said & {"notice-issued", "notice-held"} else "notice-issued"
    if said & {"case-terminated", "case-consolidated"}:
        return None if is_told or "letters" not in expected.services else "the notice of its end"
    if "case-ready-for-review" not in said:
        return (
            None
            if said & {"records-requested", "application-deferred", "duplicate-suspected", "facts-asked"}
            else "case-ready-for-review"
        )
    steps = (
        ("triage", "reviewer-assigned", "no-reviewer-found" in said),
        ("decision", "case-assessed", False),
        ("decision", "determination-signed", not expected.signs_itself or "reviewer-withdrawn" in said),
        ("letters", "letter-issued", "letter-held" in said),
    )
    for step, (service, name, waits) in enumerate(steps):
        if name not in said:
            went_on = any(later in said for _, later, _ in steps[step + 1 :])
            return name if went_on or not (waits or service not in expected.services) else None
    return None


def _numbers(cases: Mapping[str, History]) -> Iterator[Finding]:
    """Yield each gap in the case numbers of a lot."""
    lots: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        lots[case[:-4]].append(int(case[-4:]))
    for lot, numbers in sorted(lots.items()):
        missing = set(range(min(numbers), max(numbers) + 1)) - set(numbers)
        yield from (
            Finding("lost", f"the case {lot}{number:04d} does not exist, but a later one does") for number in sorted(missing)
        )


def _said_anew(history: History) -> set[str]:
    """Return the events of the review that holds: after an order, those of the new one.

    The former end and reviewers, and determinations and letters up to the version that was set
    aside, do not count (LC 4610.6(i)).
    """
    intake = history.get("imr.intake.events", [])
    orders = [place for place, fact in enumerate(intake) if fact.name == "case-remanded"]
    if not orders:
        return _said(history)
    set_aside = max(int(intake[place].data.get("determination_version") or 0) for place in orders)
    former = set(intake[orders[-1]].data.get("reviewers") or ())
    others = [fact for topic, facts in history.items() if topic != "imr.intake.events" for fact in facts]
    anew = [
        fact
        for fact in others
        if int(fact.data.get("determination_version") or set_aside + 1) > set_aside and fact.data.get("reviewer_id") not in former
    ]
    return {fact.name for fact in (*intake[orders[-1] :], *anew)}


def _said(history: History) -> set[str]:
    return {fact.name for facts in history.values() for fact in facts}
