"""Decide together the items of a case that ask for one treatment.

What is authorised is not asked again, and one treatment is not approved and denied in one letter.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from schemas.messages.application import Item
from services.decision.assessment.translation import Conclusion
from services.decision.domain.reasons.proposal import authorised_sentence, repeat_sentence, unlike_sentence
from services.decision.domain.request.derived_facts import facts_in_words
from services.decision.domain.request.repeats import treatment_asked
from terms.text import normal

_VISITS = frozenset(("visit", "session"))


def decided_together(items: Collection[Item], concluded: Mapping[int, Conclusion]) -> dict[int, Conclusion]:
    """Return the conclusions of those *items* that ask for a treatment which another asks for.

    An item is left out if no other asks for its treatment, or if its parent denies it.
    """
    if len(items) == 1:
        return {}
    treatments = Counter(concluded[each.number].facts.treatment for each in items)
    groups: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        own = concluded[item.number]
        if treatments[own.facts.treatment] > 1 and own.basis != "parent-denied":
            groups.setdefault(_asked(item, own), []).append(item)
    found: dict[int, Conclusion] = {}
    for group in groups.values():
        if len(group) > 1:
            found.update(_of_one_treatment(group, concluded))
    return found


def _of_one_treatment(group: Sequence[Item], concluded: Mapping[int, Conclusion]) -> dict[int, Conclusion]:
    """Return the conclusions of items that ask for one treatment, in the order of the case."""
    authorised = [each for each in group if concluded[each.number].facts.disputed.scope == "nothing"]
    disputed = [each for each in group if each not in authorised]
    if authorised:
        remark = authorised_sentence(authorised[0].request, concluded[authorised[0].number].facts.words)
        return {each.number: _already_authorised(concluded[each.number], remark) for each in disputed}
    first, *others = disputed
    if len({concluded[each.number].proposal for each in disputed}) == 1:
        return {each.number: _told(concluded[each.number], repeat_sentence(first.request)) for each in others}
    opposite = {first.number: others[0], **dict.fromkeys([each.number for each in others], first)}
    return {
        each.number: replace(_told(concluded[each.number], unlike_sentence(opposite[each.number].request)), proposal=None)
        for each in disputed
    }


def _already_authorised(own: Conclusion, remark: str) -> Conclusion:
    return Conclusion(own.facts, own.phase, "duplicate", None, remarks=(remark,))


def _told(own: Conclusion, remark: str) -> Conclusion:
    return replace(own, remarks=(remark, *own.remarks))


def _asked(item: Item, own: Conclusion) -> tuple[object, ...]:
    """Return everything that distinguishes one request of a case from another.

    The amounts of an authorised request are those that it asked for; nothing of it is in dispute.
    """
    facts, quantity = own.facts, item.quantity
    counts_visits = normal(quantity.unit or "").removesuffix("s") in _VISITS
    amounts = facts.values
    if facts.disputed.scope == "nothing":
        given = {"visits_requested": int(Decimal(quantity.requested))} if counts_visits and quantity.requested else {}
        amounts = {**facts_in_words(facts.reading), **amounts, **given}
    pieces = None if counts_visits else quantity.in_dispute or quantity.requested
    place = (facts.body_region, facts.body_side)
    return (item.parent, *treatment_asked(item.request, facts.treatment, place, facts.reading, amounts, pieces))
