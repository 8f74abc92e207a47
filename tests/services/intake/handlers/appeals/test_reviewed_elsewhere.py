"""An order and a reversal never open the same item twice."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.appeals import AppealCase
from schemas.messages.acts.remand import CaseRemanded, Former, RemandCase
from schemas.messages.application import Application
from schemas.messages.duplicates import ReverseDuplicate, SettleDuplicate
from schemas.messages.intake import CaseReadyForReview, ScreenApplication
from schemas.messages.lifecycle import CaseRequestRefused
from services.intake.handlers.appeals.appealing import on_appeal_case
from services.intake.handlers.appeals.remanding import on_remand_case
from services.intake.handlers.screening import arrival
from services.intake.handlers.settling import on_reverse_duplicate, on_settle_duplicate
from services.intake.state import Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import doubtful, ready, screen
from tests.services.intake.messages import AT, screening

SECOND = "CM15-1330002"
WHO: dict[str, Any] = {"actor": "Example Clerk", "reason": "By letter."}


def appealed(message: ScreenApplication, tables: Tables) -> None:
    """Find every item of *message* that may be a duplicate to be one, and appeal the end."""
    screen(tables, message)
    if SECOND in tables.suspected:
        settle = SettleDuplicate(**WHO, case_number=SECOND, verdict="confirm", items=())
        on_settle_duplicate(settle, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    petition: dict[str, Any] = {
        "jurisdiction": "ca-workers-comp",
        "petitioned_on": AT.date(),
        "petitioner": "worker",
        "ground": "bias",
    }
    command = AppealCase(**WHO, **petition, case_number=SECOND, appeal_until=None, acted_at=AT)
    on_appeal_case(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    assert "appealed" == tables.cases[SECOND].stage


def order(tables: Tables, message: ScreenApplication, number: str = SECOND, file: Application | None = None) -> list[Message]:
    """Let the court order a review."""
    former = Former(
        submission_id=message.submission_id,
        received_at=AT - timedelta(days=1),
        application=file or message.application,
        not_under_review=(),
        determination_version=0,
        reviewers=(),
        left_out=(),
    )
    fields: dict[str, Any] = {**WHO, "petitioner": None, "ordered_on": AT.date(), "ground": "bias", "facts": "So the order."}
    command = RemandCase(**fields, case_number=number, former=former, acted_at=AT)
    return on_remand_case(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def reverse(tables: Tables, message: ScreenApplication, *items: int) -> list[Message]:
    """Let staff reverse the finding about *items*."""
    command = ReverseDuplicate(**WHO, case_number=CASE_NUMBER, submission=arrival(message), items=items)
    return on_reverse_duplicate(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def opened(messages: list[Message]) -> list[int]:
    """Return the items that *messages* open for review."""
    return [item.number for each in messages if isinstance(each, CaseReadyForReview) for item in each.application.items]


def all_in_doubt() -> ScreenApplication:
    """Return an application of which each item may be one of the first case."""
    items = tuple(item.model_copy(update={"request": f"{item.request} as before"}) for item in application().items)
    return screening("second", items=items)


@given(acts=st.lists(st.sampled_from(("order", (1,), (2,), (1, 2))), min_size=1, max_size=5))
def test_each_item_is_opened_once_in_every_order(acts: list[Any]) -> None:
    """By the first order or reversal that opens it; a later one is refused, or opens the rest."""
    tables, message = ready(), all_in_doubt()
    appealed(message, tables)
    found: list[int] = []
    wanted: set[int] = set()
    for act in acts:
        open_before = set(found)
        found += opened(order(tables, message) if act == "order" else reverse(tables, message, *act))
        if act == "order":
            wanted = {1, 2}
        elif not open_before & set(act):
            wanted |= set(act)
    assert sorted(wanted) == sorted(found)


def test_an_order_with_nothing_left_names_the_other_case() -> None:
    """The petition stays pending, because nothing changed."""
    tables, message = ready(), all_in_doubt()
    appealed(message, tables)
    reverse(tables, message, 1, 2)
    (refusal,) = order(tables, message)

    assert isinstance(refusal, CaseRequestRefused)
    assert "reviewed-elsewhere" == refusal.code
    assert "CM15-1330003" in refusal.text
    assert "appealed" == tables.cases[SECOND].stage


@pytest.mark.parametrize("first", ["order", "reverse"])
def test_a_duplicate_among_other_items_stays_one(first: str) -> None:
    """The order is about the reasons against the others; the duplicate can still be reversed."""
    tables = ready()
    known, other = application().items
    new = other.model_copy(update={"request": "Acupuncture, 6 visits", "treatment": "acupuncture"})
    message = screening("second", items=(known, new), signature=None)
    appealed(message, tables)
    acts = {"order": lambda: order(tables, message), "reverse": lambda: reverse(tables, message, 1)}
    by = {name: acts[name]() for name in (first, *(acts.keys() - {first}))}

    assert [2] == opened(by["order"])
    (remanded,) = (each for each in by["order"] if isinstance(each, CaseRemanded))
    assert [2] == [item.number for item in remanded.application.items]
    (ready_,) = (each for each in by["order"] if isinstance(each, CaseReadyForReview))
    assert [("DUPLICATE", (1,))] == [(each.code, each.items) for each in ready_.not_under_review if each.code == "DUPLICATE"]
    assert 1 == sum(type(each).__name__ == "DuplicateReversed" for each in by["reverse"])


def test_the_case_that_got_the_items_can_be_ordered_too() -> None:
    """Its items are its own, although their finding was reversed."""
    tables, message = ready(), doubtful()
    appealed(message, tables)
    assert [1] == opened(reverse(tables, message, 1))
    third = "CM15-1330003"
    tables.cases[third] = tables.cases[SECOND]

    assert [1] == opened(order(tables, message, third))
