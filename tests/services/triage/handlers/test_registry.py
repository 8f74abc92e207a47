"""Reading a reviewers' file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from reading.problems import NotReadable
from schemas.messages.triage import ReviewerRecorded
from services.triage.handlers.registry import read_registry, read_registry_file
from tests.examples import ROOT
from tests.services.triage.messages import recorded

ENTRY: dict[str, Any] = recorded().model_dump(mode="json")
SECOND = {**ENTRY, "reviewer_id": "reviewer-2", "name": "Blake Madeupdoctor"}


def read(text: str) -> tuple[ReviewerRecorded, ...]:
    """Read a file with this *text*."""
    return read_registry(text.encode())


def wrong(text: str) -> list[str]:
    """Return the places of the problems."""
    with pytest.raises(NotReadable) as error:
        read(text)
    return [each.pointer for each in error.value.problems]


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump, lambda entries: yaml.safe_dump(entries, default_flow_style=True)])
def test_a_file_is_yaml_or_json(write: Callable[[Any], str]) -> None:
    """Both say the same."""
    assert (recorded(), recorded("reviewer-2", "Blake Madeupdoctor")) == read(write([ENTRY, SECOND]))


def test_an_npi_may_be_left_out() -> None:
    """Not everybody has one."""
    assert (recorded(),) == read(json.dumps([{name: value for name, value in ENTRY.items() if name != "npi"}]))


def test_dates_need_no_quotes() -> None:
    """People write dates as they are."""
    text = yaml.safe_dump([ENTRY]).replace("'1998-07-01'", "1998-07-01")

    assert "practising_since: 1998-07-01" in text
    assert (recorded(),) == read(text)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reviewer_id": "has a space"}, "reviewer_id"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"npi": "123"}, "npi"),
        ({"npi": 1234567890}, "npi"),
        ({"surprise": 1}, "surprise"),
        ({"qualifications": {**ENTRY["qualifications"], "degree": "MBA"}}, "qualifications/degree"),
        ({"qualifications": {**ENTRY["qualifications"], "practising_since": "1998-13-01"}}, "qualifications/practising_since"),
        ({"qualifications": {**ENTRY["qualifications"], "disciplined": "no"}}, "qualifications/disciplined"),
        ({"qualifications": {**ENTRY["qualifications"], "weekly_practice_hours": 169}}, "qualifications/weekly_practice_hours"),
        (
            {"qualifications": {**ENTRY["qualifications"], "licences": [{"state": "Iowa", "unrestricted": True}]}},
            "qualifications/licences/0/expires_on",
        ),
    ],
    ids=str,
)
def test_a_wrong_field_is_named(change: dict[str, Any], field: str) -> None:
    """By the place of its entry and its name."""
    assert [f"/1/{field}"] == wrong(yaml.safe_dump([SECOND, {**ENTRY, **change}]))


def test_a_wrong_date_is_a_problem_of_its_field() -> None:
    """Also unquoted, where YAML itself would stumble."""
    assert ["/0/qualifications/practising_since"] == wrong(yaml.safe_dump([ENTRY]).replace("'1998-07-01'", "1998-13-01"))


@pytest.mark.parametrize("entry", ["text", 5, None, ["list"]], ids=str)
def test_an_entry_that_is_no_reviewer_is_wrong(entry: Any) -> None:
    """An entry of any other type is refused."""
    assert ["/0"] == wrong(yaml.safe_dump([entry]))


def test_every_problem_is_told_at_once() -> None:
    """A file is mended once."""
    assert {"/0/npi", "/0/name", "/1/name"} == set(
        wrong(yaml.safe_dump([{**ENTRY, "npi": "1", "name": ""}, {**SECOND, "name": ""}]))
    )


def test_a_reviewer_stands_once() -> None:
    """A second entry for a reviewer is refused: two would depend on their order."""
    assert ["/1/reviewer_id"] == wrong(yaml.safe_dump([ENTRY, {**SECOND, "reviewer_id": "reviewer-1"}]))


def test_a_problem_has_its_line_and_what_is_allowed_but_not_the_value() -> None:
    """A registry holds names; an error shown on a screen does not."""
    with pytest.raises(NotReadable) as error:
        read(json.dumps([ENTRY], indent=1).replace('"npi": null', '"npi": "Secret Name"'))

    assert "line 5, /0/npi: is not 10 digits" == str(error.value)


@pytest.mark.parametrize("text", ["", "just text", "a: 1", "- [unclosed", "{]", "- \x00", "- {a: 1, a: 2}", "- !!python/none x"])
def test_a_file_that_is_no_list_is_refused(text: str) -> None:
    """The document as a whole, or the place in it."""
    assert wrong(text)


def test_aliases_that_multiply_are_refused() -> None:
    """Ten levels of ten aliases stand for ten thousand million reviewers."""
    levels = "\n".join(f"- &l{number} [{', '.join([f'*l{number - 1}'] * 10)}]" for number in range(1, 11))
    with pytest.raises(NotReadable, match=r"line \d+, its aliases make it too large"):
        read(f"- &l0 [a, a]\n{levels}\n")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A spreadsheet, for one."""
    (tmp_path / "reviewers.yaml").write_bytes(b"PK\x03\x04\xff\xfe\x00")

    with pytest.raises(NotReadable, match="ZIP"):
        read_registry_file(tmp_path / "reviewers.yaml")


def test_an_endless_file_is_refused() -> None:
    """Nothing waits for its end."""
    with pytest.raises(NotReadable, match="device"):
        read_registry_file(Path("/dev/zero"))


def test_the_example_is_sound() -> None:
    """The demonstration imports this file."""
    assert 8 == len(read_registry_file(ROOT / "examples" / "reviewers.yaml"))


def test_a_list_without_reviewers_is_refused() -> None:
    """Nothing would be imported, and the command would say that triage knows them."""
    with pytest.raises(NotReadable, match="has no reviewers"):
        read("[]")
