"""Reading a jurisdiction's file."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from jurisdictions.files import _FOLDER, JurisdictionNotSound, UnknownJurisdiction, load_jurisdiction, names, read

TEXT = (_FOLDER / "ca-workers-comp.yaml").read_text()


def standard(rules: dict[str, Any]) -> Any:
    """The standard span of the filing window's first version."""
    return rules["clocks"]["filing"]["versions"][0]["variants"]["standard"]


def test_a_jurisdiction_is_read_once() -> None:
    """Who asks again gets the same."""
    assert load_jurisdiction("ca-workers-comp") is load_jurisdiction("ca-workers-comp")


def test_every_file_is_sound_and_carries_its_own_name() -> None:
    """Every file in the folder loads under the name it states."""
    assert names() == tuple(load_jurisdiction(name).name for name in names())


def reason(rules: dict[str, Any], ground: str = "LATE") -> Any:
    """Return the first version of a reason."""
    return rules["eligibility_reasons"][ground][0]


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
        (lambda rules: rules["calendars"].pop("court-days"), "clocks.appeal.versions.0"),
        (
            lambda rules: [each.pop("carried_over", None) for clock in rules["clocks"].values() for each in clock["versions"]],
            "calendars.court-days",
        ),
        (lambda rules: rules["clocks"]["filing"]["versions"][1].update(from_on="2018-01-02"), "clocks.filing.versions.1.from_on"),
        (lambda rules: rules["clocks"]["filing"]["versions"][0].pop("source"), "clocks.filing.versions.0.source"),
        (lambda rules: standard(rules).update(length="30"), "clocks.filing.versions.0.variants.standard.length"),
        (lambda rules: standard(rules).update(length=0), "clocks.filing.versions.0.variants.standard.length"),
        (lambda rules: standard(rules).update(unit="working-days"), "clocks.filing.versions.0.variants.standard.unit"),
        (lambda rules: standard(rules).update(unit="months"), "clocks.filing.versions.0.variants.standard"),
        (lambda rules: standard(rules).update(month_end="last-day-of-month"), "clocks.filing.versions.0.variants.standard"),
        (
            lambda rules: rules["clocks"]["filing"]["versions"][0].update(added_days="petitions"),
            "clocks.filing.versions.0.added_days",
        ),
        (lambda rules: rules["added_days"].update(unused=rules["added_days"]["petition"]), "added_days.unused"),
        (lambda rules: rules["clocks"].update({"filing-formulary": rules["clocks"]["appeal"]}), "clocks.filing-formulary"),
        (lambda rules: rules["added_days"]["application"][0]["ways"].pop("fax"), "added_days.application.0"),
        (lambda rules: rules["added_days"]["application"][0]["ways"].update(owl={}), "added_days.application.0.ways.owl"),
        (lambda rules: rules["added_days"]["application"][0]["ways"]["mail"].pop("abroad"), "added_days.application.0"),
        (lambda rules: rules["clocks"]["records-due"]["versions"][0]["variants"].pop("standard"), "clocks.records-due.versions.0"),
        (lambda rules: reason(rules).update(text="on {served_on.year}"), "eligibility_reasons.LATE.0"),
        (lambda rules: reason(rules).update(text="on {}"), "eligibility_reasons.LATE.0"),
        (lambda rules: reason(rules).update(when=[{"field": "employer", "equals": "x"}]), "eligibility_reasons.LATE.0"),
        (lambda rules: rules["end_grounds"].pop("settled"), "end_grounds"),
        (lambda rules: rules["end_grounds"].update(bored=rules["end_grounds"]["settled"]), "end_grounds.bored"),
        (lambda rules: rules["words"][0]["parties"].pop("claims-administrator"), "words.0.parties"),
        (lambda rules: reason(rules, "NOT_LIABLE").update(when=[{"field": "liable", "equals": True}]), "eligibility_reasons.NOT_L"),
        (lambda rules: reason(rules, "MAY_NOT_FILE")["when"][0].update(one_of=["neighbour"]), "eligibility_reasons.MAY_NOT_FILE.0"),
        (lambda rules: rules["formulary"][0].update(drugs=[]), "formulary.0.drugs"),
        (lambda rules: rules.update(sign_off="optional"), "sign_off"),
        (lambda rules: rules["sign_off"][0].update(reviewers_max=0), "sign_off.0.reviewers_max"),
        (lambda rules: rules.update(evidence_order=[]), "evidence_order"),
        (lambda rules: rules["clocks"].pop("answer-due") and rules["clocks"].pop("records-due"), "clock"),
        (lambda rules: rules["clocks"].pop("appeal"), "added_days.petition"),
        (
            lambda rules: rules["clocks"]["records-due"]["versions"][0]["variants"].update(weekly=standard(rules)),
            "clocks.records-due.versions.0.variants.weekly",
        ),
        (lambda rules: rules["eligibility_reasons"].pop("LATE"), "eligibility_reasons"),
        (
            lambda rules: rules["eligibility_reasons"].update(NOVEL=rules["eligibility_reasons"]["LATE"]),
            "eligibility_reasons.NOVEL.0",
        ),
        (lambda rules: rules["letter_service"][0].pop("agency"), "letter_service.0"),
        (lambda rules: rules["letter_service"][0].pop("mailed_from"), "letter_service.0"),
        (lambda rules: rules["words"][0]["parties"].pop("provider"), "words.0.parties"),
        (lambda rules: rules["letter_layouts"][0].update(layout="new"), "letter_layouts.0.layout"),
        (lambda rules: rules["clocks"].update({"determination-dew": rules["clocks"]["answer-due"]}), "clocks.determination-dew"),
        (
            lambda rules: rules["clock_warnings"][0]["hours_before"].update({"records-dew": 1}),
            "clock_warnings.0.hours_before.records-dew",
        ),
        (
            lambda rules: rules["clock_warnings"][0]["hours_before"].update({"ur-decision": 1}),
            "clock_warnings.0.hours_before.ur-decision",
        ),
        (lambda rules: rules["specialties"][0]["by_treatment"].update(massage=[]), "specialties.0.by_treatment.massage"),
    ],
)
def test_a_mistake_is_refused_at_load(change: Callable[[dict[str, object]], object], at: str) -> None:
    """A missing, unknown, mistyped or undated value is refused at load, by its name."""
    rules = yaml.safe_load(TEXT)
    change(rules)

    with pytest.raises(JurisdictionNotSound) as refused:
        read("example.yaml", yaml.safe_dump(rules).encode())

    assert any(each.pointer.startswith("/" + at.replace(".", "/") if at else "") for each in refused.value.problems)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("  court-days:\n", "  court-days:\n    titel: x\n", "/calendars/court-days/titel: "),
        (
            "standard: {length: 15, unit: calendar-days",
            "standard: {length: fifteen, unit: calendar-days",
            "/clocks/answer-due/versions/0/",
        ),
        (
            "unit: business-days, source: 8 CCR 9792.10.3(c)}",
            "unit: weeks, source: 8 CCR 9792.10.3(c)}",
            "/clocks/answer-due/versions/1/",
        ),
        ("falls_on: 12 February", "falls_on: 30 February", "/calendars/court-days/holidays/2/falls_on: is no rule for a day"),
        ("name: ca-workers-comp\n", "name: ca-workers-comp\nname: twice\n", "/name: this key is there more than once"),
        ("    ranks: [mtus,", "    ranks: [mtsu,", "/evidence_order/0/ranks/0: "),
        (
            "      opioid: &medication",
            "      opioids: &medication",
            "/specialties/0/by_treatment/opioids: 'opioids' is no treatment",
        ),
        ("      mri/low-back:", "      mri/spine:", "/specialties/0/by_treatment/mri~1spine: 'spine' is no body region"),
        (
            "        added_days: petition\n",
            "        added_days: petitions\n",
            "/clocks/appeal/versions/0/added_days: there is no list of added_days petitions",
        ),
        ("  end-of-dispute-notice:", "  end-of-dispute-notize:", "/clocks/end-of-dispute-notize: nothing counts a clock"),
        ("      records-due: 72", "      records-dew: 72", "/clock_warnings/0/hours_before/records-dew: there is no clock"),
        (
            "      code: INELIGIBLE_PARTY",
            "      code: INELIGIBLE_PARTI",
            "/eligibility_reasons/DESIGNATED_TOO_EARLY/0/code: 'INELIG",
        ),
        (
            "who_may_appeal_and_physician [worker, attorney, claims-administrator, employer, provider]",
            "who_may_appeal_and_physician [worker, attorney, claims-administrator, provider]",
            "/letter_notices/ineligibility/0/parties: employer may appeal (letter_service) and is not among",
        ),
        (
            "every_party [worker, attorney, claims-administrator, employer, provider, agency]",
            "every_party [worker, attorney, employer, provider, agency]",
            "/letter_service/0/parties: claims-administrator may appeal and is not among",
        ),
        ("  remand:\n    - from_on", "  reemand:\n    - from_on", "/letter_notices/reemand: is not 'ineligibility'"),
        (
            "ca-workers-comp-remand@1",
            "ca-workers-comp-remand@7",
            "/letter_notices/remand/0/layout: 'ca-workers-comp-remand@7' is no",
        ),
        (
            "layout: ca-workers-comp-remand@1",
            "layout: ca-workers-comp-questions@1",
            "/letter_notices/remand/0/layout: ca-workers-comp-questions@1 is the layout of a questions-notice",
        ),
        (
            "layout: ca-workers-comp-2014@1",
            "layout: ca-workers-comp-cover@2",
            "/letter_layouts/1/layout: ca-workers-comp-cover@2 is the layout of a cover-letter",
        ),
        (
            "    cover_layout: ca-workers-comp-cover@2",
            "    cover_layout: ca-workers-comp-2014@1",
            "/letter_service/0/cover_layout: ca-workers-comp-2014@1 is the layout of a determination",
        ),
        (
            "from_on: 2018-01-01\n        source: LC 4610(i)(1)",
            "from_on: 2018-01-03\n        source: LC 4610(i)(1)",
            "/clocks/ur-decision/versions/1/from_on: the value from",
        ),
    ],
)
def test_a_mistake_is_told_with_file_line_and_place(before: str, after: str, told: str) -> None:
    """The person who edits the file finds the line."""
    assert before in TEXT
    text = TEXT.replace(before, after, 1)
    line = 1 + next(number for number, (old, new) in enumerate(zip(TEXT.split("\n"), text.split("\n"), strict=False)) if old != new)

    with pytest.raises(JurisdictionNotSound) as refused:
        read("example.yaml", text.encode())

    assert any(each.startswith(f"example.yaml:{line}: {told}") for each in str(refused.value).split("\n"))
