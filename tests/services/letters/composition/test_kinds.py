"""The kinds of letters."""

import json
from typing import get_args

import pytest

from reading.problems import NotReadable
from services.letters.composition.kinds import KINDS, AnyLetter, kind_of, read_letter
from tests.services.letters.sample import SAMPLES


def test_every_model_of_a_letter_has_its_kind() -> None:
    """A model without one could not be laid out."""
    assert set(get_args(AnyLetter)) == {kind.model for kind in KINDS.values()}
    assert KINDS.keys() == {kind_of(letter) for letter in SAMPLES.values()}


def test_an_unknown_kind_is_not_readable() -> None:
    """The problem names the field."""
    with pytest.raises(NotReadable, match="kind"):
        read_letter(json.dumps({"kind": "postcard"}).encode())
