"""Letters' messages: service ids, findings, and older versions."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.messages.letters import ConfirmService, LetterHeld, LetterIssued, ReleaseLetter, ServiceIntended
from schemas.wire.codec import read
from tests.examples import ROOT


def example(name: str, version: int = 1) -> dict[str, Any]:
    """Return the data of a committed example."""
    data: dict[str, Any] = json.loads((ROOT / f"schemas/examples/imr.letters.{name}/{version}.json").read_bytes())
    return data


@pytest.mark.parametrize(
    "service_id",
    ["CM26-4170023", "CM26-4170023.1.worker", "CM26-4170023.1.worker.1.2", "CM26-4170023.1.Worker.1", "x.1.worker.1"],
)
def test_a_service_id_names_case_letter_party_and_number(service_id: str) -> None:
    """A service id has case, letter, party and number.

    One with a part missing, a part too many or capitals is refused.
    """
    data = example("confirm-service")

    assert ConfirmService.model_validate_json(json.dumps({**data, "service_id": "CM26-4170023.1.worker.1"}))
    with pytest.raises(ValidationError):
        ConfirmService.model_validate_json(json.dumps({**data, "service_id": service_id}))


def test_a_letter_is_held_for_a_finding() -> None:
    """A held letter and its release each name at least one finding."""
    for kind, name in ((LetterHeld, "letter-held"), (ReleaseLetter, "release-letter")):
        with pytest.raises(ValidationError):
            kind.model_validate_json(json.dumps({**example(name), "findings": []}))


def test_a_letter_of_version_1_was_the_workers() -> None:
    """A letter of version 1 is read as its first version, with the worker's copy only."""
    message = read(LetterIssued, 1, json.dumps(example("letter-issued", 1)).encode())

    assert 1 == message.letter_version
    assert {"worker"} == {file.recipient for file in message.files}


def test_a_letter_of_version_2_had_no_warnings() -> None:
    """A warning held a letter then."""
    assert () == read(LetterIssued, 2, json.dumps(example("letter-issued", 2)).encode()).warnings


def test_a_service_of_version_1_had_no_cover() -> None:
    """A service of version 1 has no cover letter."""
    assert read(ServiceIntended, 1, json.dumps(example("service-intended", 1)).encode()).cover_sha256 is None
