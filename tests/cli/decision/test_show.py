"""`imr decision show`: the newest assessment of a case."""

import asyncio
import json
from datetime import date

import pytest
from typer.testing import CliRunner

from cli.decision import show
from cli.main import app
from schemas.messages.duplicates import EarlierReview, EarlierReviewsFound
from tests.cli.stream import FakeStream
from tests.services.letters.verification.case_events import ASSESSED, NUMBER, RECEIVED

runner = CliRunner()


def test_the_newest_assessment_is_shown(stream: FakeStream) -> None:
    """As JSON it is the event's data."""
    stream.say(ASSESSED, ASSESSED.model_copy(update={"assessment_id": "newest"}))

    assert "newest" == json.loads(runner.invoke(app, ["decision", "show", NUMBER, "--json"]).stdout)["assessment_id"]


def test_each_item_has_its_request_and_reasons(stream: FakeStream) -> None:
    """Without precedents no index is built."""
    stream.say(ASSESSED)

    shown = " ".join(runner.invoke(app, ["decision", "show", NUMBER, "--precedents", "0"]).stdout.split())

    assert all(f"{each.item}. {each.request}" in shown for each in ASSESSED.assessments)  # type: ignore[attr-defined]


def test_a_case_that_is_not_assessed_points_to_its_history(stream: FakeStream) -> None:
    """Exit status 1."""
    stream.say(RECEIVED)
    done = runner.invoke(app, ["decision", "show", NUMBER])

    assert 1 == done.exit_code
    assert f"`imr case show {NUMBER}`" in " ".join(done.stderr.split())


def test_an_unknown_case_is_not_waited_for(stream: FakeStream, monkeypatch: pytest.MonkeyPatch) -> None:
    """`decision show` and `sign` answer at once, with exit status 1."""
    monkeypatch.setattr(show, "wait_for", None)  # a wait would raise
    stream.cases.clear()
    for command in (["decision", "show", NUMBER], ["decision", "sign", NUMBER, "--reviewer", "reviewer-001", "--keep"]):
        done = runner.invoke(app, command)

        assert (1, f"no case has the number {NUMBER}; `imr case list` shows all\n") == (done.exit_code, done.stderr)


def test_a_source_is_told_once_for_each_reason(stream: FakeStream) -> None:
    """Two guidelines of one source with one reason are one line, with the id of each."""
    first, *others = ASSESSED.assessments  # type: ignore[attr-defined]
    trace = [
        first.trace[0].model_copy(
            update={"guideline": name, "citation": "Book, pages 58-60.", "reason": reason, "applies": False, "criteria": ()}
        )
        for name, reason in (("a-2004", "Too old."), ("b-2004", "Too old."), ("c-2009", "Of another part."))
    ]
    stream.say(ASSESSED.model_copy(update={"assessments": (first.model_copy(update={"trace": tuple(trace)}), *others)}))

    shown = runner.invoke(app, ["decision", "show", NUMBER, "--precedents", "0"]).stdout
    assert "Book, pages 58-60: Too old. (a-2004, b-2004)\nOf another part. (c-2009)\n" in shown


def test_the_answer_comes_first(stream: FakeStream) -> None:
    """The case's proposals; then of each item request, proposal, grounds, the missing."""
    stream.say(ASSESSED)
    lines = runner.invoke(app, ["decision", "show", NUMBER, "--precedents", "0"]).stdout.splitlines()
    labels = [line.partition("\t")[0] for line in lines]
    first = labels.index("read as")

    assert lines[0].startswith(f"{NUMBER}, ")
    assert "item 1 upheld" in lines[0]
    assert ["1. ", "read as", "proposal", "by", "because"] == [lines[first - 1][:3], *labels[first : first + 4]]
    assert labels.index("clinical summary") > labels.index("because")


def test_earlier_drafts_are_one_line(stream: FakeStream) -> None:
    """With the proposals of the last of them; the drafts of one panel are one."""
    stream.say(ASSESSED)
    alone = runner.invoke(app, ["decision", "show", NUMBER, "--precedents", "0"]).stdout
    drafts = [ASSESSED.model_copy(update={"draft_version": number}) for number in (1, 1, 2, 3)]
    stream.say(*drafts)
    shown = runner.invoke(app, ["decision", "show", NUMBER, "--precedents", "0"]).stdout

    assert "earlier draft" not in alone
    assert "2 earlier drafts, the last of them: item 1 upheld" in shown
    assert "draft 3 for reviewer" in shown.splitlines()[0]


def test_the_newest_draft_of_a_reviewer_is_found_as_before(stream: FakeStream) -> None:
    """A signature refers to the reviewer's own draft, also where another one came later."""
    own = ASSESSED.model_copy(update={"reviewer_id": "R-7", "assessment_id": "own"})
    stream.say(own, ASSESSED.model_copy(update={"reviewer_id": "R-8", "assessment_id": "other"}))
    found = [asyncio.run(show.newest_draft(stream.settings, NUMBER, 1, reviewer)) for reviewer in ("R-7", None)]

    assert ["own", "other"] == [each.assessment_id for each in found]


def test_earlier_reviews_of_the_treatment_are_told(stream: FakeStream) -> None:
    """LC 4610(k): the reviewer sees the case, the decision and the outcome."""
    review = EarlierReview(
        item=1,
        case_number="CM26-4170001",
        case_item=2,
        decided_on=date(2026, 1, 5),
        determined_on=date(2026, 2, 3),
        outcome="upheld",
    )
    stream.say(ASSESSED, EarlierReviewsFound(case_number=NUMBER, reviews=(review,)))
    shown = " ".join(runner.invoke(app, ["decision", "show", NUMBER, "--precedents", "0"]).stdout.split())

    assert "disputed before: item 1 in CM26-4170001 (item 2), denied 2026-01-05, upheld on 2026-02-03" in shown
