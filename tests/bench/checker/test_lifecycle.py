"""A case's history is a legal path to an end or a wait that has a name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position
from bench.checker.lifecycle import GRAMMAR, check_lifecycle, histories

CASE = "CM15-1330001"
PARTITION = 133 % 4
SERVICE_OF = {
    "application-received": "intake",
    "application-found-eligible": "intake",
    "application-found-ineligible": "intake",
    "records-requested": "intake",
    "records-overdue": "intake",
    "facts-asked": "intake",
    "records-added": "intake",
    "records-kept": "intake",
    "case-file-changed": "intake",
    "case-request-refused": "intake",
    "review-limited": "intake",
    "case-terminated": "intake",
    **dict.fromkeys(("case-appealed", "case-affirmed", "case-remanded", "records-requested"), "intake"),
    "determination-overdue": "intake",
    "clock-changed": "intake",
    **dict.fromkeys(("duplicate-suspected", "duplicate-settled", "duplicate-request-refused", "duplicate-reversed"), "intake"),
    **dict.fromkeys(("duplicate-items-dropped", "earlier-reviews-found", "receipt-moved"), "intake"),
    **dict.fromkeys(("consolidation-proposed", "consolidation-asked", "consolidation-abandoned"), "intake"),
    **dict.fromkeys(("case-consolidated", "items-joined"), "intake"),
    "consolidation-answered": "decision",
    "reviewer-withdrawn": "triage",
    **dict.fromkeys(("review-converted", "review-deferred", "review-resumed", "liability-resolved", "deadline-extended"), "intake"),
    "case-ready-for-review": "intake",
    "no-reviewer-found": "triage",
    "reviewer-assigned": "triage",
    "case-assessed": "decision",
    "determination-signed": "decision",
    "letter-issued": "letters",
    "letter-held": "letters",
    "notice-issued": "letters",
    "notice-held": "letters",
    "service-intended": "letters",
    "letter-served": "letters",
    "letter-returned": "letters",
}
DATA: dict[str, Any] = {"reviewer_id": "R-1", "assessment_id": "A-1", "determination_version": 1, "letter_version": 1}
INELIGIBLE = ("application-received", "application-found-ineligible", "notice-issued", "service-intended", "letter-served")
NOTICE = {"notice": "ineligibility", "service_id": f"{CASE}.ineligibility.worker.1"}
READY = ("application-received", "application-found-eligible", "case-ready-for-review")
DRAFTED = (*READY, "reviewer-assigned", "case-assessed")
DECIDED = (*DRAFTED, "determination-signed", "letter-issued")


def _facts(names: Sequence[str], case: str = CASE, partition: int = PARTITION) -> list[Fact]:
    return [
        Fact(
            Position(f"imr.{SERVICE_OF[name]}.events", partition, offset),
            f"imr.{SERVICE_OF[name]}.{name}",
            f"{case}-{offset}",
            f"/imr/{SERVICE_OF[name]}",
            case,
            f"cause-{offset}",
            "",
            {"case_number": case, **DATA},
        )
        for offset, name in enumerate(names)
    ]


def _findings(facts: Sequence[Fact], expected: Expectation | None = None, parked: frozenset[str] = frozenset()) -> list[str]:
    return [str(finding) for finding in check_lifecycle(histories(facts), set(parked), expected or Expectation(4))]


@pytest.mark.parametrize(
    "names",
    [
        DECIDED,
        ("application-received", "application-found-ineligible", "notice-held"),
        ("application-received", "facts-asked"),
        ("application-received", "application-found-eligible", "records-requested"),
        (*READY, "no-reviewer-found"),
        (*DECIDED[:-1], "letter-held"),
        (*DECIDED, "letter-held"),
    ],
    ids=[
        "decided",
        "ineligible",
        "waits for facts",
        "waits for records",
        "waits for a reviewer",
        "letter held",
        "second letter held",
    ],
)
def test_a_case_ends_or_waits_for_something_with_a_name(names: Sequence[str]) -> None:
    """Such a case has no finding."""
    assert [] == _findings(_facts(names))


@pytest.mark.parametrize(
    "names",
    [
        ("application-received", "duplicate-suspected"),
        (
            "application-received",
            "duplicate-suspected",
            "duplicate-request-refused",
            "duplicate-settled",
            "application-found-ineligible",
            "notice-issued",
        ),
        (
            "application-received",
            "duplicate-items-dropped",
            "application-found-eligible",
            "earlier-reviews-found",
            "records-requested",
        ),
        ("application-received", "duplicate-reversed", "application-found-eligible", "records-requested", "receipt-moved"),
    ],
    ids=lambda names: names[-1],
)
def test_a_duplicate_is_a_legal_path(names: Sequence[str]) -> None:
    """A case in doubt waits for staff; a dropped item lets the others go on."""
    assert [] == _findings(_facts(names))


def test_a_remand_is_a_legal_path_after_an_appeal_alone() -> None:
    """The review goes on as the court ordered (LC 4610.6(i))."""
    begun = ("application-received", "application-found-ineligible")
    anew = ("case-remanded", "application-found-eligible", "records-requested", "notice-held")
    assert [] == _findings(_facts((*begun, "case-appealed", "case-affirmed", "case-appealed", *anew)))
    assert f"illegal: {CASE}: case-remanded without case-appealed" in _findings(_facts((*begun, *anew)))


def test_a_remanded_case_needs_a_new_determination_and_its_letter() -> None:
    """Those that the court set aside do not count, nor do their reviewers (LC 4610.6(i))."""
    former = [*_facts((*DECIDED, "case-appealed")), *_facts(("case-remanded", "case-ready-for-review"))]
    former[-2] = replace(former[-2], data={**former[-2].data, "reviewers": ["R-1"]})
    again = {"reviewer_id": "R-2", "assessment_id": "A-2", "determination_version": 2, "letter_version": 2}
    anew = [replace(each, data={**each.data, **again}) for each in _facts(DECIDED[len(READY) :])]

    for number, missing in enumerate(("reviewer-assigned", "case-assessed", "determination-signed", "letter-issued")):
        assert f"lost: {CASE} stopped: {missing} never came" in _findings([*former, *anew[:number]])
    assert not [each for each in _findings([*former, *anew]) if "stopped" in each]


@pytest.mark.parametrize(("number", "missing"), [(3, "reviewer-assigned"), (5, "determination-signed"), (6, "letter-issued")])
def test_a_case_that_stopped_is_lost(number: int, missing: str) -> None:
    """The finding names the event that never came."""
    assert [f"lost: {CASE} stopped: {missing} never came"] == _findings(_facts(DECIDED[:number]))


@pytest.mark.parametrize(
    ("number", "expected"),
    [(3, Expectation(4, services={"intake"})), (5, Expectation(4, signs_itself=False))],
    ids=["triage did not run", "a person signs"],
)
def test_a_step_that_nothing_was_to_take_is_not_waited_for(number: int, expected: Expectation) -> None:
    """The expectation says which services ran and whether drafts sign themselves."""
    assert [] == _findings(_facts(DECIDED[:number]), expected)


def test_a_case_with_a_parked_message_may_stand_still() -> None:
    """The dead letter is its named wait."""
    assert [] == _findings(_facts(READY), parked=frozenset({CASE}))


@pytest.mark.parametrize(
    "names",
    [
        (*READY, "consolidation-asked", "consolidation-answered", "consolidation-abandoned", "no-reviewer-found"),
        ("application-received", "application-found-eligible", "consolidation-proposed", "records-requested"),
        (
            *DRAFTED,
            "consolidation-asked",
            "consolidation-answered",
            "consolidation-abandoned",
            "determination-signed",
            "letter-issued",
        ),
        (*DRAFTED, "reviewer-withdrawn", "no-reviewer-found"),
    ],
    ids=["abandoned", "proposed", "decided after all", "reviewer withdrawn"],
)
def test_a_question_of_consolidation_is_a_legal_path(names: Sequence[str]) -> None:
    """Answered or not, the case goes on."""
    assert [] == _findings(_facts(names))


def test_a_consolidated_case_ends_in_its_notice() -> None:
    """The case that goes on has its items; without the notice a party was not told."""
    other = f"{CASE[:-1]}2"
    ended = [replace(fact, data={**fact.data, "into": other}) for fact in _facts((*READY, "case-consolidated"))]
    on = ("consolidation-asked", "consolidation-answered", "items-joined", "no-reviewer-found")
    goes_on = [replace(fact, data={**fact.data, "from_case": CASE}) for fact in _facts((*READY, *on), other)]

    assert [f"lost: {CASE} stopped: the notice of its end never came"] == _findings([*ended, *goes_on])


def test_events_out_of_order_are_illegal() -> None:
    """Events of one service are compared with its grammar."""
    swapped = _facts(("application-received", "case-ready-for-review", "application-found-eligible", *DECIDED[3:]))

    assert [
        f"illegal: {CASE} on imr.intake.events: application-received case-ready-for-review application-found-eligible"
    ] == _findings(swapped)


@pytest.mark.parametrize("case", ["CM15-1340001", "CM15-0000001"])
def test_a_case_belongs_to_the_partition_of_its_lot(case: str) -> None:
    """Lots are dealt over the partitions in turn."""
    found = _findings(_facts(("application-received", "application-found-ineligible"), case), Expectation(4, services={"intake"}))

    assert ["misplaced", "misplaced"] == [each.partition(":")[0] for each in found]


def test_a_gap_in_the_numbers_of_a_lot_is_a_lost_case() -> None:
    """A number is given out once its case exists."""
    ends = ("application-received", "application-found-ineligible", "notice-held")
    facts = [*_facts(ends), *_facts(ends, "CM15-1330004")]

    assert [f"lost: the case CM15-133000{number} does not exist, but a later one does" for number in (2, 3)] == _findings(facts)


RECORDS = ("application-received", "application-found-eligible", "records-requested")


@pytest.mark.parametrize(
    "names",
    [
        (*RECORDS, "records-added", "records-kept", "case-request-refused"),
        (*RECORDS, "records-overdue", "records-added"),
        (*RECORDS, "records-overdue", "review-limited", "case-ready-for-review", *DECIDED[3:]),
        (*RECORDS, "records-overdue", "records-added", "review-limited", "case-ready-for-review", *DECIDED[3:]),
        (*READY, "records-added", "case-file-changed", "determination-overdue", "records-kept", *DECIDED[3:]),
    ],
)
def test_records_may_come_at_any_time(names: Sequence[str]) -> None:
    """Before the review, late, and during it."""
    assert [] == _findings(_facts(names))


@pytest.mark.parametrize(
    ("names", "finding"),
    [
        ((*RECORDS, "review-limited", "case-ready-for-review", "no-reviewer-found"), "illegal"),
        ((*RECORDS, "records-overdue", "records-overdue"), "illegal"),
        ((*RECORDS, "case-file-changed"), "illegal"),
    ],
)
def test_a_limited_review_follows_a_lapse(names: Sequence[str], finding: str) -> None:
    """And a file changes for the reviewer only once it is under review."""
    assert {finding} == {each.partition(":")[0] for each in _findings(_facts(names))}


def test_a_command_is_answered_once() -> None:
    """The same cause with two answers was handled twice."""
    facts = _facts((*RECORDS, "records-added", "records-kept"))
    twice = [replace(each, cause="c-1") if each.name in {"records-added", "records-kept"} else each for each in facts]

    assert [f"twice: {CASE}: c-1 was answered 2 times"] == _findings(twice)


def test_a_resolution_without_liability_is_answered_by_the_end_of_the_case() -> None:
    """It has two events, and each only once."""
    names = (*RECORDS, "review-deferred", "liability-resolved", "case-terminated", "notice-issued")
    facts = _told(names, notice="termination", service_id=f"{CASE}.termination.worker.1")
    answered = [replace(each, cause="c-1") if each.name in names[-3:-1] else each for each in facts]

    assert [] == _findings(answered)
    assert f"twice: {CASE}: c-1 was answered 3 times" in _findings([*answered, answered[-2]])


@pytest.mark.parametrize(
    "acts",
    [
        ("review-converted",),
        ("review-converted", "review-converted"),
        ("review-converted", "case-request-refused"),
        ("review-deferred", "liability-resolved", "review-resumed"),
        ("review-deferred", "liability-resolved", "review-resumed", "deadline-extended"),
    ],
)
def test_acts_of_staff_are_a_legal_path(acts: Sequence[str]) -> None:
    """Before the review and during it; a case may ask for records once more."""
    assert [] == _findings(_facts((*READY, *acts, *DECIDED[3:])))
    assert [] == _findings(_facts((*RECORDS, *acts)))
    assert [] == _findings(_facts((*RECORDS, *acts[:-1], "review-converted", "records-requested")))


def test_every_topic_of_events_has_a_grammar() -> None:
    """Four services publish events of cases."""
    assert {f"imr.{service}.events" for service in ("intake", "triage", "decision", "letters")} == set(GRAMMAR)


def _told(names: Sequence[str], **data: Any) -> list[Fact]:
    """Return the history of an ineligible case with events of its notice."""
    return [replace(fact, data={**fact.data, **NOTICE, **data}) if fact.service == "letters" else fact for fact in _facts(names)]


def test_an_ineligible_case_ends_in_a_notice_that_was_served() -> None:
    """Its parties are told, and each service has an end."""
    assert [] == _findings(_told(INELIGIBLE))
    assert [f"lost: {CASE} stopped: notice-issued never came"] == _findings(_facts(INELIGIBLE[:2]))
    assert [] == _findings(_facts(INELIGIBLE[:2]), Expectation(4, services={"intake"}))
    assert [f"lost: {CASE}: the service {CASE}.ineligibility.worker.1 never ended"] == _findings(_told(INELIGIBLE[:4]))


def test_a_terminated_case_ends_in_its_notice() -> None:
    """Another notice of the case does not stand for it, and one that is held is a named wait."""
    ended = (*READY, "reviewer-assigned", "case-assessed", "case-terminated", "notice-issued", "service-intended", "letter-served")
    termination = {"notice": "termination", "service_id": f"{CASE}.termination.worker.1"}
    lost = [f"lost: {CASE} stopped: the notice of its end never came"]

    assert [] == _findings(_told(ended, **termination))
    assert [] == _findings(_told((*ended[:-3], "notice-held"), **termination))
    assert lost == _findings(_told(ended))
    assert lost == _findings(_told(ended[:-3]))
    assert [] == _findings(_told(ended[:-3]), Expectation(4, services={"intake"}))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ((*INELIGIBLE[:3], *INELIGIBLE[2:]), ["twice: {case}: notice-issued ineligibility/1 2 times"]),
        ((*INELIGIBLE, "letter-served"), ["twice: {case}: letter-served {case}.ineligibility.worker.1 2 times"]),
        (
            (*INELIGIBLE[:4], *INELIGIBLE[3:]),
            ["twice: {case}: service-intended {case}.ineligibility.worker.1 2 times"],
        ),
        (
            ("application-received", "application-found-ineligible", "service-intended", "letter-served", "notice-issued"),
            ["illegal: {case} on imr.letters.events: service-intended letter-served notice-issued"],
        ),
    ],
    ids=["issued twice", "served twice", "intended twice", "served before it was issued"],
)
def test_a_party_is_told_once(names: Sequence[str], found: list[str]) -> None:
    """A notice is issued once, and served once on each party, in this order."""
    assert [each.format(case=CASE) for each in found] == _findings(_told(names))


def test_notices_stand_beside_the_letter_of_the_determination() -> None:
    """Their events may come at any time between those of the letter."""
    names = [*DECIDED[:-1], "notice-issued", "letter-issued", "service-intended", "letter-served"]
    facts = [
        replace(fact, data={**fact.data, **NOTICE}) if fact.service == "letters" and fact.name != "letter-issued" else fact
        for fact in _facts(names)
    ]

    assert [] == _findings(facts)


@pytest.mark.parametrize(
    ("changes", "legal"),
    [
        (("start", "stop"), True),
        (("start", "toll", "resume", "extend", "convert", "stop"), True),
        (("start", "start", "stop"), True),
        (("start", "toll", "stop"), True),
        (("start", "resume", "stop"), False),
        (("start", "stop", "stop"), False),
        (("extend",), False),
    ],
)
def test_a_clock_is_changed_in_a_legal_order(changes: Sequence[str], *, legal: bool) -> None:
    """Its events are apart from the path of the case; a second question starts its clock anew."""
    facts = _facts((*READY, *["clock-changed"] * len(changes), "no-reviewer-found"))
    told = [
        replace(fact, data={**fact.data, "name": "records-due", "change": each})
        for fact, each in zip(facts[3:], changes, strict=False)
    ]
    found = _findings([*facts[:3], *told, facts[-1]])

    assert [] == found if legal else [f"illegal: {CASE}, clock records-due: {' '.join(changes)}"] == found
