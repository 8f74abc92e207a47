"""Reading a reviewers' file."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.triage.handlers.registry import NoRegistry, WrongEntry, read_registry, read_registry_file
from tests.examples import ROOT
from tests.services.triage.messages import recorded

ENTRY: dict[str, Any] = recorded().model_dump(mode="json")
SECOND = {**ENTRY, "reviewer_id": "reviewer-2", "name": "Blake Madeupdoctor"}


def wrong(*entries: Any) -> list[tuple[int, str]]:
    """Which entries are wrong, and in which field."""
    return [(each.number, each.field) for each in read_registry(yaml.safe_dump(list(entries))).wrong]


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump, lambda entries: yaml.safe_dump(entries, default_flow_style=True)])
def test_a_file_is_yaml_or_json(write: Any) -> None:
    """Both say the same."""
    registry = read_registry(write([ENTRY, SECOND]))

    assert (recorded(), recorded("reviewer-2", "Blake Madeupdoctor")) == registry.reviewers
    assert () == registry.wrong


def test_an_npi_may_be_left_out() -> None:
    """Not everybody has one."""
    assert (recorded(),) == read_registry(json.dumps([{name: value for name, value in ENTRY.items() if name != "npi"}])).reviewers


def test_dates_need_no_quotes() -> None:
    """People write dates as they are."""
    text = yaml.safe_dump([ENTRY]).replace("'1998-07-01'", "1998-07-01")

    assert "practising_since: 1998-07-01" in text
    assert (recorded(),) == read_registry(text).reviewers


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reviewer_id": "has a space"}, "reviewer_id"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"npi": "123"}, "npi"),
        ({"npi": 1234567890}, "npi"),
        ({"surprise": 1}, "surprise"),
        ({"qualifications": {**ENTRY["qualifications"], "degree": "MBA"}}, "qualifications.degree"),
        ({"qualifications": {**ENTRY["qualifications"], "practising_since": "1998-13-01"}}, "qualifications.practising_since"),
        ({"qualifications": {**ENTRY["qualifications"], "disciplined": "no"}}, "qualifications.disciplined"),
        ({"qualifications": {**ENTRY["qualifications"], "weekly_practice_hours": 169}}, "qualifications.weekly_practice_hours"),
        (
            {"qualifications": {**ENTRY["qualifications"], "licences": [{"state": "Iowa", "unrestricted": True}]}},
            "qualifications.licences.0.expires_on",
        ),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_and_the_rest_is_read(change: dict[str, Any], field: str) -> None:
    """The number of the entry, the field, and the others are sound."""
    registry = read_registry(yaml.safe_dump([SECOND, {**ENTRY, **change}]))

    assert [(2, field)] == [(each.number, each.field) for each in registry.wrong]
    assert ["reviewer-2"] == [each.reviewer_id for each in registry.reviewers]


def test_a_date_that_is_none_is_the_mistake_of_its_entry() -> None:
    """Also unquoted, where YAML itself would stumble."""
    text = yaml.safe_dump([ENTRY]).replace("'1998-07-01'", "1998-13-01")

    assert [(1, "qualifications.practising_since")] == [(each.number, each.field) for each in read_registry(text).wrong]


@pytest.mark.parametrize("entry", ["text", 5, None, ["list"], {1: "number as key"}], ids=str)
def test_an_entry_that_is_no_reviewer_is_wrong(entry: Any) -> None:
    """An entry of any other type is refused."""
    assert [(1, "the entry")] == wrong(entry)


def test_every_mistake_is_told_at_once() -> None:
    """Who mends a file wants to do it once."""
    assert [(1, "npi"), (1, "name"), (2, "name")] == sorted(
        wrong({**ENTRY, "npi": "1", "name": ""}, {**SECOND, "name": ""}), key=lambda each: (each[0], each[1] == "name")
    )


def test_a_reviewer_stands_once() -> None:
    """A second entry for a reviewer is refused: two would depend on their order."""
    registry = read_registry(yaml.safe_dump([ENTRY, {**SECOND, "reviewer_id": "reviewer-1"}]))

    assert (recorded(),) == registry.reviewers
    assert [(2, "reviewer_id")] == [(each.number, each.field) for each in registry.wrong]


def test_a_mistake_says_what_is_allowed_and_not_what_stood_there() -> None:
    """A registry holds names; an error shown on a screen does not."""
    (mistake,) = read_registry(yaml.safe_dump([{**ENTRY, "npi": "Secret Name"}])).wrong

    assert "entry 1, npi: String should match pattern '^\\d{10}$'" == str(mistake)
    assert WrongEntry(1, "npi", "String should match pattern '^\\d{10}$'") == mistake


@pytest.mark.parametrize("text", ["", "just text", "a: 1", "- [unclosed", "{]", "- \x00"])
def test_what_is_no_list_is_no_registry(text: str) -> None:
    """Said once, not per line."""
    with pytest.raises(NoRegistry):
        read_registry(text)


def test_a_mistake_of_the_format_names_its_line() -> None:
    """So that it can be found."""
    with pytest.raises(NoRegistry, match="line 2"):
        read_registry("- a: 1\n- b: }\n- c: 3\n")


def test_a_file_that_is_no_text_is_no_registry(tmp_path: Path) -> None:
    """A spreadsheet, for one."""
    (tmp_path / "reviewers.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(NoRegistry, match="UTF-8"):
        read_registry_file(tmp_path / "reviewers.yaml")


def test_the_example_is_sound() -> None:
    """The file that the demonstration imports."""
    registry = read_registry_file(ROOT / "examples" / "reviewers.yaml")

    assert () == registry.wrong
    assert 8 == len(registry.reviewers)
