"""The guideline library on the command line."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from services.decision.library.library import HERE, load
from tests.examples import ROOT

runner = CliRunner()
MASSAGE = HERE / "guidelines" / "mtus-2009-massage.yaml"
FILES = load().files


def test_the_library_is_sound() -> None:
    """The shipped library passes the check, which counts all its files."""
    shown = runner.invoke(app, ["guideline", "check", "--json"])
    said = json.loads(shown.output)

    assert shown.exit_code == 0
    assert (said["sound"], said["files"], said["problems"]) == (True, len(FILES), [])
    assert said["examples"] == sum(len(form.examples) for form in FILES.values())


@pytest.mark.parametrize(
    ("old", "new", "where", "reason"),
    [
        (
            "home_exercise || adj",
            "home_exercise || || adj",
            "criteria.adjunct.expression",
            'has "||" where a fact or a value is needed',
        ),
        (
            "facts: [visits_requested,",
            "facts: [colour, visits_requested,",
            "facts.colour",
            "'colour' is not in the facts' vocabulary",
        ),
        (
            "visits: met, improvement: met",
            "visits: not met, improvement: met",
            "examples.a first course beside exercise.values",
            "visits",
        ),
        ("facts: {}", "facts: {visits_requested: -1}", "examples.nothing is recorded.facts.visits_requested", "between 1 and 500"),
        ("facts: {}", 'facts: {visits_requested: "six"}', "examples.nothing is recorded.facts.visits_requested", "whole number"),
        ("covers: [massage]", "covers: [rubbing]", "covers.rubbing", "is not a topic"),
        ("treatments: [massage]", "treatments: [rubbing]", "applies_to.treatments.rubbing", "not in the words of requests"),
        ("to: 2016-07-28", "to: 2016-07-30", "in_force", "two editions are in force on 2016-07-29"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, where: str, reason: str) -> None:
    """A wrong file is exit status 1, with file, line, field and reason, also as JSON."""
    path = tmp_path / "mine.yaml"
    text = MASSAGE.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    shown = runner.invoke(app, ["guideline", "check", str(path)])
    said = json.loads(runner.invoke(app, ["guideline", "check", "--json", str(path)]).output)
    (problem, *_) = [each for each in said["problems"] if each["where"].startswith(where)]

    assert shown.exit_code == 1
    assert not said["sound"]
    assert problem["file"] == "mine.yaml"
    assert reason in problem["reason"]
    assert f"mine.yaml:{problem['line']}: {problem['where']}: {problem['reason']}" in shown.stderr


def test_list_by_treatment() -> None:
    """Each guideline on a treatment is a line of JSON; without one, a message says so."""
    shown = runner.invoke(app, ["guideline", "list", "--treatment", "acupuncture", "--json"])

    assert ["acoem-2017-physical-methods", "mtus-2007-acupuncture"] == [
        json.loads(line)["id"] for line in shown.output.splitlines()
    ]
    refused = runner.invoke(app, ["guideline", "list", "--treatment", "rubbing"])
    assert 2 == refused.exit_code
    assert "no guideline is about 'rubbing'" in refused.stderr
    assert "acupuncture, " in refused.stderr


def test_show_a_later_edition() -> None:
    """A later edition has its own citation and dates, and the criteria that it shares."""
    shown = runner.invoke(app, ["guideline", "show", "mtus-2016-massage"]).output

    assert "MTUS Chronic Pain Treatment Guidelines (2016), Massage therapy." in shown
    assert "For requests from 2016-07-29 to 2017-11-30" in shown
    assert "home_exercise || adjunct_to_active_treatment" in shown


def test_show_what_is_not_there() -> None:
    """An unknown id is refused in one line."""
    shown = runner.invoke(app, ["guideline", "show", "nothing"])

    assert shown.exit_code == 2
    assert "'nothing' is no guideline of the library" in shown.stderr


@pytest.mark.parametrize(
    ("command", "part"), [("facts", "| `visits_requested` | whole number |"), ("topics", "| 1 | Manual therapy")]
)
def test_reference(command: str, part: str) -> None:
    """The reference pages are printed as they are in docs/."""
    assert part in runner.invoke(app, ["guideline", command]).output


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Save the files of docs/how-to/write-a-guideline.md in a folder."""
    text = (ROOT / "docs" / "how-to" / "write-a-guideline.md").read_text()
    for fence, name in (("yaml", "example-2008-biofeedback.yaml"), ("json", "items.json")):
        block = re.search(rf"```{fence}\n(.*?)```", text, re.DOTALL)
        assert block is not None
        (tmp_path / name).write_text(block.group(1))
    return tmp_path


def test_the_page_on_guidelines_works_as_pasted(page: Path) -> None:
    """The page's guideline passes the check and changes the proposal as the page says."""
    guideline, items = str(page / "example-2008-biofeedback.yaml"), str(page / "items.json")
    without = json.loads(runner.invoke(app, ["guideline", "assess", items]).output)
    tried = json.loads(runner.invoke(app, ["guideline", "assess", items, "--with", guideline]).output)

    assert runner.invoke(app, ["guideline", "check", guideline]).exit_code == 0
    assert [None] == [each["proposal"] for each in without]
    assert ["upheld"] == [each["proposal"] for each in tried]
    assert ["A request for 4 visits after 4 visits exceeds the total of 6."] == tried[0]["not_met"]


def test_the_limit_on_the_page_is_tested_by_its_example(page: Path) -> None:
    """A limit lowered by one contradicts the example, which is named with its line."""
    path = page / "example-2008-biofeedback.yaml"
    path.write_text(path.read_text().replace("visits_requested <= limit", "visits_requested < limit"))
    shown = runner.invoke(app, ["guideline", "check", str(path)])

    assert shown.exit_code == 1
    assert re.search(r"example-2008-biofeedback\.yaml:\d+: examples\.six visits beside exercise", shown.stderr)


def test_an_assessment_in_sentences(page: Path) -> None:
    """--text prints values, reasons and closing for a physician."""
    arguments = ["guideline", "assess", str(page / "items.json"), "--text", "--with", str(page / "example-2008-biofeedback.yaml")]
    shown = runner.invoke(app, arguments).output

    assert "1. Biofeedback, 4 visits: upheld" in shown
    assert "not met\tvisits: A request for 4 visits after 4 visits exceeds the total of 6." in shown
    assert "the request for Biofeedback, 4 visits is not medically necessary." in shown


def test_a_trial_that_is_not_sound(page: Path) -> None:
    """A guideline that fails the check cannot be tried."""
    path = page / "example-2008-biofeedback.yaml"
    path.write_text(path.read_text().replace("rank: other-guideline", "rank: hearsay"))
    shown = runner.invoke(app, ["guideline", "assess", str(page / "items.json"), "--with", str(path)])

    assert shown.exit_code == 1
    assert "example-2008-biofeedback.yaml:10: rank:" in shown.stderr
