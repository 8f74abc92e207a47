"""The meaning of the parts of a request: visits, weeks, hours, days of supply, quantities.

A number is certain, or it is none: a range, two numbers of one kind that differ, a frequency
without a duration, and months of weekly visits give no number. `doubts` says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

from terms.request.grammar import Part, is_phased
from terms.request.tokens import Token
from terms.request.words import NAMES, TIMES_A_DAY, UNIT_NAMES

T = TypeVar("T")

_WEEK_DAYS = 7
_A_WEEK_MAX = 7
"""The most visits a week that are read: more is a total, or misread."""
_A_PAIR_MAX = 5
"""The most visits a week in "2x4": a larger first number may be the weeks."""


class Range(NamedTuple):
    """The least and the greatest number that the words allow; equal if it is certain."""

    least: Decimal
    greatest: Decimal

    @property
    def certain(self) -> Decimal | None:
        """The one number, if there is just one."""
        return self.least if self.least == self.greatest else None

    def __str__(self) -> str:
        one, other = f"{self.least.normalize():f}", f"{self.greatest.normalize():f}"
        return one if one == other else f"{one} to {other}"


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of a request; each is None unless it is certain.

    *counts* are plain numbers such as "x 6" and "#60", which are visits of a therapy or pieces;
    *stated* is whether any quantity is given, and False where the words say that none is.
    *visits_range* is of visits that are not certain. *trailing* is a bare number, as in "EKG, two".
    """

    visits: int | None = None
    visits_range: Range | None = None
    weeks: int | None = None
    days: int | None = None
    supply_days: int | None = None
    hours_a_day: Decimal | None = None
    days_a_week: int | None = None
    hours_a_week: Decimal | None = None
    levels: int | None = None
    lasting: bool = False
    stated: bool | None = None
    trailing: Decimal | None = None
    acquisition: str | None = None
    doubts: tuple[str, ...] = ()


def amounts_of(parts: Sequence[Part], *, in_visits: bool, drug: bool) -> Amounts:
    """Return the amounts that *parts* say.

    *in_visits*: a plain count is of visits, as it is of a therapy. *drug*: durations are of supply.
    """
    named = {name: [part for part in parts if part.name == name] for name in {part.name for part in parts}}
    care = _Care(named)
    hedged = [part for part in named.get("hedged", []) if part.of("VISIT", "WEEK") or not drug]
    visits, doubts = (None, []) if drug or care.hours_a_day or care.hours_a_week else _visits(named, care, in_visits=in_visits)
    if hedged or named.keys() & {"unclear_pair", "decided"} or ("dispensed" in named and not drug):
        visits, doubts = None, ["how many are asked for is not certain"]
    lasting, phased = _lasting(named), is_phased(named)
    return Amounts(
        visits=_whole(visits.certain if visits else None),
        visits_range=visits if visits and visits.certain is None else None,
        weeks=None if drug or phased else care.weeks,
        days=None if phased else _only(days for days in map(_days, lasting) if days),
        supply_days=_supply_days(named) if drug and not phased else None,
        hours_a_day=care.hours_a_day,
        days_a_week=care.days_a_week,
        hours_a_week=care.hours_in_a_week,
        levels=_whole(_only(_amount(part).certain for part in named.get("levels", []))),
        lasting=bool(lasting),
        stated=_stated(named, visits, in_visits=in_visits, drug=drug),
        trailing=_only(part.tokens[0].value for part in named.get("trailing", [])),
        acquisition=_only(name for name in ("rental", "purchase") if name in named),
        doubts=tuple(dict.fromkeys(doubts)),
    )


class _Care:
    """Hours, days and weeks of care, each if it is certain."""

    def __init__(self, named: dict[str, list[Part]]) -> None:
        both = named.get("days_and_weeks", [])
        rates = {rate for part in named.get("frequency", []) if (rate := _rate(part)) is not None and rate.period == NAMES["WEEK"]}
        days = {_amount(part).certain for part in named.get("days_a_week", [])} | {part.of("NUMBER")[0].value for part in both}
        days |= {_days_a_week_of(rate) for rate in rates} | {
            Decimal(7) for part in named.get("frequency", []) if _period(part) == NAMES["DAY"] and not part.of("NUMBER")
        }
        self.hours_a_day = _only(_amount(part).certain for part in named.get("hours_a_day", []))
        self.hours_a_week = _only(_amount(part).certain for part in named.get("hours_a_week", []))
        self.days_a_week = _whole(_only(day for day in days if day is None or day <= _WEEK_DAYS))
        weeks = {_weeks(part) for part in _lasting(named)} | {part.of("NUMBER")[1].value for part in both}
        weeks |= {pair.weeks for part in named.get("pair", []) if (pair := _pair(part)) is not None}
        self.weeks = _whole(_only(weeks)) if None not in weeks else None

    @property
    def hours_in_a_week(self) -> Decimal | None:
        """The hours in a week: as said, or those of a day by its days."""
        if self.hours_a_week is not None or self.hours_a_day is None or self.days_a_week is None:
            return self.hours_a_week
        return self.hours_a_day * self.days_a_week


class _Rate(NamedTuple):
    """So many times in *periods* of the class *period*."""

    times: Range
    periods: Decimal
    period: str


class _Pair(NamedTuple):
    times: Range
    weeks: Decimal | None
    visits: Range


def _visits(named: dict[str, list[Part]], care: _Care, *, in_visits: bool) -> tuple[Range | None, list[str]]:
    """Return the visits that the words say, as one number or a range, and the doubts."""
    said = [_amount(part) for part in named.get("visits", [])]
    rates = [_rate(part) for part in named.get("frequency", [])]
    counts = [_amount(part) for name in ("count", "times") for part in named.get(name, [])]
    pairs = [_pair(part) for part in named.get("pair", [])]
    if is_phased(named):
        return None, ["different numbers of visits are asked for, one after the other"]
    if None in pairs or None in rates:
        return None, ["how often is not certain"]
    reckoned = [pair.visits for pair in pairs if pair is not None]
    days = care.days_a_week if not reckoned and not rates else None
    if days is not None and care.weeks is not None:
        reckoned.append(Range(Decimal(days * care.weeks), Decimal(days * care.weeks)))
    if rates:
        over = _over(rates, _lasting(named))
        if over is not None:
            reckoned.append(over)
        elif (counts or not said) and not (counts and in_visits and set(rates) == {_WEEKLY}):  # "weekly x 6" is six visits
            return None, ["how often is said, but not for how long"]
    if in_visits and (not rates or reckoned or set(rates) == {_WEEKLY}):
        said += counts
    return _agreed(said, reckoned)


def _agreed(said: list[Range], reckoned: list[Range]) -> tuple[Range | None, list[str]]:
    """Return the one number of visits; a total within the range of a frequency is certain."""
    totals = set(said) or set(reckoned)
    if not totals:
        return None, []
    if len(totals) > 1:
        return None, ["different numbers of visits are asked for"]
    total = totals.pop()
    if any(not each.least <= total.least <= total.greatest <= each.greatest for each in reckoned):
        return None, ["the number of visits is not that of the frequency and the time"]
    return total, [] if total.certain is not None else [f"{total} visits are asked for, which is no one number"]


def _over(rates: Sequence[_Rate | None], lasting: Sequence[Part]) -> Range | None:
    """Return the visits at one rate over one duration, if whole and in like units."""
    if len(set(rates)) != 1 or len({(_amount(part), _period(part)) for part in lasting}) != 1:
        return None
    rate, part = rates[0], lasting[0]
    if rate is None:
        return None
    length, period = _amount(part), _period(part)
    if rate.period == NAMES["WEEK"] and period == NAMES["DAY"]:
        length, period = Range(length.least / _WEEK_DAYS, length.greatest / _WEEK_DAYS), NAMES["WEEK"]
    if period != rate.period:
        return None
    least, greatest = (times * each / rate.periods for times, each in zip(rate.times, length, strict=True))
    return Range(least, greatest) if least == int(least) and greatest == int(greatest) else None


def _rate(part: Part) -> _Rate | None:
    """Return how often; None where the words can mean two things, or more than once a day."""
    kinds = {token.kind for token in part.tokens}
    period = _period(part)
    if NAMES["BIWEEKLY"] in kinds or period is None:
        return None
    if NAMES["EVERY"] in kinds and part.tokens[0].kind == NAMES["EVERY"]:
        numbers = _amount(part) if part.of("NUMBER") else Range(Decimal(2), Decimal(2)) if part.of("OTHER") else _ONE
        return _Rate(_ONE, numbers.least, period) if numbers.certain else None
    times = _amount(part) if part.of("NUMBER", "ONCE") else _ONE
    if times.greatest > _A_WEEK_MAX and period == NAMES["WEEK"]:
        return None
    return _Rate(times, Decimal(1), period)


_ONE = Range(Decimal(1), Decimal(1))
_WEEKLY = _Rate(_ONE, Decimal(1), NAMES["WEEK"])
_ADVERBS = {NAMES["DAILY"]: NAMES["DAY"], NAMES["WEEKLY"]: NAMES["WEEK"], NAMES["MONTHLY"]: NAMES["MONTH"]}
_PERIODS = frozenset(NAMES[name] for name in ("DAY", "WEEK", "MONTH", "YEAR"))


def _period(part: Part) -> str | None:
    """Return the class of the period that *part* is about."""
    for token in reversed(part.tokens):
        if token.kind in _PERIODS or token.kind in _ADVERBS:
            return _ADVERBS.get(token.kind, token.kind)
    return None


def _days_a_week_of(rate: _Rate) -> Decimal | None:
    return rate.times.certain if rate.periods == 1 else None


def _pair(part: Part) -> _Pair | None:
    """Return "2x4" as twice a week for four weeks; None if the first number is too large."""
    split = next(place for place, token in enumerate(part.tokens) if token.kind == NAMES["TIMES"])
    times, weeks = _range(part.tokens[:split]), _range(part.tokens[split:])
    if times.greatest > _A_PAIR_MAX:
        return None
    return _Pair(times, weeks.certain, Range(times.least * weeks.least, times.greatest * weeks.greatest))


def _amount(part: Part) -> Range:
    return _range(part.of("NUMBER", "ONCE"))


def _range(tokens: Sequence[Token]) -> Range:
    numbers = [token.value for token in tokens if token.value is not None]
    return Range(min(numbers), max(numbers)) if numbers else Range(Decimal(0), Decimal(0))


def _lasting(named: dict[str, list[Part]]) -> list[Part]:
    """Return the durations; "in 4 weeks" is one of visits, else an appointment."""
    of_visits = named.keys() & {"visits", "frequency"}
    return [part for part in named.get("duration", []) if of_visits or part.tokens[0].key != "in"]


def _weeks(part: Part) -> Decimal | None:
    days = _days(part)
    return None if days is None or days % _WEEK_DAYS else Decimal(days // _WEEK_DAYS)


def _days(part: Part) -> int | None:
    """Return a duration in days; None for months and years, which vary, and for ranges."""
    length, period = _amount(part).certain, _period(part)
    if length is None or length % 1 or period not in {NAMES["DAY"], NAMES["WEEK"]}:
        return None
    return int(length) * (_WEEK_DAYS if period == NAMES["WEEK"] else 1)


def _supply_days(named: dict[str, list[Part]]) -> int | None:
    """Return the days that a drug is to last: as said, or from a count and a fixed dose a day."""
    if named.get("refills") and not any(part.of("NO") for part in named["refills"]):
        return None
    said = [
        _days(part) if part.of("DAY", "WEEK", "MONTH") else _whole(part.of("NUMBER")[0].value) for part in named.get("supply", [])
    ]
    said += [_days(part) for part in named.get("duration", [])]
    if said:
        return _only(said) if None not in said else None
    counts = {_pieces(part) for name in ("count", "dispensed", "package") for part in named.get(name, [])}
    doses = {_pieces_a_day(part) for part in named.get("dosing", [])}
    if len(counts) != 1 or len(doses) != 1 or named.get("sig"):
        return None
    count, dose = counts.pop(), doses.pop()
    return int(count / dose) if count and dose and count % dose == 0 else None


def _pieces(part: Part) -> Decimal | None:
    """Return how many tablets or capsules a count is; None for boxes, and for ranges."""
    units = {UNIT_NAMES.get(token.key, token.key) for token in part.of("UNIT")}
    return _amount(part).certain if units <= {"tablet", "capsule", "pill"} else None


def _pieces_a_day(part: Part) -> Decimal | None:
    """Return how many pieces a day a dose is; None if as needed, or in a range."""
    numbers = part.of("NUMBER", "ONCE")
    if part.of("NEEDED", "HYPHEN", "TO", "OR", "SLASH", "EVERY", "HOUR") or not numbers or not part.of("UNIT"):
        return None
    first, *others = (token.value or Decimal(0) for token in numbers)
    for token in part.of("OFTEN"):
        others.append(Decimal(TIMES_A_DAY[token.key]))
    if part.of("DAILY", "DAY") and not others:
        others.append(Decimal(1))
    return first * others[0] if len(others) == 1 else None


def _stated(named: dict[str, list[Part]], visits: Range | None, *, in_visits: bool, drug: bool) -> bool | None:
    """Return whether a quantity is given; False if the words say that none is."""
    if "no_quantity" in named:
        return False
    given = [
        part for name in ("count", "dispensed", "times", "package", "mass", "visits", "supply") for part in named.get(name, [])
    ]
    if visits is not None and visits.certain is not None:
        return True
    if any(_amount(part).certain is not None or (part.name == "package" and not part.of("HYPHEN", "TO", "OR")) for part in given):
        return True if not in_visits or visits is not None else None
    taken = [part for name in ("dosing", "sig", "frequency") for part in named.get(name, [])]
    daily = any(part.name != "frequency" or _period(part) == NAMES["DAY"] for part in taken)
    return True if drug and daily and _lasting(named) and not any(part.of("NEEDED") for part in taken) else None


def _only(values: Iterable[T]) -> T | None:
    """Return the one value that all *values* are; None if they differ, or there is none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _whole(number: Decimal | None) -> int | None:
    return int(number) if number is not None and number == int(number) else None
