"""Events made from letters of the past."""

import pytest

from services.letters.parse.history_event import CaseNumberMissing, determination_imported, message_id
from tests.services.letters.sample import BARE, LETTER


def test_an_event_says_what_the_letter_says() -> None:
    """The event has the dates, the summary and every item word for word, no credentials."""
    message = determination_imported(LETTER, "letter")

    assert (LETTER.case_number, "ca-workers-comp-2014@1") == (message.case_number, message.layout)
    assert [LETTER.injured_on, LETTER.denied_on, LETTER.received_on, LETTER.assigned_on, LETTER.decided_on] == [
        message.injured_on,
        message.denied_on,
        message.received_on,
        message.assigned_on,
        message.decided_on,
    ]
    assert " ".join(LETTER.clinical_summary.split()) == message.clinical_summary
    assert [item.model_dump() for item in LETTER.items] == [item.model_dump() for item in message.items]
    assert "Oregon" not in message.model_dump_json()


def test_a_letter_without_a_header_is_known_by_its_file() -> None:
    """If the letter prints no case number, its file name is the case number."""
    message = determination_imported(BARE, "CM17-0001064")

    assert ("CM17-0001064", None) == (message.case_number, message.decided_on)


@pytest.mark.parametrize("printed", [None, "CM-12", "2017/33"])
def test_a_letter_of_no_case_is_refused(printed: str | None) -> None:
    """A letter without a case number in text or file name is refused."""
    with pytest.raises(CaseNumberMissing):
        determination_imported(BARE.model_copy(update={"case_number": printed}), "scan-0001")


def test_the_id_is_made_of_the_content() -> None:
    """The same letter has the same id; a letter with other words has another."""
    first, again = (determination_imported(LETTER, name) for name in ("one", "another file"))
    other = determination_imported(LETTER.model_copy(update={"clinical_summary": "Another."}), "one")

    assert message_id(first) == message_id(again)
    assert message_id(first) != message_id(other)
