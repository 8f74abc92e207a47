"""Reading a jurisdiction's file."""

from collections.abc import Callable

import pytest
import yaml
from pydantic import ValidationError

from jurisdictions.files import _FOLDER, UnknownJurisdiction, load_jurisdiction, names, read

TEXT = (_FOLDER / "ca-workers-comp.yaml").read_text()


def test_a_jurisdiction_is_read_once() -> None:
    """Who asks again gets the same."""
    assert load_jurisdiction("ca-workers-comp") is load_jurisdiction("ca-workers-comp")


def test_every_file_is_sound_and_carries_its_own_name() -> None:
    """Every file in the folder loads under the name it states."""
    assert names() == tuple(load_jurisdiction(name).name for name in names())


@pytest.mark.parametrize("name", ["atlantis", "", "../ca-workers-comp", "ca-workers-comp.yaml", "CA-WORKERS-COMP"])
def test_an_unknown_name_is_answered_with_those_there_are(name: str) -> None:
    """No name reaches a file outside the folder, and the error helps."""
    with pytest.raises(UnknownJurisdiction, match="there is: ca-workers-comp"):
        load_jurisdiction(name)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda rules: rules.update(time_zone="America/Atlantis"), "time_zone"),
        (lambda rules: rules.update(surprise=1), "surprise"),
        (lambda rules: rules.pop("calendars"), "calendars"),
        (lambda rules: rules["calendars"].pop("court-days"), "calendars"),
        (lambda rules: rules["filing"]["standard"][0].update(days="30"), "filing.standard.0.days"),
        (lambda rules: rules["filing"]["standard"][0].update(days=0), "filing.standard.0.days"),
        (lambda rules: rules["filing"]["formulary"][1].update(from_on="2018-01-02"), "filing.formulary"),
        (lambda rules: rules["filing"]["service_allowance_days"].pop("fax"), "filing"),
        (lambda rules: rules["filing"]["service_allowance_days"].update(owl=3), "filing.service_allowance_days"),
        (lambda rules: rules["filing"]["standard"][0].pop("source"), "filing.standard.0.source"),
        (lambda rules: rules["clocks"]["records-due"]["versions"][0]["variants"].pop("standard"), "clocks.records-due.versions.0"),
        (lambda rules: rules["eligibility_reasons"]["LATE"].update(text="on {served_on.year}"), ""),
        (lambda rules: rules["eligibility_reasons"]["LATE"].update(text="on {}"), ""),
        (lambda rules: rules.update(sign_off="optional"), "sign_off"),
        (lambda rules: rules["sign_off"][0].update(signature="optional"), "sign_off.0.signature"),
        (lambda rules: rules["sign_off"][0].update(reviewers_max=0), "sign_off.0.reviewers_max"),
        (lambda rules: rules.update(evidence_order=[]), "evidence_order"),
        (lambda rules: rules["letter_layouts"][0].update(layout="new"), "letter_layouts.0.layout"),
        (lambda rules: rules["specialties"]["by_treatment"].update(massage=[]), "specialties.by_treatment.massage"),
    ],
)
def test_a_mistake_is_refused_at_load(change: Callable[[dict[str, object]], object], at: str) -> None:
    """A missing, unknown, mistyped or undated value is refused at load, by its name."""
    rules = yaml.safe_load(TEXT)
    change(rules)

    with pytest.raises(ValidationError) as refused:
        read(yaml.safe_dump(rules))

    assert any(".".join(map(str, error["loc"])).startswith(at) for error in refused.value.errors())
