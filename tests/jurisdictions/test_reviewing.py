"""Who reviews in California, and by which evidence."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from jurisdictions.files import _FOLDER, JurisdictionNotSound, load_jurisdiction, read
from jurisdictions.reviewing import EndedReview, FeeAmount, Fees

RULES = load_jurisdiction("ca-workers-comp")
TEXT = (_FOLDER / "ca-workers-comp.yaml").read_text()
ON = date(2015, 4, 20)


def test_reviewers_must_be_qualified() -> None:
    """LC 139.5(d)(4), LC 3209.3, and the qualifications that letters attest."""
    required = RULES.requirements_on(ON)

    assert (5, 24) == (required.practice_years_min, required.weekly_practice_hours_min)
    assert required.unrestricted_licence
    assert required.discipline_bars
    assert ("MD", "DO") == required.board_certified_degrees
    assert {"professional", "familial", "financial"} == set(required.conflict_affiliations)


@pytest.mark.parametrize(
    "treatment",
    ["manual-therapy", "massage", "acupuncture", "physical-medicine", "tens", "h-wave", "mri", "opioid", "shoulder-surgery"],
)
def test_treatments_of_the_library_have_their_own_specialties(treatment: str) -> None:
    """They do not fall back on the list for everything else."""
    assert treatment in RULES.specialties_on(ON).by_treatment


@pytest.mark.parametrize(
    ("treatment", "body_region", "member", "stranger"),
    [
        ("manual-therapy", "low-back", "Chiropractic", "Psychiatry"),
        ("massage", None, "Preventive Medicine", "Acupuncture"),
        ("mri", "low-back", "Neurological Surgery", "Sports Medicine"),
        ("mri", "knee", "Sports Medicine", "Neurological Surgery"),
        ("shoulder-surgery", "shoulder", "Orthopedic Surgery", "Neurological Surgery"),
        ("psychological-treatment", None, "Psychology", "Orthopedic Surgery"),
        ("opioid", None, "Pain Medicine", "Orthopedic Surgery"),
        ("unheard-of", "knee", "Internal Medicine", "Chiropractic"),
        (None, None, "Internal Medicine", "Chiropractic"),
    ],
)
def test_who_treats_what(treatment: str | None, body_region: str | None, member: str, stranger: str) -> None:
    """A region named beside a treatment decides first, then the treatment, then the rest."""
    treating = RULES.specialties_on(ON).treating(treatment, body_region)

    assert member in treating
    assert stranger not in treating


def test_evidence_is_searched_in_the_order_of_the_regulation() -> None:
    """8 CCR 9792.21.1(a)."""
    assert ("mtus", "acoem-odg", "other-guideline", "study") == RULES.ranks_on(ON)


def later(rules: dict[str, Any], name: str, **changes: object) -> None:
    """Let another entry of the list *name* begin with 2020."""
    rules[name][-1]["until_on"] = "2019-12-31"
    rules[name].append({**rules[name][-1], "from_on": "2020-01-01", "until_on": None, **changes})


def test_each_list_changes_on_its_day() -> None:
    """Who reviews, from which pool and by which evidence goes by a day of the case."""
    rules = yaml.safe_load(TEXT)
    later(rules, "pool", pool="another-pool")
    later(rules, "reviewers", practice_years_min=7)
    later(rules, "specialties", otherwise=["Family Medicine"])
    later(rules, "evidence_order", ranks=["mtus"])
    later(rules, "applicability", communicated_from="2020-01-01", injured_from=None)
    read_back = read("ca-workers-comp.yaml", yaml.safe_dump(rules, default_flow_style=False).encode())
    old, new = date(2019, 12, 31), date(2020, 1, 1)

    assert ("ca-workers-comp", "another-pool") == (read_back.pool_on(old), read_back.pool_on(new))
    assert (5, 7) == (read_back.requirements_on(old).practice_years_min, read_back.requirements_on(new).practice_years_min)
    assert ("Family Medicine",) == read_back.specialties_on(new).otherwise
    assert (4, 1) == (len(read_back.ranks_on(old)), len(read_back.ranks_on(new)))
    assert "ca-workers-comp" == read_back.pool_on(date(1999, 1, 1))
    assert read_back.covers(date(1985, 5, 5), new)
    assert read_back.applies(new).injured_from is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rules: rules["specialties"][0]["by_treatment"].update(opioids=["Pain Medicine"]), "'opioids' is no treatment"),
        (lambda rules: rules["specialties"][0]["by_treatment"].update({"mri/spine": ["Neurology"]}), "'spine' is no body region"),
        (lambda rules: rules["specialties"][0]["by_treatment"].update({"mri/": ["Neurology"]}), "'' is no body region"),
        (lambda rules: rules["reviewers"][0].update(degrees=["MD", "Witch"]), "/reviewers/0/degrees/1"),
        (lambda rules: rules["reviewers"][0].update(degrees=["MD"]), "board_certified_degrees has DO"),
        (lambda rules: rules["reviewers"][0].update(conflict_affiliations=["friendly"]), "/reviewers/0/conflict_affiliations/0"),
        (lambda rules: rules["evidence_order"][0].update(ranks=["mtus", "mtus"]), "names 'mtus' twice"),
        (lambda rules: rules["pool"][0].pop("from_on"), "/pool/0/from_on"),
        (lambda rules: rules["sign_off"][0].update(signature="required"), "/sign_off/0/signature"),
    ],
)
def test_an_id_that_no_vocabulary_has_is_refused(change: Callable[[dict[str, Any]], object], told: str) -> None:
    """A treatment, region, degree or tie that nothing matches is told with those there are."""
    rules = yaml.safe_load(TEXT)
    change(rules)

    with pytest.raises(JurisdictionNotSound) as refused:
        read("ca-workers-comp.yaml", yaml.safe_dump(rules).encode())

    assert told in str(refused.value)


DOCTORS, OTHERS = frozenset({"MD"}), frozenset({"DC", "PhD"})


def ended(end: Any = "determined", priority: Any = "standard", **changes: Any) -> EndedReview:
    """Return a review at its end."""
    return EndedReview(**{"end": end, "priority": priority, "pharmacy_only": False, "reviewers": 1, **changes})


@pytest.mark.parametrize(
    ("filed_on", "review", "cents"),
    [
        (date(2012, 12, 31), ended(degrees=DOCTORS), None),
        (date(2013, 1, 1), ended(degrees=DOCTORS), 560_00),
        (date(2014, 3, 31), ended(degrees=DOCTORS, reviewers=2), 760_00),
        (date(2014, 3, 31), ended(degrees=OTHERS), 495_00),
        (date(2014, 3, 31), ended(degrees=OTHERS, reviewers=2), 655_00),
        (date(2014, 3, 31), ended(priority="expedited", degrees=DOCTORS), 685_00),
        (date(2014, 3, 31), ended(priority="expedited", degrees=DOCTORS, reviewers=2), 850_00),
        (date(2014, 3, 31), ended(priority="expedited", degrees=OTHERS), 595_00),
        (date(2014, 3, 31), ended(priority="expedited", degrees=OTHERS, reviewers=2), None),
        (date(2014, 3, 31), ended(degrees=DOCTORS | OTHERS, reviewers=2), None),
        (date(2014, 3, 31), ended(), None),
        (date(2014, 3, 31), ended("ended-before-review", reviewers=0), None),
        (date(2014, 4, 1), ended(), 420_00),
        (date(2014, 4, 1), ended(reviewers=3), 420_00),
        (date(2014, 4, 1), ended(priority="expedited"), 515_00),
        (date(2014, 4, 1), ended(pharmacy_only=True), 390_00),
        (date(2014, 4, 1), ended(priority="expedited", pharmacy_only=True), None),
        (date(2019, 12, 31), ended("ended-before-review", reviewers=0), 160_00),
        (date(2019, 12, 31), ended("ended-in-review", reviewers=0), 420_00),
        (date(2019, 12, 31), ended("ineligible", reviewers=0), None),
        (date(2020, 1, 1), ended(), 345_00),
        (date(2020, 1, 1), ended(priority="expedited"), 345_00),
        (date(2020, 1, 1), ended(pharmacy_only=True), None),
        (date(2026, 3, 31), ended("ended-before-review", reviewers=0), 115_00),
        (date(2026, 3, 31), ended("ended-in-review", reviewers=0), None),
        (date(2026, 4, 1), ended(), None),
    ],
)
def test_a_fee_is_that_of_the_day_of_receipt(filed_on: date, review: EndedReview, cents: int | None) -> None:
    """An amount that the file does not name, or a condition that is not known, makes no guess."""
    fee = RULES.fee(filed_on, review)

    assert fee is not None
    assert ("USD", cents) == (fee.currency, fee.cents)
    assert "9792.10.8" in fee.source


def test_a_review_that_two_amounts_are_for_has_no_known_fee() -> None:
    """The file is in doubt then, and which of them is meant is not guessed."""
    twice = (FeeAmount(end="determined", amount="1.10"), FeeAmount(end="determined", reviewers=1, amount="2.00"))
    fees = Fees(from_on=ON, source="test", currency="USD", amounts=twice)

    assert [None, 110] == [fees.of(ended(reviewers=number), ON).cents for number in (1, 2)]


def test_a_law_may_have_no_fees() -> None:
    """No party owes one in the external review of health plans."""
    assert load_jurisdiction("us-federal-external-review").fee(ON, ended()) is None
