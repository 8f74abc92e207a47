"""Parts that are built from checked values."""

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from schemas.message import TEXT_MAX, Text, is_text, of_checked, with_checked
from schemas.messages.application import Fact

TEXT = TypeAdapter(Text)


def test_a_part_of_checked_values_is_the_part() -> None:
    """A part built without checks equals the checked one and is written the same."""
    checked = Fact(name="visits", value=6)
    made = of_checked(Fact, name="visits", value=6, unit=None, source=None, quotation=None, range=None)

    assert checked == made
    assert checked.model_dump_json() == made.model_dump_json()


def test_a_part_with_another_value_leaves_the_first_as_it_was() -> None:
    """A copy with another value is a part of its own, and so are copies that pydantic makes."""
    first = of_checked(Fact, name="visits", value=6, unit=None, source=None, quotation=None, range=None)
    other = with_checked(first, value=7)
    copied = other.model_copy(update={"value": 8})

    assert (6, 7, 8) == (first.value, other.value, copied.value)
    assert Fact(name="visits", value=7).model_dump_json() == other.model_dump_json()


@given(st.text())
@example("")
@example(" a")
@example("a ")
@example("a\nb")
@example("a\0b")
@example("a" * TEXT_MAX)
@example("a" * (TEXT_MAX + 1))
def test_a_plain_text_is_one_that_validation_leaves_as_it_is(text: str) -> None:
    """A text that is said to be one is taken by the schema, unchanged."""
    if is_text(text):
        assert text == TEXT.validate_python(text)
    else:
        assert not text.isprintable() or text != text.strip() or not 0 < len(text) <= TEXT_MAX
