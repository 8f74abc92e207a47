"""The content of a parked message, for a terminal and for programs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.dead_letters.contents import CHARACTERS_SHOWN_MAX, kept_contents, printable_value
from runtime.loop import parking
from runtime.record import Found


def _kept(value: bytes | None, headers: list[tuple[str, bytes]] | None = None) -> parking.ParkedMessage:
    return parking.parked_message("triage", Found("imr.intake.events", 1, 0, 0, None, value, headers or []), "unreadable", "noise")


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (None, "none", "(no value)"),
        (b"", "text", ""),
        (b'{"a": [1]}', "json", '{\n  "a": [\n    1\n  ]\n}'),
        ("Éxample".encode(), "text", "Éxample"),
        (b"\xff\x00", "base64", "/wA="),
        (
            b"[" * 100_000,
            "text",
            f"{'[' * CHARACTERS_SHOWN_MAX}\n… and {100_000 - CHARACTERS_SHOWN_MAX:,} characters more; --json prints all",
        ),
        (b"\x1b[2Jgone", "text", "\\x1b[2Jgone"),
    ],
)
def test_a_value_is_decoded_as_far_as_it_can_be(value: bytes | None, form: str, shown: str) -> None:
    """JSON, else text, else base64.

    A terminal gets no control characters and a limited length.
    """
    contents = kept_contents(_kept(value))

    assert (form, shown) == (contents.form, printable_value(contents))


@given(st.one_of(st.none(), st.binary(max_size=100)), st.lists(st.tuples(st.just("noise"), st.binary(max_size=20)), max_size=3))
def test_whatever_was_parked_can_be_shown(value: bytes | None, headers: list[tuple[str, bytes]]) -> None:
    """On a terminal without control characters, and as JSON."""
    contents = kept_contents(_kept(value, headers))

    assert all(each.isprintable() or each == "\n" for each in printable_value(contents))
    assert all(text.isprintable() for _, text in contents.headers)
    assert json.dumps(contents.model_dump(mode="json"))
