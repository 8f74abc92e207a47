"""The life of a case as one table: from which states to which each act moves it, and why.

`TRANSITIONS` is the whole of it. A handler asks `allows` before it acts and `enter` for the state
that follows; an act that the table does not list is refused with the acts that it does.

LC = Labor Code; sections without a name are of 8 CCR.
"""

from dataclasses import dataclass
from typing import Literal

from services.intake.domain.lifecycle.states import APPEALABLE, CLOCKS, CONSOLIDABLE, IN_REVIEW, OPEN, RESUMED, Act, State


@dataclass(frozen=True, slots=True)
class Transition:
    """A case in one of *states* goes to one of *then* by *act*, which *who* may do.

    `same` among *then* says that the act may be taken in while the case stays where it is.
    """

    states: tuple[State, ...]
    act: Act
    then: tuple[State | Literal["same"], ...]
    who: str
    what: str
    source: str


_ANYONE = "a party"
_CLOCK = "the clock"
_REVIEWER = "the reviewer"
_COURT = "the appeals board"
_SCREENED: tuple[State, ...] = ("ineligible", "deferred", "waiting", "ready")
"""Where a screen leads."""
_THERE = "it is done in the case that goes on"

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        ("received",),
        "screen",
        ("facts-pending", *_SCREENED),
        "intake",
        "eligibility; the notice of assignment is given, and the records are due from it",
        "9792.10.3, 9792.10.4",
    ),
    Transition(("facts-pending",), "amend-application", ("same", *_SCREENED), _ANYONE, "told all, it is screened", "9792.10.3(c)"),
    Transition(("facts-pending",), "answer-due", _SCREENED, _CLOCK, "it is screened on the facts that are known", "9792.10.3(c)"),
    Transition(
        ("deferred",),
        "resolve-liability",
        ("facts-pending", "ineligible", "terminated", "waiting", "overdue", *IN_REVIEW),
        _ANYONE,
        "an application is screened again; a review goes on where it stood, with its file and its clocks, or ends without liability",
        "LC 4610.5(h)(2); 9792.10.3(d)",
    ),
    Transition(
        ("waiting", "overdue", *IN_REVIEW),
        "defer-review",
        ("deferred",),
        "the claims administrator, or staff for it",
        "liability is disputed: the clocks stand still, and nothing is signed",
        "9792.10.3(d)",
    ),
    Transition(("facts-pending", "deferred"), "receive-records", ("same",), _ANYONE, "they are on file then", "9792.10.5(b)"),
    Transition(
        ("deferred",),
        "determination-signed",
        ("determined",),
        _REVIEWER,
        "a signature that crossed the deferral holds",
        "LC 4610.6(f)",
    ),
    Transition(
        ("waiting",), "receive-records", ("same", "ready"), _ANYONE, "the claims administrator's complete the file", "9792.10.5"
    ),
    Transition(
        ("waiting",),
        "records-due",
        ("overdue", "limited"),
        _CLOCK,
        "a review on the papers on file, if they suffice: never on the utilization review alone",
        "9792.10.5(a)(1), 9792.10.6(b)(2)",
    ),
    Transition(
        ("overdue",),
        "receive-records",
        ("same", "limited", "ready"),
        _ANYONE,
        "papers of the worker or the physician suffice now",
        "9792.10.6(b)(2)",
    ),
    Transition(
        ("ready", "limited"),
        "receive-records",
        ("same", "ready"),
        _ANYONE,
        "they reach the reviewer; with the claims administrator's a limited review is whole",
        "9792.10.5(b)",
    ),
    Transition(
        ("ready", "limited", "remanded"),
        "case-returned",
        ("information-pending",),
        _REVIEWER,
        "the parties are asked for more",
        "9792.10.5",
    ),
    Transition(("information-pending",), "case-returned", ("same",), _REVIEWER, "still more is asked for", "9792.10.5"),
    Transition(("information-pending",), "answer-request", RESUMED, _ANYONE, "the review goes on", "9792.10.5"),
    Transition(("information-pending",), "receive-records", RESUMED, _ANYONE, "they are taken for the answer", "9792.10.5"),
    Transition(
        ("information-pending",), "further-records-due", RESUMED, _CLOCK, "the review goes on without an answer", "9792.10.5"
    ),
    Transition(
        ("waiting", "overdue", *IN_REVIEW),
        "determination-due",
        ("same",),
        _CLOCK,
        "said to be overdue; late still binds. Before the review only where the clock runs from the application",
        "LC 4610.6(d)",
    ),
    Transition(IN_REVIEW, "determination-signed", ("determined",), _REVIEWER, "the clocks stop", "LC 4610.6(f)"),
    Transition(
        ("determined", "appealed", "implemented"),
        "determination-signed",
        ("same", "determined", "implemented"),
        _REVIEWER,
        "a correction, as its next version",
        "policy",
    ),
    Transition(
        OPEN,
        "withdraw-application",
        ("same", "terminated"),
        "the worker's side; the claims administrator for a settlement or an award",
        "the items leave the review; with the last one it ends",
        "LC 4610.5(g)",
    ),
    Transition(
        OPEN,
        "authorize-treatment",
        ("same", "terminated"),
        "the claims administrator",
        "the items are dropped; with the last one the review ends",
        "LC 4610.5(g)",
    ),
    Transition(
        IN_REVIEW,
        "extend-clock",
        ("same",),
        "the administrative director",
        "the determination has up to three days more, for good cause",
        "LC 4610.6(d)(3)",
    ),
    Transition(
        ("waiting", "overdue", *IN_REVIEW),
        "convert-review",
        ("same",),
        "the worker's side, with a physician's certification",
        "the review is expedited, or regular again where the certification is withdrawn; its clocks go over, and the parties are told",
        "9792.10.1, 9792.10.4(c)",
    ),
    Transition(
        ("determined", "appealed"),
        "implement-determination",
        ("same", "implemented"),
        "the claims administrator",
        "overturned treatment is authorised or paid; with the last item the determination is implemented",
        "9792.10.7",
    ),
    Transition(
        OPEN,
        "amend-application",
        ("same", "ineligible"),
        "the party that filed, or staff for it",
        "a misspelt name or a wrong number or day is corrected; before the review the application is screened again with it",
        "9792.10.3(a); policy",
    ),
    Transition(
        (*APPEALABLE, "appealed"),
        "appeal-case",
        ("appealed",),
        "the worker's side, the claims administrator or the employer",
        "by a petition to the appeals board, one of each party; a late one is recorded as late, because the court decides",
        "LC 4610.6(h); 10575",
    ),
    Transition(
        ("appealed",),
        "remand-case",
        ("remanded", "waiting", "ready"),
        _COURT,
        "a determination is made anew, by another reviewer; an application that was found ineligible, or ended, is eligible by order",
        "LC 4610.6(i)",
    ),
    Transition(CONSOLIDABLE, "decline-consolidation", ("same",), "staff", "the cases of a proposal stay apart", "9792.10.4(a)"),
    Transition(CONSOLIDABLE, "consolidate-cases", ("same",), "staff", "decision is asked whether a case is signed", "9792.10.4(a)"),
    Transition(
        CONSOLIDABLE,
        "consolidation-answered",
        ("same", "ready", "limited", "consolidated"),
        "decision",
        "if neither is signed, the one ends as consolidated and the other goes on with the items of both",
        "9792.10.4(a)",
    ),
    Transition(("consolidated",), "receive-records", ("same",), _ANYONE, "they reach the case that goes on", "9792.10.5(b)"),
    Transition(("consolidated",), "authorize-treatment", ("same",), "the claims administrator", _THERE, "LC 4610.5(g)"),
    Transition(("consolidated",), "withdraw-application", ("same",), _ANYONE, _THERE, "LC 4610.5(g)"),
    Transition(("consolidated",), "appeal-case", ("same",), _ANYONE, _THERE, "LC 4610.6(h); 10575"),
    Transition(("remanded",), "receive-records", ("same",), _ANYONE, "they reach the reviewer", "9792.10.5(b)"),
    Transition(
        ("appealed",),
        "affirm-case",
        ("same", *APPEALABLE),
        _COURT,
        "with the last petition the case is at its end again",
        "LC 4610.6(h)",
    ),
)


def allows(state: State, act: Act) -> bool:
    """Return whether *act* is listed for a case in *state*."""
    return _row(state, act) is not None


def allowed(state: State) -> tuple[Act, ...]:
    """Return the acts that a case in *state* allows, in the order of the table; no clocks."""
    return tuple(row.act for row in TRANSITIONS if state in row.states and row.act not in CLOCKS)


def enter(state: State, act: Act, then: State) -> State:
    """Return *then*; raise ValueError if *act* does not lead there from *state*."""
    row = _row(state, act)
    if row is None or not (then in row.then or ("same" in row.then and then == state)):
        raise ValueError(f"{act} does not lead from {state} to {then}")
    return then


def _row(state: State, act: Act) -> Transition | None:
    return next((row for row in TRANSITIONS if state in row.states and row.act == act), None)
