"""The index of earlier determinations."""

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from schemas.message import Message
from schemas.messages.decision import CaseAssessed, DeterminationSigned
from schemas.messages.history import DeterminationImported, PastDecision
from services.decision.analysis.precedents import Precedent, PrecedentIndex, features_of
from services.decision.assessment.draft import assessed_case, case_assessed, drafted_items
from services.decision.determination import choices, determination, opinion
from services.decision.domain.comparison.similarity import Features
from services.decision.domain.signing.signature import decide
from tests.examples import application
from tests.services.decision.decisions import AT, CONFIG
from tests.services.decision.decisions import said as signed_item

LIBRARY = CONFIG.rules_for("ca-workers-comp").library
CASE = assessed_case("CM15-1330001", ("R-1",), 1, application(), CONFIG)
ASKED = features_of(CASE.assessments[1], LIBRARY)


def index(folder: Path, digest: str = "words-1") -> PrecedentIndex:
    """The index in *folder*."""
    return PrecedentIndex(folder / "precedents.sqlite", LIBRARY, digest)


def assessed(case_number: str) -> CaseAssessed:
    """A case like the example."""
    return case_assessed(case_number, CASE, "R-1")


def signed(case_number: str, *items: Any, **changes: Any) -> DeterminationSigned:
    """Its determination."""
    own = opinion(CASE, "R-1", decide(drafted_items(CASE), choices(items)), None, AT)
    made = determination(case_number, CASE, own, signature="reviewer", decided_on=date(2015, 5, 1))
    return made.model_copy(update=changes)


def imported(case_number: str = "CM14-0000001", outcome: Any = "overturned") -> DeterminationImported:
    """A letter of the past on massage of the low back."""
    item = PastDecision(
        number=1,
        request="Massage therapy to the lumbar spine, 6 visits",
        outcome=outcome,
        claims_administrator_guideline="None.",
        reviewer_guideline="MTUS Chronic Pain Treatment Guidelines (2009), Massage therapy, page 60.",
        rationale="It helped.",
        closing="It is medically necessary.",
    )
    return DeterminationImported(
        case_number=case_number,
        layout="ca-workers-comp-2014@1",
        review_organization="Example Review Organization",
        priority=None,
        injured_on=None,
        denied_on=None,
        received_on=None,
        assigned_on=None,
        decided_on=date(2014, 6, 2),
        clinical_summary="A summary.",
        items=(item,),
    )


def found(folder: Path, *messages: Message, asked: Features = ASKED, most: int = 10) -> list[Precedent]:
    """Return the precedents that an index of *messages* finds for a new case."""
    with index(folder) as known:
        for message in messages:
            known.take(message)
        return known.similar(asked, but="CM26-0000009", most=most)


def test_a_determination_is_a_precedent(tmp_path: Path) -> None:
    """A precedent has its outcome, proposal and reason, and how and in what it is similar."""
    (precedent,) = found(tmp_path, assessed("CM15-0000001"), signed("CM15-0000001", signed_item(2, "overturned", "It helped.")))

    assert ("here", "CM15-0000001", 2) == (precedent.source, precedent.case_number, precedent.item)
    assert ("overturned", "upheld", "It helped.") == (precedent.outcome, precedent.proposal, precedent.reason)
    assert precedent.decided_on == date(2015, 5, 1)
    assert precedent.like.score == 1
    assert "same treatment (massage)" in precedent.like.why


def test_imported_history_counts(tmp_path: Path) -> None:
    """Treatment, region and visits come from the request, the guideline from the citation."""
    (precedent,) = found(tmp_path, imported())

    assert ("history", "overturned", date(2014, 6, 2)) == (precedent.source, precedent.outcome, precedent.decided_on)
    assert {"same treatment (massage)", "same body region (low-back)", "same guideline"} <= set(precedent.like.why)
    assert "same visits_requested (6)" in precedent.like.why


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_messages_may_come_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    """The draft, the determination and its correction: the newest version holds, once."""
    messages = [
        assessed("CM15-0000001"),
        signed("CM15-0000001"),
        signed("CM15-0000001", signed_item(2, "overturned", "It helped."), determination_version=2),
    ]
    precedents = found(tmp_path, *(messages[place] for place in order), *messages[:2])

    assert ["overturned"] == [each.outcome for each in precedents]


def test_what_is_not_decided_is_no_precedent(tmp_path: Path) -> None:
    """Neither an open case, nor a draft that signed itself, nor the case itself."""
    drafts = [assessed("CM15-0000001"), assessed("CM15-0000002"), assessed("CM26-0000009")]
    precedents = found(
        tmp_path, *drafts, signed("CM15-0000002", signature="automatic"), signed("CM26-0000009"), signed("CM15-0000003")
    )

    assert [] == precedents


def test_the_most_alike_come_first(tmp_path: Path) -> None:
    """As many as asked for; another treatment is none."""
    messages = [message for number in range(5) for message in (assessed(f"CM15-000000{number}"), signed(f"CM15-000000{number}"))]
    precedents = found(tmp_path, imported(), *messages, most=6)

    assert 6 == len(precedents)
    assert ["here"] * 5 + ["history"] == [each.source for each in precedents]
    assert 2 == len(found(tmp_path, most=2))
    assert [] == found(tmp_path, asked=Features("leeches"))


def test_an_imported_letter_that_is_read_again_replaces_itself(tmp_path: Path) -> None:
    """It was read better."""
    assert ["upheld"] == [each.outcome for each in found(tmp_path, imported(), imported(outcome="upheld"))]


def _fail_after_reading(folder: Path) -> None:
    with index(folder) as known:
        known.read("imr.decision.events", 1, 99)
        raise RuntimeError


def test_the_index_goes_on_where_it_was(tmp_path: Path) -> None:
    """The index keeps messages with the position it has read; one that failed is not kept."""
    with index(tmp_path) as known:
        known.take(imported())
        known.read("imr.decision.events", 1, 41)
    with pytest.raises(RuntimeError):
        _fail_after_reading(tmp_path)
    with index(tmp_path) as known:
        assert {("imr.decision.events", 1): 42} == dict(known.positions)
        assert 1 == len(known.similar(ASKED, but="", most=9))


def test_other_words_make_it_anew(tmp_path: Path) -> None:
    """A library that recognises requests otherwise reads everything again."""
    found(tmp_path, imported())

    with index(tmp_path, "words-2") as known:
        assert {} == dict(known.positions)
        assert [] == known.similar(ASKED, but="", most=9)


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds facts and outcomes of cases."""
    found(tmp_path, imported())

    assert 0o600 == (tmp_path / "precedents.sqlite").stat().st_mode & 0o777


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """The index is made in memory then."""
    (tmp_path / "file").write_text("no folder")

    assert 1 == len(found(tmp_path / "file", imported()))
