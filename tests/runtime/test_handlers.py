"""The table of handlers."""

from typing import Any, cast

import pytest

from runtime.handlers import EffectHandler, Handlers
from schemas.messages.intake import CaseReadyForReview, RecordsOverdue


def test_a_message_has_one_handler() -> None:
    """A second handler for a message is refused, because it would replace the first."""
    handlers = Handlers()
    handlers.on(RecordsOverdue, lambda _message, _at: [])
    handlers.on(CaseReadyForReview, lambda _message, _at: [])

    assert {RecordsOverdue.type, CaseReadyForReview.type} == set(handlers.messages)
    with pytest.raises(ValueError, match="records-overdue has a handler already"):
        handlers.on(RecordsOverdue, lambda _message, _at: [])


def test_a_clock_and_a_kind_of_effect_have_one_handler() -> None:
    """A second handler for a timer or a kind of effect is refused by its name."""
    handlers = Handlers()
    performer = cast(EffectHandler, cast(Any, object()))
    handlers.on_timer("records-due", lambda _subject, _due: [])
    handlers.on_effect("serve-letter", performer)

    with pytest.raises(ValueError, match="the clock records-due"):
        handlers.on_timer("records-due", lambda _subject, _due: [])
    with pytest.raises(ValueError, match="the kind serve-letter"):
        handlers.on_effect("serve-letter", performer)


def test_a_handler_says_which_messages_concern_it() -> None:
    """Of the others nothing is noted."""
    handlers = Handlers()
    handlers.on(RecordsOverdue, lambda _message, _at: [], concerns=lambda message: message.case_number.endswith("1"))
    handlers.on(CaseReadyForReview, lambda _message, _at: [])

    assert {RecordsOverdue.type} == handlers.concerns.keys()
