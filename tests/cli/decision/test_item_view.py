"""The view of one item: the answer first, at any width and in a pipe."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cli.decision.item_view import OTHER_EDITION, print_item
from schemas.messages.acts.fact_corrections import CorrectedFact
from schemas.messages.assessment import Assessment
from services.decision.analysis.assessment_request import assess_file
from services.decision.library.library import load
from tests.cli.screens import set_width
from tests.services.decision.assessment.test_corrected_facts import correction

REQUESTS = load().requests
CASE = {"requested_on": "2015-03-20", "injured_on": "2014-03-12"}
CHIROPRACTIC = {"request": "Chiropractic to the low back, 6 visits", "body_region": "low-back"}


def assessed(*facts: Mapping[str, Any], **changes: Any) -> Assessment:
    """Return the assessment of the last of some items: chiropractic care with *facts* each."""
    items = [{**CHIROPRACTIC, "facts": each, **changes} for each in facts]
    return assess_file({**CASE, "items": items})[-1]


def shown(capsys: pytest.CaptureFixture[str], assessment: Assessment, *corrections: CorrectedFact) -> list[tuple[str, str]]:
    """Return the labelled rows of the view, as a pipe gets them."""
    print_item(assessment, REQUESTS.read(assessment.request), corrections)
    lines = capsys.readouterr().out.splitlines()
    return [(label, text) for label, tab, text in (line.partition("\t") for line in lines) if tab]


def test_an_approval_says_which_requirements_are_met(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is missing, and no ground is told twice."""
    rows = shown(capsys, assessed({"previous_visits": 0, "maintenance_care": False}))
    texts = [text for _, text in rows]

    assert ("proposal", "overturned: the treatment is approved") == rows[1]
    assert rows[0] == ("read as", "manual therapy, low back, 6 visits, chronic condition")
    assert "because" in {label for label, _ in rows}
    assert "missing" not in {label for label, _ in rows}
    assert len(texts) == len(set(texts))


def test_a_denial_says_its_ground_before_all_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    """A criterion that is not met decides; undocumented ones follow it."""
    rows = shown(capsys, assessed({"previous_visits": 18, "functional_improvement": True, "maintenance_care": True}))
    labels = [label for label, _ in rows]

    assert ("proposal", "upheld: the denial stands") == rows[1]
    assert labels.index("because") > labels.index("proposal")
    assert any("maintenance" in text for label, text in rows if label == "because")


def test_a_denial_for_silence_names_the_missing_facts(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing stands against it, the missing facts decide."""
    rows = shown(capsys, assessed({"previous_treatment": True}))

    assert ("because", "the file does not document every requirement") in rows
    assert [text for label, text in rows if label == "missing"]


def test_a_request_that_is_not_certain_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A range of visits, and words that nothing explains."""
    rows = dict(shown(capsys, assessed({}, request="Chiropractic xyzzy to the low back, 4-6 visits")))

    assert "xyzzy" in rows["not read"]
    assert rows["not certain"]


def test_no_guideline_names_each_rank(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is proposed, and each rank of the evidence has its answer."""
    rows = shown(capsys, assessed({}, request="Xyzzy", body_region=None))

    assert ("proposal", "none: yours to decide") in rows
    assert ("read as", "no known treatment, chronic condition") == rows[0]
    assert any(text.startswith("mtus: ") for label, text in rows if label == "because")


def test_a_repeated_request_says_which_one_it_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    """The reviewer decides it together with the other; a request alone has no such row."""
    sound = {"previous_visits": 0, "maintenance_care": False}

    assert dict(shown(capsys, assessed(sound, sound)))["repeats"].startswith("another request of this case")
    assert "repeats" not in dict(shown(capsys, assessed(sound)))


def test_corrected_and_unused_facts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """With value, paper, person and reason; a correction of another item is not."""
    unused = assessed({"previous_visits": [3, 9]})
    rows = shown(capsys, unused, correction(1), correction(2, item=9))

    assert [text for label, text in rows if label == "corrected"] == [
        "previous visits: 1 (note, page 2), by Example Clerk: The bill is for two patients."
    ]
    assert any("contradict each other" in text for label, text in rows if label in {"missing", "not used"})
    none = dict(shown(capsys, unused, correction(None, source=None, quotation=None)))
    assert none["corrected"].startswith("previous visits: not documented, by ")


def test_other_editions_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its id; the reasons of other guidelines stay sentences."""
    print_item(assessed({}), REQUESTS.read(CHIROPRACTIC["request"]))
    lines = capsys.readouterr().out.splitlines()
    (editions,) = [line for line in lines if line.startswith("not in force on the day of the request: ")]

    assert {"mtus-2016-manual-therapy-low-back", "mtus-2016-manual-therapy-general"} <= {*editions.replace(",", "").split()}
    assert not any(OTHER_EDITION in line for line in lines)


def test_the_beginning_of_the_reason_is_the_one_of_the_rules() -> None:
    """If the sentence changes, so does this view."""
    later = assess_file({**CASE, "requested_on": str(date(2016, 12, 1)), "items": [CHIROPRACTIC]})[0]

    assert any(each.reason.startswith(OTHER_EDITION) for each in later.trace)


@pytest.mark.parametrize("width", [40, 80])
def test_a_terminal_wraps_and_cuts_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Every word of the pipe is there; lines fit, but for ids that are longer."""
    assessment = assessed({"previous_treatment": True})
    piped = {word for row in shown(capsys, assessment) for cell in row for word in cell.split()}
    set_width(monkeypatch, width)
    print_item(assessment, REQUESTS.read(assessment.request))
    lines = capsys.readouterr().out.splitlines()

    assert piped <= {word for line in lines for word in line.split()}
    assert all(len(line) <= width or len(line.split()) == 1 for line in lines)
