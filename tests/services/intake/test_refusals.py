"""A refusal names the request, the state of the case, and the acts it allows."""

import re

from services.intake.domain.lifecycle.transitions import allowed
from services.intake.refusals import not_allowed, refused
from tests.examples import ROOT
from tests.services.intake.messages import records


def test_a_refusal_says_where_the_case_is() -> None:
    """Its acts are those of the table."""
    command = records()
    refusal = refused(command, "waiting", "unknown-item", "There is no item 9.")

    assert ("receive-records", "waiting", allowed("waiting")) == (refusal.request, refusal.state, refusal.allowed)
    assert ("unknown-item", "Example Clerk") == (refusal.code, refusal.actor)


def test_an_act_that_the_state_does_not_allow_names_those_it_does() -> None:
    """In words too."""
    refusal = not_allowed(records(), "determined")

    assert "The case is determined, which does not allow this." == refusal.text


def test_every_code_is_explained() -> None:
    """docs/reference/refusals.md has a line for each code that intake refuses with."""
    sources = [path.read_text() for path in (ROOT / "services/intake").rglob("*.py")]
    found = {code for text in sources for code in re.findall(r"""refused\([^()]*?"([a-z]+(?:-[a-z]+)+)",""", text)}
    page = (ROOT / "docs/reference/refusals.md").read_text()

    assert {"not-in-this-law", "not-certified", "ran-out"} < found
    assert [] == sorted(code for code in found if f"| `{code}` |" not in page)
