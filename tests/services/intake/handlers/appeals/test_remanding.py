"""Orders that a case be reviewed anew."""

from datetime import date, timedelta
from typing import Any

import pytest

from jurisdictions.files import load_jurisdiction
from schemas.message import Message
from schemas.messages.acts.appeals import AppealCase, Petitioner
from schemas.messages.acts.remand import CaseRemanded, Former, RemandCase
from schemas.messages.application import Application
from schemas.messages.intake import ApplicationFoundEligible, CaseReadyForReview, RecordsRequested
from schemas.messages.lifecycle import CaseRequestRefused, CaseUnchanged, SignedAfterEnd
from services.intake.handlers.appeals.appealing import on_appeal_case
from services.intake.handlers.appeals.remanding import on_remand_case
from services.intake.handlers.clocks import on_determination_signed
from services.intake.state import CaseState, Tables
from tests.examples import CASE_NUMBER, application
from tests.services.intake.handlers.cases import determined, ready
from tests.services.intake.messages import AT, no_records

WHO: dict[str, Any] = {"case_number": CASE_NUMBER, "actor": "Example Clerk", "reason": "By mail.", "acted_at": AT}
SUBMISSION = "00000000-0000-0000-0000-000000000001"


def appealed(stage: Any, *petitioners: Petitioner) -> Tables:
    """Return the state of a case whose end *petitioners* appeal, the worker if none is named."""
    tables = Tables(cases={CASE_NUMBER: CaseState(stage=stage)})
    law = {"jurisdiction": "ca-workers-comp"}
    for each in petitioners or ("worker",):
        command = AppealCase(**WHO, **law, petitioned_on=AT.date(), petitioner=each, ground="bias", appeal_until=None)
        on_appeal_case(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)
    return tables


def remand(
    tables: Tables,
    file: Application | None = None,
    version: int = 1,
    on: date | None = None,
    petitioner: Petitioner | None = None,
) -> list[Message]:
    """Record the order."""
    former = Former(
        submission_id=SUBMISSION,
        received_at=AT - timedelta(days=90),
        application=file or application(),
        not_under_review=(),
        determination_version=version,
        reviewers=("reviewer-001",),
        left_out=(),
    )
    of = {"petitioner": petitioner, "ordered_on": on or AT.date(), "ground": "bias", "facts": "So the order."}
    command = RemandCase.model_validate({**WHO, **of, "former": former})
    return on_remand_case(command, AT, tables=tables, jurisdiction_of=load_jurisdiction)


def kinds(messages: list[Message]) -> list[type[Message]]:
    """Return the types of *messages* without those of clocks."""
    wanted = (CaseRemanded, ApplicationFoundEligible, CaseReadyForReview, RecordsRequested, CaseUnchanged, CaseRequestRefused)
    return [type(each) for each in messages if isinstance(each, wanted)]


def test_a_determination_is_made_anew_from_the_order() -> None:
    """The clock runs from its arrival, not from the first receipt (LC 4610.6(d), (i)); once."""
    tables = appealed("determined")
    events = remand(tables)
    assert [CaseRemanded, CaseReadyForReview] == kinds(events)
    (anew,) = (each for each in events if isinstance(each, CaseReadyForReview))
    assert AT + timedelta(days=29) < anew.determination_due_at < AT + timedelta(days=32)
    assert "remanded" == tables.cases[CASE_NUMBER].stage
    assert [CaseUnchanged] == kinds(remand(tables))


@pytest.mark.parametrize("stage", ["ineligible", "terminated"])
def test_an_application_is_eligible_by_order(stage: Any) -> None:
    """Also one that would be found ineligible again; it waits for records that are not in."""
    unsigned = application(signature=None)
    assert [CaseRemanded, ApplicationFoundEligible, CaseReadyForReview] == kinds(remand(appealed(stage), unsigned, version=0))
    tables = appealed(stage)
    without = application(signature=None, **no_records())
    assert [CaseRemanded, ApplicationFoundEligible, RecordsRequested] == kinds(remand(tables, without, version=0))
    assert "waiting" == tables.cases[CASE_NUMBER].stage


@pytest.mark.parametrize("tables", [ready(), Tables(cases={CASE_NUMBER: CaseState(stage="determined")})])
def test_only_an_appealed_case_is_remanded(tables: Tables) -> None:
    """The refusal names the state."""
    (refusal,) = remand(tables)
    assert isinstance(refusal, CaseRequestRefused)
    assert "not-allowed" == refusal.code


def test_an_order_names_the_petition_that_it_grants() -> None:
    """The others are moot: the case goes on with none. Of several, the order has to name one."""
    tables = appealed("determined", "worker", "employer")
    for petitioner in (None, "attorney"):
        (refusal,) = remand(tables, petitioner=petitioner)  # type: ignore[arg-type]
        assert isinstance(refusal, CaseRequestRefused)
        assert "worker and of the employer" in refusal.text
    (remanded,) = (each for each in remand(tables, petitioner="employer") if isinstance(each, CaseRemanded))
    assert "employer" == remanded.petitioner
    assert () == tables.cases[CASE_NUMBER].appeals


def test_another_cases_file_and_an_impossible_day_are_refused() -> None:
    """Nothing is changed by them."""
    tables = appealed("determined")
    other = application(injured_on=date(2014, 3, 13))
    refusals = [*remand(tables, other), *remand(tables, on=date(2099, 1, 1)), *remand(tables, on=date(2015, 1, 1))]
    assert ["other-file", "impossible-day", "impossible-day"] == [
        each.code for each in refusals if isinstance(each, CaseRequestRefused)
    ]
    assert "appealed" == tables.cases[CASE_NUMBER].stage


@pytest.mark.parametrize(("version", "correction", "ends"), [(1, None, False), (2, "A slip.", False), (2, None, True)])
def test_only_a_determination_of_the_new_review_ends_it(version: int, correction: str | None, *, ends: bool) -> None:
    """One that was set aside, or a correction of it, crossed the order."""
    tables = appealed("determined")
    remand(tables)
    signed = determined().model_copy(update={"determination_version": version, "reason_for_correction": correction})
    events = on_determination_signed(signed, AT, tables=tables, jurisdiction_of=load_jurisdiction)

    assert ends == ("determined" == tables.cases[CASE_NUMBER].stage)
    assert ends != any(isinstance(each, SignedAfterEnd) for each in events)
