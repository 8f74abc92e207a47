"""A clock that is tolled, converted and extended, beside a slow oracle of its own."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions.clock_rules import Served
from jurisdictions.files import _FOLDER, load_jurisdiction, read
from jurisdictions.ledger import Convert, Entry, EntryRefused, Extend, Ledger, Resume, Start, Toll, count
from jurisdictions.legal_time import StartUnknown
from jurisdictions.model import Jurisdiction

PACIFIC = ZoneInfo("America/Los_Angeles")
RULES = load_jurisdiction("ca-workers-comp")
FIRST, LAST = datetime(2019, 9, 1, tzinfo=UTC), datetime(2024, 9, 1, tzinfo=UTC)
MINUTES = int((LAST - FIRST).total_seconds() // 60)
ONE_DAY = timedelta(days=1)


def at(text: str) -> datetime:
    """The instant at which a clock on a Californian wall shows *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC)


def ledger(clock: str, *entries: Entry) -> Ledger:
    """A ledger of *entries*, each added in its turn."""
    found = Ledger(clock=clock)
    for entry in entries:
        found = found.add(entry, RULES)
    return found


def due_on(clock: str, *entries: Entry) -> date | None:
    """The last day of a clock."""
    due = count(ledger(clock, *entries), RULES)
    return due.on if due else None


# The oracle: it goes from day to day, or from minute to minute, and asks the calendar of its own.


def nth(day: date, month: int, weekday: int, number: int) -> bool:
    """Whether *day* is the number-th such weekday of the month."""
    return (day.month, day.weekday(), (day.day - 1) // 7 + 1) == (month, weekday, number)


def last_of(day: date, month: int, weekday: int) -> bool:
    """Whether *day* is the last such weekday of the month."""
    return (day.month, day.weekday()) == (month, weekday) and (day + 7 * ONE_DAY).month != month


def on_fixed(day: date, month: int, number: int, *, saturday: bool) -> bool:
    """Whether *day* keeps a holiday of fixed date: itself, or the weekday beside its weekend."""
    if (day.month, day.day) == (month, number):
        return True
    before, after = day - ONE_DAY, day + ONE_DAY
    if day.weekday() == 0 and (before.month, before.day) == (month, number):
        return True
    return saturday and day.weekday() == 4 and (after.month, after.day) == (month, number)


def office_open(day: date) -> bool:
    """Whether the state's offices are open."""
    closed = (
        day.weekday() > 4,
        *(on_fixed(day, *each, saturday=False) for each in ((1, 1), (3, 31), (7, 4), (12, 25))),
        on_fixed(day, 11, 11, saturday=True),
        on_fixed(day, 6, 19, saturday=False) and day.year > 2022,
        nth(day, 1, 0, 3) or nth(day, 2, 0, 3) or last_of(day, 5, 0) or nth(day, 9, 0, 1) or nth(day, 11, 3, 4),
    )
    return not any(closed)


def court_open(day: date) -> bool:
    """Whether the courts are open."""
    closed = (
        day.weekday() > 4,
        *(on_fixed(day, *each, saturday=True) for each in ((1, 1), (2, 12), (3, 31), (7, 4), (11, 11), (12, 25))),
        on_fixed(day, 6, 19, saturday=True) and day.year > 2022,
        nth(day, 1, 0, 3) or nth(day, 2, 0, 3) or last_of(day, 5, 0) or nth(day, 9, 0, 1) or nth(day, 11, 3, 4),
        nth(day - ONE_DAY, 11, 3, 4),
        nth(day, 10, 0, 2) and day.year < 2022,
        nth(day, 9, 4, 4) and day.year > 2021,
    )
    return not any(closed)


def always(_day: date) -> bool:
    """Every day counts."""
    return True


IS_OPEN: dict[str, Callable[[date], bool]] = {"calendar-days": always, "business-days": office_open, "court-days": court_open}


def slow_due_on(entries: tuple[Entry, ...], kind: "Kind") -> date | None:
    """The last day of a clock of days, one day after the other; None if it never comes."""
    parts: list[tuple[Callable[[date], bool], list[None]]] = [
        (IS_OPEN[kind.unit], [None] * kind.length),
        (IS_OPEN["calendar-days"], [None] * kind.added),
    ]
    first, waiting, running = local(entries[0].at), list(entries[1:]), True
    day = first
    while waiting or running:
        if running and day > first:
            for counts, left in parts:
                if left:
                    if counts(day):
                        left.pop()
                    break
        while waiting and local(waiting[0].at) == day:
            entry = waiting.pop(0)
            running = {"toll": False, "resume": True}.get(entry.kind, running)
            if isinstance(entry, Extend):
                parts.append((IS_OPEN["calendar-days"], [None] * entry.days))
        alone = not kind.added and len(parts) == 2
        can_act = (court_open(day) or not kind.carried) and (IS_OPEN[kind.unit](day) or not alone)
        if running and can_act and not any(left for _, left in parts):
            return day
        day += ONE_DAY
    return None


def slow_due_at(entries: tuple[Entry, ...], hours: int) -> datetime | None:
    """The end of a clock of hours, one minute after the other; None if it never comes."""
    left, waiting, now, running = hours * 60, list(entries[1:]), entries[0].at, True
    while True:
        while waiting and waiting[0].at == now:
            entry = waiting.pop(0)
            running = {"toll": False, "resume": True}.get(entry.kind, running)
            left += entry.days * 1_440 if isinstance(entry, Extend) else 0
        if running and left == 0:
            return now
        if not running and not waiting:
            return None
        now += timedelta(minutes=1)
        left -= running


def local(instant: datetime) -> date:
    """The day in California."""
    return instant.astimezone(PACIFIC).date()


@dataclass(frozen=True)
class Kind:
    """A clock and its variant as the oracle knows it, in other words than the file's."""

    clock: str
    length: int
    unit: str = "calendar-days"
    variant: str = "standard"
    added: int = 0
    carried: bool = False
    served: Served | None = None
    extensible: bool = False
    rules: Jurisdiction = RULES


def with_court_days() -> Jurisdiction:
    """California, if its notice of assignment had three court days."""
    rules = yaml.safe_load((_FOLDER / "ca-workers-comp.yaml").read_text())
    rules["clocks"]["notice-of-assignment"]["versions"][0]["variants"]["standard"] |= {"length": 3, "unit": "court-days"}
    return read("example.yaml", yaml.safe_dump(rules).encode())


KINDS = [
    Kind("determination-due", 30, extensible=True),
    Kind("determination-due", 5, "business-days", "formulary", extensible=True),
    Kind("authorization-due", 5, "business-days"),
    Kind("notice-of-assignment", 1, "business-days"),
    Kind("notice-of-assignment", 3, "court-days", rules=with_court_days()),
    Kind("reimbursement-due", 20),
    Kind("filing", 30, added=5, carried=True, served=Served(by="mail")),
    Kind("filing", 30, carried=True, served=Served(by="fax")),
    Kind("filing", 10, variant="formulary", added=10, carried=True, served=Served(by="mail", to_place="another-state")),
    Kind("appeal", 30, added=20, carried=True, served=Served(by="electronic", from_place="california", to_place="abroad")),
]
EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.clock}-{kind.variant}-{kind.unit}-{kind.added}")


@st.composite
def histories(draw: st.DrawFn, minutes_max: int) -> tuple[tuple[int, str, int], ...]:
    """The life of a clock after its start: minutes to wait, a kind of entry, and days."""
    steps = draw(st.lists(st.tuples(st.integers(0, minutes_max), st.sampled_from("sse"), st.integers(1, 3)), max_size=7))
    found, tolled, granted = [], False, 0
    for wait, kind, days in steps:
        if kind == "e" and granted + days <= 3:
            granted += days
            found.append((wait, "extend", days))
        elif kind == "s":
            tolled = not tolled
            found.append((wait, "toll" if tolled else "resume", 0))
    return tuple(found)


def entries_of(start: Start, history: Iterable[tuple[int, str, Any]]) -> tuple[Entry, ...]:
    """The entries of a *history* after its start."""
    entries: list[Entry] = [start]
    for wait, kind, what in history:
        when = entries[-1].at + timedelta(minutes=wait)
        match kind:
            case "toll":
                entries.append(Toll(at=when, reason="Papers are missing."))
            case "resume":
                entries.append(Resume(at=when))
            case "extend":
                entries.append(Extend(at=when, days=what, reason="An extraordinary circumstance."))
            case "convert":
                entries.append(Convert(at=when, variant=what, reason="A certification came."))
    return tuple(entries)


@EACH_KIND
def test_each_day_of_five_years_is_counted_as_the_oracle_counts_it(kind: Kind) -> None:
    """Leap days, both changes of clocks, ends of months, every holiday."""
    day = FIRST.date()
    while day < LAST.date():
        start = Start(at=datetime.combine(day, time(10), PACIFIC), variant=kind.variant, served=kind.served)
        due = count(Ledger(clock=kind.clock, entries=(start,)), kind.rules)

        assert due is not None
        assert slow_due_on((start,), kind) == due.on
        assert kind.rules.due(kind.clock, start.at, kind.variant, kind.served) == due
        assert due.on == local(due.at)
        assert due.on != local(due.at + timedelta(seconds=1))
        day += ONE_DAY


@EACH_KIND
@given(history=histories(20 * 1_440), start=st.integers(0, MINUTES))
def test_any_history_of_days_is_counted_as_the_oracle_counts_it(kind: Kind, history: Any, start: int) -> None:
    """Tolled and resumed at any time, extended if the law allows it, also after the end."""
    history = [step for step in history if kind.extensible or step[1] != "extend"]
    begin = Start(at=FIRST + timedelta(minutes=start), variant=kind.variant, served=kind.served)
    entries = entries_of(begin, history)
    due = count(Ledger(clock=kind.clock, entries=entries), kind.rules)

    assert slow_due_on(entries, kind) == (due.on if due else None)


@given(history=histories(3_000), start=st.integers(0, MINUTES))
def test_any_history_of_hours_is_counted_as_the_oracle_counts_it(history: Any, start: int) -> None:
    """Seventy-two hours that passed while the clock ran, over changes of the wall's clock too."""
    entries = entries_of(Start(at=FIRST + timedelta(minutes=start), variant="expedited"), history)
    due = count(Ledger(clock="determination-due", entries=entries), RULES)

    assert slow_due_at(entries, 72) == (due.at if due else None)


VARIANTS = ("standard", "expedited", "formulary")


def slow_end(entries: tuple[Entry, ...]) -> datetime | None:
    """When a determination is due in the variant of the start; *entries* convert nothing."""
    assert isinstance(entries[0], Start)
    if entries[0].variant == "expedited":
        return slow_due_at(entries, 72)
    length, unit = {"standard": (30, "calendar-days"), "formulary": (5, "business-days")}[entries[0].variant]
    on = slow_due_on(entries, Kind("determination-due", length, unit))
    return datetime.combine(on, time(23, 59, 59), PACIFIC) if on else None


def slow_end_with_conversions(entries: tuple[Entry, ...]) -> datetime | None:
    """When a determination is due; a conversion chooses the entries that count from there."""
    counting: tuple[Entry, ...] = entries[:1]
    plain = entries[:1]  # all but the conversions
    tolled = False
    for entry in entries[1:]:
        if not isinstance(entry, Convert):
            counting, plain = (*counting, entry), (*plain, entry)
            tolled = {"toll": True, "resume": False}.get(entry.kind, tolled)
            continue
        ended = slow_end(counting)
        if ended is not None and ended < entry.at:
            break
        resumed: tuple[Entry, ...] = (Resume(at=entry.at),) if tolled else ()
        former = slow_end((*counting, *resumed))
        anew = Start(at=entry.at, variant=entry.variant)
        from_start: tuple[Entry, ...] = (plain[0].model_copy(update={"variant": entry.variant}), *plain[1:])
        whole, longer = slow_end((anew,)), slow_end((*from_start, *resumed))
        assert former
        assert whole
        assert longer
        if whole < former:
            counting = (anew, Toll(at=entry.at, reason="as before")) if tolled else (anew,)
        elif longer > former:
            counting = from_start
    return slow_end(counting)


@given(
    history=histories(4 * 1_440),
    start=st.integers(0, MINUTES),
    first=st.sampled_from(VARIANTS),
    conversions=st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 12 * 1_440), st.sampled_from(VARIANTS)), min_size=1, max_size=3
    ),
)
@settings(max_examples=60)
def test_any_history_with_conversions_is_counted_as_the_oracle_counts_it(
    history: Any, start: int, first: str, conversions: list[tuple[int, int, str]]
) -> None:
    """Tolled, resumed, converted and extended in any order, in any year, also after the end."""
    steps: list[tuple[int, str, Any]] = list(history)
    for place, wait, variant in conversions:
        steps.insert(min(place, len(steps)), (wait, "convert", variant))
    entries = entries_of(Start(at=FIRST + timedelta(minutes=start), variant=first), tuple(steps))
    due = count(Ledger(clock="determination-due", entries=entries), RULES)

    assert slow_end_with_conversions(entries) == (due.at if due else None)


@given(history=histories(20 * 1_440), start=st.integers(0, MINUTES))
def test_a_ledger_reads_back_the_same_and_takes_the_entries_one_by_one(history: Any, start: int) -> None:
    """Only facts are kept; when it is due is counted anew."""
    entries = entries_of(Start(at=FIRST + timedelta(minutes=start)), history)
    whole = Ledger(clock="determination-due", entries=entries)

    assert whole == ledger("determination-due", *entries) == Ledger.model_validate_json(whole.model_dump_json())
    assert "due" not in whole.model_dump_json().replace("determination-due", "")


def test_the_day_of_tolling_counts_and_that_of_resuming_does_not() -> None:
    """Ten of thirty days ran from the 1st to the 11th; twenty are left on the 20th."""
    start, toll, resume = Start(at=at("2020-06-01T10:00")), at("2020-06-11T09:00"), at("2020-06-20T17:00")
    found = ledger("determination-due", start, Toll(at=toll, reason="Papers are missing."), Resume(at=resume))
    due = count(found, RULES)

    assert due is not None
    assert [
        ("the request and its supporting documents are complete; this day does not count", 0, date(2020, 6, 1)),
        ("tolled after 10 of 30 days: Papers are missing.", 0, date(2020, 6, 11)),
        ("it goes on; this day does not count", 0, date(2020, 6, 20)),
        ("20 left of 30 days", 20, date(2020, 7, 10)),
    ] == [(step.what, step.days, step.on) for step in due.steps]


def test_while_it_is_tolled_it_has_no_end() -> None:
    """And none before its start."""
    assert count(Ledger(clock="determination-due"), RULES) is None
    assert due_on("determination-due", Start(at=at("2020-06-01T10:00")), Toll(at=at("2020-06-11T09:00"), reason="x")) is None


@pytest.mark.parametrize(
    ("started", "variant", "converted", "to", "expected"),
    [
        ("2020-03-01T10:00", "standard", "2020-03-06T10:00", "expedited", "2020-03-09T11:00:00"),  # 72 hours from there, in spring
        ("2020-03-01T10:00", "standard", "2020-03-30T10:00", "expedited", "2020-03-31T23:59:59"),  # not beyond the former end
        ("2020-06-01T10:00", "expedited", "2020-06-02T10:00", "standard", "2020-07-01T23:59:59"),  # from the start
        ("2020-06-01T10:00", "standard", "2020-06-03T10:00", "formulary", "2020-06-10T23:59:59"),  # five business days from there
        ("2020-06-01T10:00", "formulary", "2020-06-03T10:00", "standard", "2020-07-01T23:59:59"),
        ("2020-06-01T10:00", "standard", "2020-07-02T10:00", "expedited", "2020-07-01T23:59:59"),  # it had run out
        ("2020-06-01T10:00", "standard", "2020-06-03T10:00", "standard", "2020-07-01T23:59:59"),  # to the same
    ],
)
def test_a_conversion_counts_from_there_or_from_the_start(
    started: str, variant: str, converted: str, to: str, expected: str
) -> None:
    """9792.10.4(c): one that ends sooner counts from there, a later one from the start."""
    entries = (Start(at=at(started), variant=variant), Convert(at=at(converted), variant=to, reason="A certification came."))
    due = count(ledger("determination-due", *entries), RULES)

    assert due is not None
    assert at(expected) == due.at
    assert any("A certification came." in step.what for step in due.steps)


@given(
    history=histories(6 * 1_440),
    start=st.integers(0, MINUTES),
    wait=st.integers(0, 10 * 1_440),
    variants=st.permutations(["standard", "expedited", "formulary"]),
)
def test_a_conversion_never_gains_more_than_the_new_variant_has(history: Any, start: int, wait: int, variants: list[str]) -> None:
    """The end is the former one, an earlier one, or that of the new variant from the start."""
    entries = entries_of(Start(at=FIRST + timedelta(minutes=start), variant=variants[0]), history)
    convert = Convert(at=entries[-1].at + timedelta(minutes=wait), variant=variants[1], reason="x")
    former = count(Ledger(clock="determination-due", entries=entries), RULES)
    found = count(Ledger(clock="determination-due", entries=(*entries, convert)), RULES)
    other = (entries[0].model_copy(update={"variant": variants[1]}), *entries[1:])
    from_start = count(Ledger(clock="determination-due", entries=other), RULES)

    assert (former is None) == (found is None)
    if former and found and from_start:
        assert found.at <= max(former.at, from_start.at)


def test_a_conversion_while_it_is_tolled_counts_from_the_resumption() -> None:
    """The certification came while papers were missing."""
    due = count(
        ledger(
            "determination-due",
            Start(at=at("2020-06-01T10:00")),
            Toll(at=at("2020-06-03T10:00"), reason="Papers are missing."),
            Convert(at=at("2020-06-04T10:00"), variant="expedited", reason="A certification came."),
            Resume(at=at("2020-06-08T09:00")),
        ),
        RULES,
    )

    assert due is not None
    assert at("2020-06-11T09:00") == due.at


def test_days_granted_after_a_last_day_that_is_spent_count_from_the_resumption() -> None:
    """Resumed on a Sunday with nothing left, two days are Monday and Tuesday."""
    start = Start(at=at("2020-06-01T10:00"), variant="formulary")
    toll, resume = Toll(at=at("2020-06-08T10:00"), reason="x"), Resume(at=at("2020-06-14T10:00"))

    assert date(2020, 6, 15) == due_on("determination-due", start, toll, resume)
    assert date(2020, 6, 16) == due_on("determination-due", start, toll, resume, Extend(at=resume.at, days=2, reason="x"))


def test_an_extension_is_told_with_its_law() -> None:
    """LC 4610.6(d)(3): up to three days."""
    due = count(
        ledger("determination-due", Start(at=at("2020-06-01T10:00")), Extend(at=at("2020-06-20T10:00"), days=3, reason="A flood.")),
        RULES,
    )

    assert due is not None
    assert (date(2020, 7, 4), "3 days of extension (A flood.)") == (due.on, due.steps[-1].what)
    assert "LC 4610.6(d)(3)" in due.steps[-1].source


def test_what_comes_after_the_end_has_no_effect_and_says_so() -> None:
    """A late case stays late (CHP v. WCAB (Margaris), 2016: and is still decided)."""
    entries = (
        Start(at=at("2020-06-01T10:00")),
        Toll(at=at("2020-07-03T10:00"), reason="Papers are missing."),
        Resume(at=at("2020-07-04T10:00")),
        Extend(at=at("2020-07-05T10:00"), days=1, reason="A flood."),
    )
    due = count(ledger("determination-due", *entries), RULES)

    assert due is not None
    assert date(2020, 7, 1) == due.on
    assert "tolled after its end on 2020-07-01, without effect: Papers are missing." in {step.what for step in due.steps}


START = Start(at=at("2020-06-01T10:00"))
TOLL = Toll(at=at("2020-06-02T10:00"), reason="x")


@pytest.mark.parametrize(
    ("clock", "entries", "told"),
    [
        ("determination-due", (TOLL,), "the first entry is a start, not a toll"),
        ("determination-due", (START, START), "started already; a new start is a new ledger"),
        ("determination-due", (START, TOLL, TOLL), "is tolled already"),
        ("determination-due", (START, Resume(at=TOLL.at)), "is not tolled; there is nothing to resume"),
        ("determination-due", (START, TOLL, Resume(at=START.at)), "resume at 2020-06-01 10:00 PDT is before the toll before it"),
        ("determination-due", (START, Extend(at=TOLL.at, days=4, reason="x")), "can be extended by 3 days in all, not by 4"),
        ("records-due", (START, Extend(at=TOLL.at, days=1, reason="x")), "records-due cannot be extended"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused(clock: str, entries: tuple[Entry, ...], told: str) -> None:
    """The sentence says why; the ledger is as it was."""
    with pytest.raises(EntryRefused, match=re.escape(told)):
        ledger(clock, *entries)


def test_a_clock_that_runs_from_service_needs_its_way() -> None:
    """As everywhere."""
    with pytest.raises(StartUnknown):
        ledger("filing", START)


def test_another_version_of_the_law_gives_another_day() -> None:
    """The ledger keeps facts; the days come from the jurisdiction of today."""
    plain = yaml.safe_load((_FOLDER / "ca-workers-comp.yaml").read_text())
    old = plain["clocks"]["determination-due"]["versions"][-1]
    new = json.loads(json.dumps(old, default=str)) | {"from_on": "2020-01-01"}
    new["variants"]["standard"]["length"] = 45
    old["until_on"] = "2019-12-31"
    plain["clocks"]["determination-due"]["versions"].append(new)
    amended = read("example.yaml", yaml.safe_dump(plain).encode())
    kept = ledger("determination-due", START, TOLL, Resume(at=at("2020-06-12T10:00")))

    dues = [count(kept, rules) for rules in (RULES, amended)]
    assert [date(2020, 7, 11), date(2020, 7, 26)] == [due.on for due in dues if due]


def test_a_clock_of_months_stands_still_like_one_of_days() -> None:
    """From 30 October four months are 122 days, to 1 March; ten days tolled end it ten later."""
    rules = yaml.safe_load((_FOLDER / "ca-workers-comp.yaml").read_text())
    for version in rules["clocks"]["answer-due"]["versions"]:
        version["variants"]["standard"].update(length=4, unit="months", month_end="first-day-of-next-month")
    months = read("ca-workers-comp.yaml", yaml.safe_dump(rules).encode())
    begun = Ledger(clock="answer-due").add(Start(at=datetime(2026, 10, 30, 18, tzinfo=UTC)), months)
    tolled = begun.add(Toll(at=datetime(2026, 11, 9, 18, tzinfo=UTC), reason="asked"), months)
    resumed = tolled.add(Resume(at=datetime(2026, 11, 19, 18, tzinfo=UTC)), months)

    for ledger, on in ((begun, date(2027, 3, 1)), (resumed, date(2027, 3, 11))):
        due = count(ledger, months)
        assert due is not None
        assert on == due.on
