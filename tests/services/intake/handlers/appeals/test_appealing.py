"""Petitions against the end of a case."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.appeals import AffirmCase, AppealCase, CaseAffirmed, CaseAppealed
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged, SignedAfterEnd, WithdrawApplication
from services.intake.handlers.appeals.appealing import on_affirm_case, on_appeal_case
from services.intake.handlers.clocks import on_determination_signed
from services.intake.handlers.ending import on_withdraw_application
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER
from tests.services.intake.handlers.cases import PACIFIC, determined, ready, screen
from tests.services.intake.messages import AT, screening

WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By mail.", "acted_at": AT}
DAY = AT.date()


def ended(stage: Any) -> Tables:
    """Return the state of a case at an end."""
    return Tables(cases={CASE_NUMBER: CaseState(stage=stage)})


LAW = "ca-workers-comp"


def appeal(tables: Tables, on: date = DAY, until: date | None = None, **changes: Any) -> Message:
    """Record a petition, of the worker unless *changes* name another."""
    fields = {**WHO, "jurisdiction": LAW, "petitioner": "worker", **changes}
    command = AppealCase(**fields, petitioned_on=on, ground="bias", appeal_until=until)
    (event,) = on_appeal_case(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    return event


def affirm(tables: Tables, on: date = DAY, **changes: Any) -> Message:
    """Record that a petition was denied."""
    command = AffirmCase(**{**WHO, "jurisdiction": LAW, "petitioner": None, **changes}, decided_on=on)
    (event,) = on_affirm_case(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    return event


@pytest.mark.parametrize("stage", ["ineligible", "determined", "terminated"])
def test_an_end_is_appealed_and_affirmed_once(stage: Any) -> None:
    """The case is at its end again and can be appealed again (LC 4610.6(h); 8 CCR 10575(a))."""
    tables = ended(stage)
    appealed = appeal(tables)
    assert isinstance(appealed, CaseAppealed)
    assert (stage, "appealed") == (appealed.against, tables.cases[CASE_NUMBER].stage)
    assert isinstance(appeal(tables), CaseUnchanged)

    assert isinstance(affirm(tables), CaseAffirmed)
    assert {CASE_NUMBER: CaseState(stage=stage)} == tables.cases
    assert isinstance(affirm(tables), CaseUnchanged)
    assert isinstance(appeal(tables), CaseAppealed)


PARTIES = ("worker", "attorney", "claims-administrator", "employer")


@given(petitioners=st.lists(st.sampled_from(PARTIES), min_size=1), data=st.data())
def test_each_party_has_a_petition_of_its_own(petitioners: list[Any], data: st.DataObject) -> None:
    """The case is at its end again with the last, and each answer says whose are pending."""
    tables, pending = ended("terminated"), list(dict.fromkeys(petitioners))
    answers = [appeal(tables, petitioner=each) for each in petitioners]
    assert pending == [each.petitioner for each in answers if isinstance(each, CaseAppealed)]
    assert {"terminated"} == {each.against for each in answers if isinstance(each, CaseAppealed)}

    for each in data.draw(st.permutations(pending)):
        assert "appealed" == tables.cases[CASE_NUMBER].stage
        pending.remove(each)
        affirmed = affirm(tables, petitioner=each)
        assert isinstance(affirmed, CaseAffirmed)
        assert (each, tuple(pending)) == (affirmed.petitioner, affirmed.pending)
    assert {CASE_NUMBER: CaseState(stage="terminated")} == tables.cases


def test_a_decision_names_one_of_several_petitioners() -> None:
    """One that names none, or a party without one, is refused with those that are pending."""
    tables = ended("determined")
    appeal(tables)
    appeal(tables, petitioner="employer")
    before = dict(tables.cases)
    for code, petitioner in (("several-petitions", None), ("no-such-petition", "attorney")):
        refusal = affirm(tables, petitioner=petitioner)
        assert isinstance(refusal, CaseRequestRefused)
        assert code == refusal.code
        assert "worker and of the employer" in refusal.text
    assert before == tables.cases


@pytest.mark.parametrize(("until", "late"), [(None, None), (DAY, False), (DAY.replace(day=DAY.day - 1), True)])
def test_a_late_petition_is_recorded_as_late(until: date | None, *, late: bool | None) -> None:
    """The last day itself is in time; without a proven service nothing is said."""
    appealed = appeal(ended("determined"), until=until)

    assert isinstance(appealed, CaseAppealed)
    assert late == appealed.late


def test_a_case_under_review_has_no_end_to_appeal() -> None:
    """The refusal names the state and its acts; nothing is affirmed either."""
    tables = ready()
    for refusal in (appeal(tables), affirm(tables)):
        assert isinstance(refusal, CaseRequestRefused)
        assert ("not-allowed", "ready") == (refusal.code, refusal.state)
        assert "withdraw-application" in refusal.allowed


def test_a_petition_follows_the_determination() -> None:
    """One of its day is recorded, corrected or not; one of the day before is refused."""
    tables = ready()
    signed = determined()
    on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)

    later = {"acted_at": AT + timedelta(days=30)}
    refusal = appeal(tables, signed.decided_on - timedelta(days=1), **later)
    assert isinstance(refusal, CaseRequestRefused)
    assert "impossible-day" == refusal.code
    corrected = signed.model_copy(
        update={
            "determination_version": 2,
            "decided_on": signed.decided_on + timedelta(days=7),
            "reason_for_correction": "A misspelt word.",
        }
    )
    on_determination_signed(corrected, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    assert isinstance(appeal(tables, signed.decided_on, **later), CaseAppealed)


def _found(finding: str, at: datetime) -> Tables:
    """Return the state of a case that came to an end without a determination *at* an instant."""
    if finding == "terminated":
        tables = ready()
        withdrawn = WithdrawApplication(**{**WHO, "acted_at": at}, items=(), sent_by="employee", ground="withdrawn")
        on_withdraw_application(withdrawn, at, tables=tables, jurisdiction_of=load_jurisdiction)
        return tables
    tables = Tables()
    screen(tables, screening(signature=None), at)
    return tables


@given(finding=st.sampled_from(("ineligible", "terminated")), days=st.integers(-40, 40), hours=st.integers(0, 23))
def test_a_petition_follows_the_finding_that_it_is_against(finding: str, days: int, hours: int) -> None:
    """One of its day in California is recorded, and one before it refused with that day.

    Neither an appeal nor its denial forgets the day.
    """
    found_at = AT + timedelta(hours=hours)
    tables, found_on = _found(finding, found_at), found_at.astimezone(PACIFIC).date()
    later: dict[str, Any] = {"acted_at": AT + timedelta(days=60)}
    for _ in range(2):
        answer = appeal(tables, found_on + timedelta(days=days), **later)
        if days < 0:
            assert isinstance(answer, CaseRequestRefused)
            assert "impossible-day" == answer.code
            assert f"{found_on:%m/%d/%Y}" in answer.text
        else:
            assert isinstance(answer, CaseAppealed)
            affirm(tables, found_on + timedelta(days=days), **later)


def test_days_that_cannot_be_are_refused() -> None:
    """A petition in the future; a decision before the petition or in the future."""
    tables, tomorrow, yesterday = ended("determined"), date(2099, 1, 1), date(2015, 1, 1)
    refusals = [appeal(tables, tomorrow)]
    appeal(tables)
    refusals += [affirm(tables, tomorrow), affirm(tables, yesterday)]

    assert ["future-day", "impossible-day", "impossible-day"] == [
        each.code for each in refusals if isinstance(each, CaseRequestRefused)
    ]


@pytest.mark.parametrize(("law", "taken"), [(LAW, False), (None, True)])
def test_today_is_the_day_where_the_case_is(law: str | None, *, taken: bool) -> None:
    """At four in the afternoon of the 30th in California it is not the 31st yet.

    In UTC, by which a command of version 1 is judged, it is.
    """
    evening = {"acted_at": datetime(2015, 7, 31, 0, 30, tzinfo=UTC), "jurisdiction": law}
    tables, tomorrow = ended("determined"), date(2015, 7, 31)
    assert taken == isinstance(appeal(tables, tomorrow, **evening), CaseAppealed)

    appeal(tables)
    assert taken == isinstance(affirm(tables, tomorrow, **evening), CaseAffirmed)


def test_a_correction_leaves_an_appealed_determination_appealed() -> None:
    """And after a termination a signature is told, as before the petition."""
    signed = determined().model_copy(update={"determination_version": 2})
    tables = ended("determined")
    appeal(tables)
    assert [] == on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    assert "appealed" == tables.cases[CASE_NUMBER].stage

    tables = ended("terminated")
    appeal(tables)
    assert [SignedAfterEnd] == [
        type(each) for each in on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    ]
