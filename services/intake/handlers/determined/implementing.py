"""Record the proof that overturned treatment is authorised or paid (8 CCR 9792.10.7)."""

from datetime import datetime

from schemas.message import Message
from schemas.messages.acts.implementation import DeterminationImplemented, ImplementDetermination
from services.intake.clocks.implementation import implement, late_items
from services.intake.clocks.running import JurisdictionOf
from services.intake.domain.lifecycle.states import State
from services.intake.domain.lifecycle.transitions import allows, enter
from services.intake.handlers.clocks import case_of
from services.intake.refusals import before_determination, not_allowed, refused, unchanged
from services.intake.state import Tables


def on_implement_determination(
    message: ImplementDetermination, at: datetime, *, tables: Tables, jurisdiction_of: JurisdictionOf
) -> list[Message]:
    """Take overturned items as implemented, each once; with the last one the case is so."""
    number = message.case_number
    case = case_of(number, tables)
    state = case.stage
    answer = _answer_without_change(message, state, tables)
    if answer is not None:
        return [answer]
    rules = jurisdiction_of(tables.owed[number].jurisdiction)
    if message.implemented_on > rules.local_date(message.acted_at):
        return [refused(message, state, "future-day", "The day is in the future.")]
    if (before_it := before_determination(message, message.implemented_on, state, tables)) is not None:
        return [before_it]
    before = tables.owed[number].items
    items = set(message.items or before) & set(before)
    late = late_items(number, items, message.implemented_on, tables, rules)
    stopped = implement(number, items, message.implemented_on, at, tables, rules)
    left = tables.owed[number].items
    then: State = state if left or state == "appealed" else "implemented"
    tables.cases[number] = case.model_copy(update={"stage": enter(state, "implement-determination", then)})
    implemented = DeterminationImplemented(
        case_number=number,
        items=tuple(sorted(items)),
        implemented_on=message.implemented_on,
        late=late,
        owed=left,
        actor=message.actor,
        reason=message.reason,
        acted_at=message.acted_at,
    )
    return [implemented, *stopped]


def _answer_without_change(message: ImplementDetermination, state: State, tables: Tables) -> Message | None:
    """Return why the proof changes nothing, if so."""
    owed = tables.owed.get(message.case_number)
    if state == "implemented" and owed is not None and set(message.items) <= set(owed.done):
        return unchanged(message, state, "The determination is implemented already.")
    if not allows(state, "implement-determination"):
        return not_allowed(message, state)
    if owed is None:
        text = "Nothing of this case was overturned, or an earlier version determined it and kept no items."
        return refused(message, state, "nothing-owed", text)
    known = {*owed.items, *owed.done}
    if unknown := sorted(set(message.items) - known):
        there = ", ".join(map(str, sorted(known))) or "none"
        return refused(message, state, "not-overturned", f"Item {unknown[0]} was not overturned; overturned: {there}.")
    if not set(message.items or owed.items) & set(owed.items):
        return unchanged(message, state, "These items are implemented already.")
    return None
