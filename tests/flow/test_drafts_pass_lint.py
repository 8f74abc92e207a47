"""The draft for a treatment is about that treatment in lint's eyes, whatever name it has."""

from datetime import date, timedelta

import pytest
import yaml

from schemas.messages.application import Item
from services.decision.assessment.assess import assess
from services.decision.assessment.config import rules_of
from services.decision.domain.guidelines.guideline import Guideline
from services.letters.letter import LetterItem
from services.letters.lint.rules.treatment import is_about
from tests.examples import ROOT

RULES = rules_of("ca-workers-comp")
WORDS = yaml.safe_load((ROOT / "services/decision/vocabulary/words.yaml").read_text())["treatments"]
SHORT = 3
INJURED_DAYS = {"acute": 5, "subacute": 60, "chronic": 400}


def names_of(treatment: str) -> list[str]:
    """Return the names under which *treatment* is requested."""
    return [treatment.replace("-", " "), *WORDS[treatment].get("names", [])]


def drafted(guideline: Guideline, treatment: str, name: str) -> LetterItem:
    """Return a letter's item for a treatment called *name*, with the draft unchanged."""
    requested_on = guideline.in_force.until or max(guideline.in_force.since, date(2026, 1, 5))
    item = Item(
        number=1,
        request=f"{name.upper() if len(name) <= SHORT else name.title()} 10 mg #30",
        treatment=treatment,
        body_region=min(guideline.body_regions, default=None),
    )
    injured_on = requested_on - timedelta(days=INJURED_DAYS[min(guideline.phases, default="chronic")])
    draft = assess([item], requested_on=requested_on, injured_on=injured_on, rules=RULES)[0]
    return LetterItem(
        number=1,
        request=draft.request,
        outcome="upheld",
        claims_administrator_guideline=draft.claims_administrator_guideline,
        reviewer_guideline=draft.reviewer_guideline,
        rationale=draft.rationale,
        closing=draft.closing,
    )


@pytest.mark.parametrize("guideline", RULES.library.guidelines, ids=lambda each: each.id)
def test_an_own_draft_is_about_its_treatment(guideline: Guideline) -> None:
    """Brand names, abbreviations and the treatment's own name find the words of its class."""
    items = [drafted(guideline, treatment, name) for treatment in sorted(guideline.treatments) for name in names_of(treatment)]

    assert [] == [item.request for item in items if not is_about(item.rationale, item)]
