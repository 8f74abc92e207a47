"""The check that a submission ends as one case, duplicate, rejection or dead letter."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bench.checker.expectation import Expectation
from bench.checker.facts import Fact, Position
from bench.checker.finding import Finding
from bench.checker.reading.parked import Parked

Body = tuple[str, str]
"""A submission's id and the digest of one body sent under it."""


def check_submissions(facts: Sequence[Fact], own: Sequence[Fact], parked: Parked, expected: Expectation) -> Iterator[Finding]:
    """Yield submissions without exactly one end, and acknowledged ones that are missing."""
    submitted = _submitted(facts, expected)
    ends = _ends(own, submitted)
    unanswered = _parked_bodies(facts, parked)
    for body in sorted(submitted):
        number = ends[body]
        if number == 0 and body not in unanswered:
            yield Finding("lost", f"the submission {body[0]} (body {body[1][:12]}) has no end")
        elif number > 1:
            yield Finding("twice", f"the submission {body[0]} (body {body[1][:12]}) has {number} ends")
    for submission in sorted(expected.acknowledged - {submission for submission, _ in submitted}):
        yield Finding("lost", f"the submission {submission} was acknowledged but is not on the topic")


def _submitted(facts: Sequence[Fact], expected: Expectation) -> dict[Body, int]:
    """Return the submitted bodies, numbered in order; poison is left out."""
    bodies: dict[Body, int] = {}
    for fact in facts:
        if fact.name == "submit-application" and "submission_id" in fact.data and fact.place not in (expected.poison or {}):
            bodies.setdefault(_body(fact), len(bodies))
    return bodies


def _ends(own: Sequence[Fact], submitted: dict[Body, int]) -> Counter[Body]:
    """Return the number of ends of each body.

    A case or duplicate belongs to the accepted body, a refusal to the body that it names.
    """
    by_submission: dict[str, list[Body]] = defaultdict(list)
    for body in submitted:
        by_submission[body[0]].append(body)
    accepted = {fact.data["submission_id"]: fact.data["body_digest"] for fact in own if fact.name == "screen-application"}
    ends: Counter[Body] = Counter()
    for fact in own:
        submission = str(fact.data.get("submission_id", ""))
        if fact.name in {"application-received", "duplicate-found"}:
            ends[submission, accepted.get(submission, "")] += 1
        elif fact.name == "duplicate-reversed":  # its case is the second end of the submission
            ends[submission, accepted.get(submission, "")] -= 1
        elif fact.name == "submission-refused":
            ends[_body(fact)] += 1
    return ends


def _parked_bodies(facts: Sequence[Fact], parked: Parked) -> set[Body]:
    """Return the bodies that were parked and not replayed."""
    at: dict[Position, Fact] = {
        fact.place: fact
        for fact in facts
        if fact.name in {"submit-application", "screen-application"} and "submission_id" in fact.data
    }
    ended = (key for key in parked.dead if key not in parked.replayed)
    places = (parked.dead[key].data["parked"]["place"] for key in ended)
    return {_body(at[place]) for place in places if place in at}


def _body(fact: Fact) -> Body:
    return str(fact.data.get("submission_id", "")), str(fact.data.get("body_digest", ""))
