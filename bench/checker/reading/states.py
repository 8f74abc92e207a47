"""The checks of state: workers agree with changelogs, changelogs with events."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.checker.facts import Fact
from bench.checker.finding import Finding
from bench.checker.lifecycle import History

Records = Mapping[str, Any]
Holdings = Mapping[tuple[str, int], Records]
"""Records by `table/key`, by service and partition."""

_SHOWN = 3


def check_same(one: Holdings, other: Holdings, what: str) -> Iterator[Finding]:
    """Yield each partition in which *one* and *other* hold different records."""
    for place in sorted({*one, *other}):
        here, there = one.get(place, {}), other.get(place, {})
        different = [key for key in sorted({*here, *there}) if here.get(key) != there.get(key)]
        if different:
            yield Finding("state differs", f"{what}, {place[0]} {place[1]}: {len(different)} records, {different[:_SHOWN]}")


def check_told(changelogs: Holdings, cases: Mapping[str, History], own: Sequence[Fact]) -> Iterator[Finding]:
    """Yield each stage, signature, letter or reviewer's load at odds with the events."""
    held: dict[str, dict[str, Any]] = {}
    for (service, _number), records in changelogs.items():
        held.setdefault(service, {}).update(records)
    for case, history in sorted(cases.items()):
        said = {fact.name for facts in history.values() for fact in facts}
        yield from _stage(case, said, held.get("intake"))
        yield from _mark(case, held.get("decision"), "signed-cases", told="determination-signed" in said)
        yield from _issued(case, held.get("letters"), said)
    if "triage" in held:
        yield from _loads(held["triage"], own)


def _stage(case: str, said: set[str], records: Records | None) -> Iterator[Finding]:
    if records is None:
        return
    stages = (
        ("application-found-ineligible", {"ineligible"}),
        ("case-ready-for-review", {"ready", "limited", "information-pending", "determined"}),
        ("records-overdue", {"overdue"}),
        ("records-requested", {"waiting"}),
        ("application-deferred", {"deferred"}),
    )
    told = next((allowed for name, allowed in stages if name in said), set())
    if told and "review-deferred" in said:
        told = {*told, "deferred"}
    if "case-consolidated" in said:
        told = {"consolidated"}
    elif "case-terminated" in said:
        told = {"terminated"}
    elif "case-appealed" in said and not said & {"case-affirmed", "case-remanded"}:
        told = {"appealed"}
    elif "determination-signed" in said:
        told = {"determined", "implemented"} if "determination-implemented" in said else {"determined"}
    stage = records.get(f"cases/{case}", {}).get("stage")
    if told and stage not in told:
        yield Finding("state differs", f"{case} is {stage} in the state of intake; its events say {sorted(told)}")


def _mark(case: str, records: Records | None, table: str, *, told: bool) -> Iterator[Finding]:
    if records is not None and told != (f"{table}/{case}" in records):
        yield Finding("state differs", f"{case}: the table {table} disagrees with the events")


def _issued(case: str, records: Records | None, said: set[str]) -> Iterator[Finding]:
    """Compare letters; a case that ended with a notice closes without one."""
    if records is None:
        return
    is_closed = f"closed-cases/{case}" in records
    is_issued = bool(records.get(f"case-files/{case}", {}).get("issued"))
    told = "letter-issued" in said
    agrees = (told or "notice-issued" in said) if is_closed else told == is_issued
    if not agrees:
        yield Finding("state differs", f"{case}: the table case-files disagrees with the events about issued letters")


def _loads(records: Records, own: Sequence[Fact]) -> Iterator[Finding]:
    """Compare the open cases of each reviewer: those assigned, not released and not on hold."""
    released = {fact.case for fact in own if fact.name == "release-reviewer"}
    on_hold = {fact.case: fact.data.get("on_hold") for fact in own if fact.name == "adjust-case"}
    released |= {case for case, held in on_hold.items() if held}
    told: dict[str, int] = {}
    for fact in own:
        if fact.name == "reviewer-assigned":
            key = f"loads/{fact.data['pool']}/{fact.data['reviewer_id']}"
            told[key] = told.get(key, 0) + (fact.case not in released)
    for key, load in sorted(told.items()):
        if records.get(key, {}).get("open_cases") != load:
            yield Finding("state differs", f"{key} is {records.get(key)}; the events say {load} open cases")
