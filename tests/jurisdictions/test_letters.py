"""The words of a law."""

from datetime import date

import pytest
from pydantic import ValidationError

from jurisdictions.letters import Words

WORDS = {
    "from_on": date(2017, 1, 1),
    "source": "x",
    "parties": {"worker": "claimant", "claims-administrator": "plan"},
    "person": "claimant",
    "denier": "the plan",
    "denial": "denial of the plan",
    "beginning": "onset",
    "mechanism": False,
}
ONSET = "{who} fell ill on {injured_on}"


def test_the_onset_names_person_and_day() -> None:
    """The sentence has room for both."""
    assert "{who} fell ill on {injured_on}" == Words.model_validate({**WORDS, "onset": "{who} fell ill on {injured_on}"}).onset


@pytest.mark.parametrize(
    "onset", ["{who} fell ill", "on {injured_on}", "{who} on {injured_on} by {mechanism}", "{who} {who} {injured_on}"]
)
def test_an_onset_with_other_room_is_refused(onset: str) -> None:
    """It could not be filled in, or would leave out a fact."""
    with pytest.raises(ValidationError, match="onset has"):
        Words.model_validate({**WORDS, "onset": onset})


def test_the_sentence_of_a_cumulative_injury_has_room_for_both_days() -> None:
    """Without one it would tell one day."""
    with pytest.raises(ValidationError, match="onset_over has"):
        Words.model_validate({**WORDS, "onset": ONSET, "onset_over": ONSET})


def test_words_without_the_party_that_denied_are_refused() -> None:
    """Sentences name it."""
    with pytest.raises(ValidationError, match="claims-administrator has no word"):
        Words.model_validate({**WORDS, "onset": ONSET, "parties": {"worker": "claimant"}})
