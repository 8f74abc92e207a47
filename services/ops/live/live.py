"""Build the answer of `GET /v1/live` from the tables."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from services.ops.domain.count import Count
from services.ops.domain.forgetting import closed_long_ago
from services.ops.domain.minutes import last_minutes
from services.ops.domain.stages import STAGES, current_stage
from services.ops.domain.time_in_stage import stays
from services.ops.state import CASE_OUTCOME, EVENT, ITEM_OUTCOME, LEFT_OUT, SIGNATURE, CountKey, LiveTables


class _Answer(BaseModel):
    """Part of the answer."""

    model_config = ConfigDict(frozen=True)


class Minute(_Answer):
    """One minute, by the time on the events' envelopes."""

    start: datetime
    stages: dict[str, int] = Field(description="cases that reached each stage in this minute; none where a stage is not named")


class Outcomes(_Answer):
    """The outcomes of all determinations signed, counted per signature."""

    cases: dict[str, int] = Field(description="uphold, overturn, partial overturn")
    items: dict[str, int] = Field(description="upheld: the denial stands; overturned: the treatment is approved")
    signatures: dict[str, int] = Field(description="by a reviewer; automatic ones are drafts of demonstrations and load runs")


class TimeInStage(_Answer):
    """How long cases stayed in a stage before they left it."""

    cases: int
    mean_seconds: float
    p50_seconds: float


class Live(_Answer):
    """The state of the flow at an instant."""

    as_of: datetime
    events: dict[str, int] = Field(description="messages read since the topics began, by event type")
    left_out: dict[str, int] = Field(description="messages not counted among the events: unreadable, unknown (type), failed")
    cases: dict[str, int] = Field(description="open cases by the stage they are in now, and the cases that closed in the last hour")
    minutes: list[Minute] = Field(description="the last 60 minutes, oldest first, this one included")
    outcomes: Outcomes
    time_in_stage: dict[str, TimeInStage] = Field(description="by stage, over the cases counted in `cases`")
    lag: int | None = Field(description="messages written and not yet read, when last measured; null before")


def live_view(tables: LiveTables, now: float, lag: int | None) -> Live:
    """The answer *now*, an instant in seconds since 1970."""
    totals = _totals(tables)
    lives = [instants for instants in tables.cases.values() if not closed_long_ago(instants, now)]
    return Live(
        as_of=_instant(now),
        events=totals.get(EVENT, {}),
        left_out=totals.get(LEFT_OUT, {}),
        cases=_in_order(Counter(current_stage(instants) for instants in lives)),
        minutes=_minutes(tables, now),
        outcomes=Outcomes(
            cases=totals.get(CASE_OUTCOME, {}), items=totals.get(ITEM_OUTCOME, {}), signatures=totals.get(SIGNATURE, {})
        ),
        time_in_stage={
            stage: TimeInStage(cases=stay.cases, mean_seconds=round(stay.mean, 3), p50_seconds=round(stay.p50, 3))
            for stage, stay in stays(lives).items()
        },
        lag=lag,
    )


def _totals(tables: LiveTables) -> dict[str, dict[str, int]]:
    """Return the counts, summed over topics and partitions."""
    totals: dict[str, Counter[str]] = {}
    for what, which, number in _counted(tables.counts.items()):
        totals.setdefault(what, Counter())[which] += number
    return {what: dict(sorted(counter.items())) for what, counter in totals.items()}


def _minutes(tables: LiveTables, now: float) -> list[Minute]:
    """The last minutes; a window that is over and not yet cleaned away is not shown."""
    shown: dict[int, Counter[str]] = {start: Counter() for start in last_minutes(now)}
    for (key, (start, _)), count in tables.minutes.items():
        if int(start) in shown:
            shown[int(start)][key[3]] += Count(*count).number
    return [Minute(start=_instant(start), stages=_in_order(stages)) for start, stages in shown.items()]


def _counted(counts: Iterable[tuple[CountKey, Count]]) -> Iterable[tuple[str, str, int]]:
    for (_, _, what, which), count in counts:
        yield what, which, Count(*count).number


def _in_order(stages: Counter[str]) -> dict[str, int]:
    return {stage: stages[stage] for stage in STAGES if stages[stage]}


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
