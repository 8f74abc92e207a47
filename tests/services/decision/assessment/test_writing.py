"""The reasons of a case as one letter carries them."""

import re
import string
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.messages.application import Fact, Item, Quantity, Range, Source
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import rules_of

RULES = rules_of("ca-workers-comp")
REQUESTED_ON = date(2015, 3, 20)


def rationales(*items: Item, papers: dict[str, str] | None = None) -> list[str]:
    """The rationales of *items* for a chronic condition."""
    found = assess(
        items,
        requested_on=REQUESTED_ON,
        injured_on=REQUESTED_ON - timedelta(400),
        rules=RULES,
        case_file=CaseFile(paper_names=papers or {}),
    )
    return [each.rationale for each in found]


def visits(number: int, request: str, **facts: bool | int) -> Item:
    """Manual therapy of the low back, with facts of a note."""
    source = Source(document="d-1", page=2)
    told = tuple(Fact(name=name, value=value, source=source) for name, value in facts.items())
    return Item(number=number, request=request, treatment="manual-therapy", body_region="low-back", facts=told)


def test_a_denial_says_which_amount_would_do() -> None:
    """Seven visits after twelve are one too many of the eighteen."""
    facts = {"previous_visits": 12, "functional_improvement": True, "maintenance_care": False}
    (text,) = rationales(visits(1, "Chiropractic, 7 visits", **facts))

    assert text.endswith("A request for no more than 6 visits would be supported.")


def test_a_denial_for_silence_says_that_records_would_change_it() -> None:
    """Where nothing stands against the request but silence, the reasons say so."""
    (silent,) = rationales(visits(1, "Chiropractic, 6 visits", previous_treatment=True))
    (denied,) = rationales(visits(1, "Chiropractic, 6 visits", previous_visits=30, functional_improvement=False))

    assert "Records that show all of this would change the answer on Chiropractic, 6 visits." in silent
    assert "would change the answer" not in denied


def test_a_finding_names_its_paper() -> None:
    """The paper stands by its name in the sentence that rests on it."""
    item = visits(1, "Chiropractic, 6 visits", previous_visits=6, functional_improvement=True)
    (text,) = rationales(item, papers={"d-1": "Progress note, March 17, 2015"})

    assert "with the visits so far (Progress note, March 17, 2015, page 2)." in text


def test_an_item_that_is_in_no_letter_tells_nothing_for_others() -> None:
    """An authorised item leaves the condition and the rule to the one that is decided."""
    authorised = visits(1, "Chiropractic, 6 visits").model_copy(
        update={"quantity": Quantity(requested="6", authorised="6", unit="visits")}
    )
    decided = visits(2, "Chiropractic, 8 more visits")
    first, second = rationales(authorised, decided)

    assert "the MTUS supports manual therapy" in second
    assert second.startswith("The condition of the low back was chronic")
    assert (
        "falls under the same recommendation as the one for Chiropractic, 8 more visits"
        in rationales(authorised, decided, visits(3, "Chiropractic, 9 further visits"))[2]
    )
    assert first


def test_another_guideline_of_the_same_pages_is_told_with_its_own_rule() -> None:
    """Two guidelines that share a citation are two recommendations."""
    back, knee, other = (
        visits(1, "Chiropractic, 6 visits"),
        visits(2, "Chiropractic, 2 visits"),
        visits(3, "Chiropractic, 3 visits"),
    )
    knee = knee.model_copy(update={"body_region": "knee"})
    other = other.model_copy(update={"body_region": "knee"})
    _, second, third = rationales(back, knee, other)

    assert "falls under the same recommendation" not in second
    assert "falls under the same recommendation as the one for Chiropractic, 2 visits" in third


def test_a_finding_names_no_paper_of_another_fact() -> None:
    """The paper of the visits so far says nothing on maintenance care."""
    facts = {"previous_treatment": True, "previous_visits": 6, "functional_improvement": True, "maintenance_care": False}
    item = visits(1, "Chiropractic, 6 visits", **facts)
    form = Source(document="d-2", page=1)
    told = tuple(each.model_copy(update={"source": form}) if each.name == "maintenance_care" else each for each in item.facts)
    (text,) = rationales(item.model_copy(update={"facts": told}), papers={"d-1": "Progress note", "d-2": "RFA"})

    assert "not requested as maintenance care (RFA, page 1)." in text


def test_a_finding_is_told_in_the_words_of_its_paper() -> None:
    """Paper, page, day of the entry and range stand with the quotation, and in the trace."""
    source = Source(document="d-1", page=2, dated_on=date(2015, 3, 3))
    improved = Fact(name="functional_improvement", value=True, source=source, quotation="lifts 25 lb since the first visits")
    so_far = Fact(name="previous_visits", value=6, source=source, quotation="6 to 8 visits so far", range=Range(low=6, high=8))
    item = visits(1, "Chiropractic, 6 visits").model_copy(update={"facts": (improved, so_far)})
    (text,) = rationales(item, papers={"d-1": "Progress notes"})
    place = "Progress notes, page 2, entry of March 3, 2015"

    assert f'{place} records "lifts 25 lb since the first visits" (functional improvement).' in text
    assert f'{place} records "6 to 8 visits so far" (previous visits, from 6 to 8).' in text
    (assessment,) = assess([item], requested_on=REQUESTED_ON, injured_on=None, rules=RULES)
    assert {improved, so_far} <= {fact for trace in assessment.trace for each in trace.criteria for fact in each.facts}


def test_the_day_of_a_paper_of_one_day_is_told_once() -> None:
    """The name of such a paper has the day."""
    source = Source(document="d-1", dated_on=date(2015, 3, 3))
    fact = Fact(name="functional_improvement", value=True, source=source, quotation="lifts 25 lb")
    item = visits(1, "Chiropractic, 6 visits").model_copy(update={"facts": (fact,)})
    (text,) = rationales(item, papers={"d-1": "Progress note, March 3, 2015"})

    assert 'Progress note, March 3, 2015 records "lifts 25 lb"' in text


_QUOTED = st.text(string.ascii_letters + " ,.", min_size=1, max_size=60).filter(lambda text: text.strip(" .,") != "")
_FACTS: dict[str, st.SearchStrategy[Any]] = {
    "previous_treatment": st.booleans(),
    "functional_improvement": st.booleans(),
    "maintenance_care": st.booleans(),
    "previous_visits": st.integers(0, 40),
    "pain_level": st.integers(0, 10),
}


@st.composite
def findings(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Return any facts of manual therapy, some with a finding, some of the denial alone."""
    names = draw(st.lists(st.sampled_from(sorted(_FACTS)), unique=True))
    sources = st.builds(Source, document=st.sampled_from(["d-1", "ur-1"]), page=st.none() | st.just(2))
    quoted = st.none() | _QUOTED.map(lambda text: f"Q {text}")
    return tuple(Fact(name=each, value=draw(_FACTS[each]), source=draw(sources), quotation=draw(quoted)) for each in names)


@given(findings())
def test_any_findings_read(told: tuple[Fact, ...]) -> None:
    """Reasons over any facts quote each finding at most once, with its paper.

    A fact that no criterion reads, or that the denial alone gives, is not quoted, and no quotation
    changes an outcome.
    """
    item = visits(1, "Chiropractic, 6 visits").model_copy(update={"facts": told})
    bare = item.model_copy(update={"facts": tuple(each.model_copy(update={"quotation": None}) for each in told)})
    case_file = CaseFile(paper_names={"d-1": "Progress note"}, ur_documents=frozenset({"ur-1"}))
    found, without = (
        assess([each], requested_on=REQUESTED_ON, injured_on=None, rules=RULES, case_file=case_file)[0] for each in (item, bare)
    )
    quotations = [
        f'records "{" ".join((each.quotation or "").split()).rstrip(" .;:,")}" ({each.name.replace("_", " ")}' for each in told
    ]

    for fact, quotation in zip(told, quotations, strict=True):
        assert found.rationale.count(quotation) <= (fact.quotation is not None)
        if fact.name == "pain_level" or fact.source is None or fact.source.document == "ur-1":
            assert quotation not in found.rationale
    assert found.rationale.count(' records "') == sum(each in found.rationale for each in quotations)
    assert (without.proposal, without.not_met, without.undocumented) == (found.proposal, found.not_met, found.undocumented)
    own = re.sub(r'"[^"]*"', "", found.rationale)
    assert not any(mark in own for mark in ("..", " .", "None"))
