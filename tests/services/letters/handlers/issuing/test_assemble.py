"""A letter assembled from three messages."""

from datetime import date

import pytest

from schemas.form.joined import JoinedDispute
from schemas.message import TEXT_MAX
from schemas.messages.decision import DeterminationSigned, Opinion
from schemas.messages.intake import Reason
from services.letters.handlers.issuing.assemble import Printable, assemble, facts_of, printable, replaced_by
from services.letters.letter import Letter, Replaced
from services.letters.parse.determination import read_letter
from services.letters.printing.render import render
from services.letters.state import CaseState, Credentials, IssuedLetter
from tests.services.letters.context import Recorder
from tests.services.letters.events import APPLICATION, ASSIGNED, READY, SIGNED
from tests.services.letters.sample import DRAFT, LETTER, PANEL

CREDENTIALS = Credentials(reviewer_id="R-0001", licensure=ASSIGNED.licensure, specialties=ASSIGNED.specialties)
FACTS = facts_of(READY)
MAKER = Recorder().context.maker


def letter_of(determination: DeterminationSigned) -> Letter:
    """Return the letter of *determination* in the sample's case."""
    return assemble(Printable(determination, FACTS, CREDENTIALS), MAKER)


@pytest.mark.parametrize(("signature", "expected"), [("reviewer", LETTER), ("automatic", DRAFT)])
def test_the_letter_says_what_the_messages_said(signature: str, expected: Letter) -> None:
    """Every part comes from the three messages; only a reviewer's signature makes it final."""
    assert expected == letter_of(SIGNED.model_copy(update={"signature": signature}))


def test_what_the_reviewer_wrote_is_set_as_sentences() -> None:
    """The statutory sentence follows the reasons; the determination keeps the words as signed."""
    first, *others = SIGNED.decisions
    written = first.model_copy(update={"rationale": "the trial showed gains"})
    determination = SIGNED.model_copy(update={"decisions": (written, *others), "clinical_summary": "this woman fell, and"})
    letter = letter_of(determination)

    assert ("The trial showed gains.", "This woman fell, and.") == (letter.items[0].rationale, letter.clinical_summary)
    assert f"The trial showed gains. {first.closing}" in " ".join(render(letter, "text").decode().split())


def test_a_text_of_full_length_stays_as_it_is() -> None:
    """A full stop more would be refused."""
    first, *others = SIGNED.decisions
    text = "a" * TEXT_MAX
    letter = letter_of(SIGNED.model_copy(update={"decisions": (first.model_copy(update={"rationale": text}), *others)}))

    assert text == letter.items[0].rationale


def _opinion(reviewer_id: str) -> Opinion:
    return Opinion(
        reviewer_id=reviewer_id,
        assessment_id="assessment-1",
        outcome=SIGNED.outcome,
        clinical_summary=SIGNED.clinical_summary,
        decisions=SIGNED.decisions,
        signed_at=SIGNED.signed_at,
    )


OF_PANEL = SIGNED.model_copy(update={"opinions": tuple(_opinion(each) for each in ("R-0001", "R-0009", "R-0005"))})
NINTH = Credentials(reviewer_id="R-0009", licensure=("Nevada",), specialties=("Neurology",))
FIFTH = Credentials(reviewer_id="R-0005", licensure=("Utah", "California"), specialties=("Pain Medicine",))


def test_a_panels_letter_has_the_credentials_of_each_member() -> None:
    """LC 4610.6(f): each stands behind the number by which the reasons name them."""
    (complete,) = printable(CaseState(facts=FACTS, credentials=(FIFTH, CREDENTIALS, NINTH), waiting=(OF_PANEL,)))
    letter = assemble(complete, MAKER)
    printed = " ".join(render(letter, "text").decode().split())

    assert PANEL == letter
    assert "The Expert Reviewers have the following credentials: Reviewer 1, State(s) of Licensure: California, Oregon" in printed
    assert "Reviewer 3, State(s) of Licensure: Utah, California Reviewer 3, Certification(s)/Specialty: Pain Medicine" in printed
    assert letter.reviewers == read_letter(render(letter, "text").decode()).reviewers


def test_a_panels_letter_waits_for_the_credentials_of_each_member() -> None:
    """They may come after the determination."""
    assert [] == printable(CaseState(facts=FACTS, credentials=(CREDENTIALS, NINTH), waiting=(OF_PANEL,)))


def test_a_letter_of_one_reviewer_has_the_data_it_had() -> None:
    """A letter printed again is the same."""
    assert "other_reviewers" not in letter_of(SIGNED).model_dump_json()


@pytest.mark.parametrize(("priority", "expected"), [("standard", "Standard"), ("expedited", "Expedited")])
def test_the_priority_is_printed_in_the_words_of_the_form(priority: str, expected: str) -> None:
    """The application's priority is printed in the form's words."""
    application = APPLICATION.model_copy(update={"priority": priority})
    facts = facts_of(READY.model_copy(update={"application": application}))

    assert expected == assemble(Printable(SIGNED, facts, CREDENTIALS), MAKER).priority


def test_neither_facts_nor_letter_name_a_person() -> None:
    """Neither the stored facts nor the letter contain a person's or a party's name."""
    said = FACTS.model_dump_json() + letter_of(SIGNED).model_dump_json()

    assert not [name for name in ("Pat Example", "Robin Example", "Northwind", "Example Crates", "R-0001") if name in said]


@pytest.mark.parametrize(
    ("case_file", "expected"),
    [
        (CaseState(), []),
        (CaseState(facts=FACTS, credentials=(CREDENTIALS,)), []),
        (CaseState(credentials=(CREDENTIALS,), waiting=(SIGNED,)), []),
        (CaseState(facts=FACTS, waiting=(SIGNED,)), []),
        (CaseState(facts=FACTS, credentials=(CREDENTIALS,), waiting=(SIGNED,)), [1]),
        (
            CaseState(
                facts=FACTS,
                credentials=(CREDENTIALS,),
                waiting=(SIGNED.model_copy(update={"determination_version": 2}), SIGNED),
            ),
            [1, 2],
        ),
        (
            CaseState(facts=FACTS, credentials=(CREDENTIALS,), waiting=(SIGNED.model_copy(update={"reviewer_id": "R-0002"}),)),
            [],
        ),
    ],
    ids=["nothing", "no determination", "no facts", "no credentials", "complete", "two versions", "another reviewer"],
)
def test_a_determination_waits_for_facts_and_for_its_reviewer(case_file: CaseState, expected: list[int]) -> None:
    """It needs the facts and its own reviewer's credentials; versions are issued in order."""
    assert expected == [one.determination.determination_version for one in printable(case_file)]


AUTHORISED = Reason(code="ALREADY_AUTHORIZED", text="The treatment was authorised.", items=(2,))


def test_an_item_that_was_authorised_is_named_and_not_decided() -> None:
    """LC 4610.5(c)(1): the letter says why an item of the application has no decision."""
    ready = READY.model_copy(update={"not_under_review": (AUTHORISED,)})
    decided = SIGNED.model_copy(update={"decisions": SIGNED.decisions[:1]})
    letter = assemble(Printable(decided, facts_of(ready), CREDENTIALS), MAKER)
    printed = " ".join(render(letter, "text").decode().split())

    assert [1] == [item.number for item in letter.items]
    assert [(2, APPLICATION.items[1].request, AUTHORISED.text)] == [
        (each.number, each.request, each.reason) for each in letter.not_decided
    ]
    assert f"{APPLICATION.items[1].request}: {AUTHORISED.text}" in printed


def test_an_item_that_is_reviewed_in_another_case_is_named() -> None:
    """It left the application, so its reason has its words."""
    other = Reason(code="DUPLICATE", text="It is reviewed in another case.", items=(9,), requests=("Acupuncture, 6 visits",))
    facts = facts_of(READY.model_copy(update={"not_under_review": (other, AUTHORISED)}))

    assert [2, 9] == [each.number for each in facts.not_decided]
    assert ("Acupuncture, 6 visits", other.text) == (facts.not_decided[1].request, facts.not_decided[1].reason)


def test_a_letter_about_every_item_has_no_such_list() -> None:
    """Its data are those of earlier letters, so a letter printed again is the same."""
    assert "not_decided" not in letter_of(SIGNED).model_dump_json()


def test_joined_cases_are_named_with_their_decisions_and_treatments() -> None:
    """Both numbers, both utilization review decisions; and each item's own day of request."""
    review = APPLICATION.utilization_review.model_copy(update={"decided_on": date(2026, 4, 2), "requested_on": date(2026, 3, 30)})
    dispute = JoinedDispute(case_number="CM26-4170024", received_on=date(2026, 4, 3), utilization_review=review, items={2: 1})
    facts = facts_of(READY.model_copy(update={"application": APPLICATION.model_copy(update={"joined": (dispute,)})}))
    letter = assemble(Printable(SIGNED, facts, CREDENTIALS), MAKER)
    printed = " ".join(render(letter, "text").decode().split())

    assert [None, date(2026, 3, 30)] == [each.requested_on for each in facts.items]
    told = (
        f"Case Number: CM26-4170024; UR Denial Date: 04/02/2026; Application Received: 04/03/2026: {APPLICATION.items[1].request}"
    )
    assert told in printed
    assert "joined" not in letter_of(SIGNED).model_dump_json()
    assert [item.number for item in letter.items] == [item.number for item in read_letter(render(letter, "text").decode()).items]


ISSUED = IssuedLetter(
    letter_version=1,
    determination_version=1,
    corrects=False,
    layout="ca-workers-comp-2014@1",
    draft=False,
    decided_on=date(2026, 4, 1),
    files=(),
)


@pytest.mark.parametrize(
    ("letters", "set_aside", "reason", "because"),
    [
        ((), None, None, None),
        ((ISSUED.model_copy(update={"draft": True}),), None, None, None),
        ((ISSUED,), None, "A slip.", "corrected"),
        ((ISSUED,), 1, None, "set-aside"),
        ((ISSUED,), None, None, "set-aside"),
        ((ISSUED,), 1, "A slip.", "set-aside"),
    ],
    ids=["first", "draft", "corrected", "ordered", "before-its-order", "the-new-one-was-held"],
)
def test_a_letter_replaces_the_newest_that_was_issued(
    letters: tuple[IssuedLetter, ...], set_aside: int | None, reason: str | None, because: str | None
) -> None:
    """A draft decides nothing, so nothing replaces it."""
    case_file = CaseState(letters=letters, set_aside=set_aside)
    signed = SIGNED.model_copy(update={"reason_for_correction": reason})
    expected = None if because is None else Replaced.model_validate({"decided_on": date(2026, 4, 1), "because": because})

    assert expected == replaced_by(signed, case_file)


def test_a_letter_that_replaces_another_can_be_read() -> None:
    """The sentence is no part of the header, nor of the credentials."""
    later = LETTER.model_copy(update={"replaces": Replaced(decided_on=date(2026, 4, 1), because="corrected")})

    read = read_letter(render(later, "text").decode())
    assert (LETTER.received_on, LETTER.reviewer, LETTER.items) == (read.received_on, read.reviewer, read.items)
