"""Who signs an application."""

import json
from typing import get_args

import pytest
from pydantic import ValidationError

from schemas.form.parties import Employee, Signature, Signer


@pytest.mark.parametrize("signer", get_args(get_args(Signer)[0]))
def test_each_signer_of_the_form_is_known(signer: str) -> None:
    """LC 4610.5(h), (j): those who may file, and those who are told that they may not."""
    assert signer == Signature.model_validate_json(json.dumps({"signed_by": signer, "signed_on": "2015-04-14"})).signed_by


def test_a_neighbour_is_no_signer() -> None:
    """Somebody else is `other`, with the standing they have."""
    with pytest.raises(ValidationError, match="signed_by"):
        Signature.model_validate_json('{"signed_by": "neighbour", "signed_on": "2015-04-14"}')


@pytest.mark.parametrize("field", ["place", "email"])
def test_a_place_and_an_address_have_their_form(field: str) -> None:
    """CCP 1013(a) knows three places; an e-mail address has an at sign."""
    with pytest.raises(ValidationError, match=field):
        Employee.model_validate_json(json.dumps({"name": "Pat Exampleworker", field: "somewhere"}))
