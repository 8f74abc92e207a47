"""The states of a case, the acts that move it, and the groups of states that rules name.

Sections without a name are of 8 CCR.
"""

from typing import Literal, get_args

State = Literal[
    "received",
    "facts-pending",
    "ineligible",
    "deferred",
    "waiting",
    "overdue",
    "ready",
    "limited",
    "information-pending",
    "determined",
    "terminated",
    "appealed",
    "remanded",
    "implemented",
    "consolidated",
]
"""`facts-pending`: for answers on which the eligibility rests.

`waiting`: for the claims administrator's records. `overdue`: its time has passed.
Then the papers on file do not suffice. `ready`: in review; `limited`: without those records;
`information-pending`: the reviewer asked for more. `deferred`: until the dispute about liability is
resolved. `terminated`: nothing is left to review. `appealed`: a petition against the end of the
case is with the appeals board. `remanded`: the board set the determination aside, and another
reviewer reviews the case anew. `implemented`: all that was overturned is authorised or paid.
`consolidated`: its items are decided under the number of another case.
"""

STATES: tuple[State, ...] = get_args(State)

Act = Literal[
    "screen",
    "resolve-liability",
    "defer-review",
    "receive-records",
    "records-due",
    "case-returned",
    "answer-request",
    "further-records-due",
    "answer-due",
    "determination-due",
    "determination-signed",
    "withdraw-application",
    "authorize-treatment",
    "extend-clock",
    "convert-review",
    "implement-determination",
    "appeal-case",
    "affirm-case",
    "remand-case",
    "amend-application",
    "decline-consolidation",
    "consolidate-cases",
    "consolidation-answered",
]
"""A command or an event by its name, or a clock."""

CLOCKS: frozenset[Act] = frozenset({"records-due", "further-records-due", "answer-due", "determination-due"})

IN_REVIEW: tuple[State, ...] = ("ready", "limited", "information-pending", "remanded")
"""A reviewer has the case, or is sought for it."""

RESUMED: tuple[State, ...] = ("ready", "limited", "remanded")
"""The reviewer has the case again after a request."""

OPEN: tuple[State, ...] = ("deferred", "waiting", "overdue", *IN_REVIEW)
"""The parties may end the dispute."""

CONSOLIDABLE: tuple[State, ...] = ("waiting", "overdue", "ready", "limited", "information-pending")
"""Eligible and not signed: two such cases may have one determination (9792.10.4(a)).

A review that a court ordered, or that waits for another dispute, stays alone.
"""

APPEALABLE: tuple[State, ...] = ("ineligible", "determined", "terminated", "implemented")
"""A finding that is served and can be appealed (8 CCR 9792.10.3(c), 10575(a))."""

ENDS: frozenset[State] = frozenset({"ineligible", "determined", "terminated", "implemented", "consolidated"})
"""Where intake waits for nothing more."""
