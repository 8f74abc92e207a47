"""Values of the form: codes, extensions, and fields that came later."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.form.values import EXTENSIONS_BYTES_MAX, EXTENSIONS_MAX, Code, EMail
from schemas.ids import body_digest
from schemas.messages.application import Application
from tests.examples import ROOT, application

SOUND = [
    ("icd-9", "724.2"),
    ("icd-9", "724"),
    ("icd-9", "V57.1"),
    ("icd-9", "E849.3"),
    ("icd-10", "M54.50"),
    ("icd-10", "S83.511A"),
    ("icd-10", "C7A.1"),
    ("icd-10", "U07.1"),
    ("cpt", "97110"),
    ("cpt", "0042T"),
    ("cpt", "97140-59"),
    ("hcpcs", "E0730"),
    ("hcpcs", "E0730-RR"),
    ("ndc", "00093-0058-01"),
    ("ndc", "0093-0058-01"),
    ("ndc", "50580-449-05"),
    ("ndc", "50580-0449-5"),
    ("ndc", "00093005801"),
    ("cdt", "D2740"),
]
WRONG = [
    ("icd-9", "M54.5"),
    ("icd-9", "72"),
    ("icd-10", "724.2"),
    ("icd-10", "m54.5"),
    ("icd-10", "M54."),
    ("cpt", "9711"),
    ("cpt", "971100"),
    ("cpt", "97110-5"),
    ("cpt", "٩٧١١٠"),
    ("hcpcs", "97110"),
    ("ndc", "0093005801"),
    ("ndc", "093-0058-01"),
    ("cdt", "2740"),
    ("cdt", "D2740\n"),
]


@pytest.mark.parametrize(("system", "code"), SOUND)
def test_a_code_has_the_form_of_its_system(system: str, code: str) -> None:
    """Each system's forms are taken as they are written."""
    assert code == Code.model_validate_json(json.dumps({"system": system, "code": code})).code


@pytest.mark.parametrize(("system", "code"), WRONG)
def test_a_code_of_another_form_is_refused(system: str, code: str) -> None:
    """A code in another system's form, in lower case, or cut short is refused with an example."""
    with pytest.raises(ValidationError, match="one looks like"):
        Code.model_validate_json(json.dumps({"system": system, "code": code}))


def filed(**fields: Any) -> Application:
    """Return the example with *fields* as a party would file them."""
    data = json.loads((ROOT / "examples/chiropractic-and-massage.json").read_bytes())
    return Application.model_validate_json(json.dumps({**data, **fields}))


def test_an_application_without_later_fields_is_written_as_before() -> None:
    """An upgrade does not change the digest of a body, so a retry after it is still a retry."""
    assert "7810490bdbacc70fbee745a518f51d5485ec90f1004e8e4facba7d1d9e5ecde5" == body_digest(
        application().model_dump_json().encode()
    )


def test_a_later_field_that_says_no_is_written() -> None:
    """No is an answer; only silence is left out."""
    assert '"denied_for_lack_of_information":false' in filed(denied_for_lack_of_information=False).model_dump_json()


EXTENSIONS: list[dict[str, Any]] = [
    {"northwind.batch": "B-1"},
    {"northwind.scan.pages": [1, {"two": None}], "other-vendor.flag": True},
]


@pytest.mark.parametrize("extensions", EXTENSIONS)
def test_a_senders_own_fields_are_kept(extensions: dict[str, Any]) -> None:
    """They are written back as they came: any JSON is taken."""
    written = json.loads(filed(extensions=extensions).model_dump_json())

    assert extensions == written["extensions"]


REFUSED: list[dict[str, Any]] = [
    {"batch": 1},
    {"northwind.": 1},
    {"Northwind.batch": 1},
    {".batch": 1},
    {f"northwind.{number}": 1 for number in range(EXTENSIONS_MAX + 1)},
    {"northwind.text": "x" * EXTENSIONS_BYTES_MAX},
]


@pytest.mark.parametrize("extensions", REFUSED)
def test_extensions_are_bounded_and_named_by_their_vendor(extensions: dict[str, Any]) -> None:
    """A key without its vendor, too many and too large ones are refused."""
    with pytest.raises(ValidationError, match="extensions"):
        filed(extensions=extensions)


@pytest.mark.parametrize(("address", "sound"), [("a@b.example", True), ("a b@c.example", False), ("a@", False), ("@b", False)])
def test_an_e_mail_address_has_two_parts(address: str, *, sound: bool) -> None:
    """More is not tested: only a message that arrives proves an address."""
    adapter = TypeAdapter[str](EMail)
    if sound:
        assert address == adapter.validate_python(address)
    else:
        with pytest.raises(ValidationError):
            adapter.validate_python(address)
