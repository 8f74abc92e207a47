"""The life of a case as one table: its states, the acts that move it, and their rules.

`TRANSITIONS` is the whole of it. A handler asks `allows` before it acts and `enter` for the state
that follows; an act that the table does not list is refused with the acts that it does.

LC = Labor Code; sections without a name are of 8 CCR.
"""

from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["received", "ineligible", "deferred", "waiting", "overdue", "ready", "limited", "determined"]
"""`waiting`: for the claims administrator's records. `overdue`: its time has passed.

Then the papers on file do not suffice. `ready`: in review; `limited`: without those records.
`deferred`: until the dispute about liability is resolved.
"""

STATES: tuple[State, ...] = get_args(State)

Act = Literal["screen", "receive-records", "records-due", "determination-due", "determination-signed"]
"""A command or an event by its name, or a clock."""

CLOCKS: frozenset[Act] = frozenset({"records-due", "determination-due"})

IN_REVIEW: frozenset[State] = frozenset({"ready", "limited"})
"""A reviewer has the case, or is sought for it."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A case in *state* goes to one of *then* by *act*, which *who* may do by *source*.

    *then* of the same state says that the act is taken in and the case stays where it is.
    """

    state: State
    act: Act
    then: tuple[State, ...]
    who: str
    what: str
    source: str


_ANYONE = "a party"
_CLOCK = "the clock"

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "received",
        "screen",
        ("ineligible", "deferred", "waiting", "ready"),
        "intake",
        "eligibility; the notice of assignment is given, and the records are due from it",
        "9792.10.3, 9792.10.4",
    ),
    Transition(
        "deferred",
        "screen",
        ("ineligible", "waiting", "ready"),
        "intake",
        "screened again once the dispute about liability is resolved",
        "LC 4610.5(h)(2); 9792.10.3(d)",
    ),
    Transition("waiting", "receive-records", ("waiting", "ready"), _ANYONE, "the claims administrator's complete it", "9792.10.5"),
    Transition(
        "waiting",
        "records-due",
        ("overdue", "limited"),
        _CLOCK,
        "a review on the papers on file, if they suffice: never on the utilization review alone",
        "9792.10.5(a)(1), 9792.10.6(b)(2)",
    ),
    Transition(
        "overdue",
        "receive-records",
        ("overdue", "limited", "ready"),
        _ANYONE,
        "papers of the worker or the physician suffice now",
        "9792.10.6(b)(2)",
    ),
    Transition("ready", "receive-records", ("ready",), _ANYONE, "they reach the reviewer", "9792.10.5(b)"),
    Transition("ready", "determination-due", ("ready",), _CLOCK, "said to be overdue; late still binds", "LC 4610.6(d)"),
    Transition("ready", "determination-signed", ("determined",), "the reviewer", "the clocks stop", "LC 4610.6(f)"),
    Transition(
        "limited",
        "receive-records",
        ("limited", "ready"),
        _ANYONE,
        "they reach the reviewer; with the claims administrator's the review is whole",
        "9792.10.5(b)",
    ),
    Transition("limited", "determination-due", ("limited",), _CLOCK, "said to be overdue; late still binds", "LC 4610.6(d)"),
    Transition("limited", "determination-signed", ("determined",), "the reviewer", "the clocks stop", "LC 4610.6(f)"),
)

NEXT_STEP: dict[State, str] = {
    "deferred": "notice that the dispute about liability is resolved",
    "overdue": "papers of the worker or the physician, or the claims administrator's late ones (imr case records)",
}
"""The next step of each state that no clock ends."""

WAITS_BY_CLOCK: dict[State, Act] = {"waiting": "records-due", "ready": "determination-due", "limited": "determination-due"}
"""The clock that runs in a state."""

ENDS: frozenset[State] = frozenset({"ineligible", "determined"})
"""Where intake waits for nothing more."""


def allows(state: State, act: Act) -> bool:
    """Return whether *act* is listed for a case in *state*."""
    return _row(state, act) is not None


def allowed(state: State) -> tuple[Act, ...]:
    """Return the acts that a case in *state* allows, in the order of the table; no clocks."""
    return tuple(dict.fromkeys(row.act for row in TRANSITIONS if row.state == state and row.act not in CLOCKS))


def enter(state: State, act: Act, then: State) -> State:
    """Return *then*; raise ValueError if *act* does not lead there from *state*."""
    row = _row(state, act)
    if row is None or then not in row.then:
        raise ValueError(f"{act} does not lead from {state} to {then}")
    return then


def _row(state: State, act: Act) -> Transition | None:
    return next((row for row in TRANSITIONS if (row.state, row.act) == (state, act)), None)
