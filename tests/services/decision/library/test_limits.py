"""A number of a guideline is written once, and stands wherever it is named."""

from pathlib import Path

import pytest

from services.decision.library.errors import NotCompiled
from services.decision.library.forms import GuidelineForm
from services.decision.library.library import HERE, load
from services.decision.library.limits import with_limits
from services.decision.library.yaml_files import read

MASSAGE = HERE / "guidelines" / "mtus-2009-massage.yaml"


def form_of(path: Path) -> GuidelineForm:
    """The form of the file as it is written."""
    form = read(GuidelineForm, path).form
    assert form is not None
    return form


def test_a_limit_stands_in_each_of_its_places(tmp_path: Path) -> None:
    """Expression, sentences and recommendation have the number, and so has an example."""
    path = tmp_path / "massage.yaml"
    path.write_text(MASSAGE.read_text().replace("visits_requested: 3,", "visits_requested: limit.visits - 3,"))
    form = with_limits(form_of(path))
    visits = form.criteria[0]

    assert visits.expression == "previous_visits + visits_authorised + visits_requested <= 6"
    assert "The request stays within the 4-6 visits that are supported." in visits.sentences.met
    assert "limited to 4-6 visits" in form.recommendation
    assert form.examples[1].facts["visits_requested"] == 3


def test_another_value_reaches_each_place() -> None:
    """A changed limit is another number in expression and sentence."""
    visits = with_limits(form_of(MASSAGE), {"visits": 8}).criteria[0]

    assert visits.expression.endswith("<= 8")
    assert "The request stays within the 4-8 visits that are supported." in visits.sentences.met


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<= limit.visits", "<= limit.visit", ("criteria", "visits", "expression")),
        ("stays within the 4-{limit.visits} visits", "within {limit.vists}", ("criteria", "visits", "sentences", "met")),
        ("visits_requested: 3,", "visits_requested: limit.all + 1,", ("examples",)),
        ("in most cases.\n", "in {limit.most} cases.\n", ("recommendation",)),
    ],
)
def test_an_unknown_limit_is_named_with_its_place(tmp_path: Path, old: str, new: str, where: tuple[str, ...]) -> None:
    """A name that is not among the limits is refused with the names there are."""
    text = MASSAGE.read_text()
    assert old in text
    path = tmp_path / "massage.yaml"
    path.write_text(text.replace(old, new, 1))

    with pytest.raises(NotCompiled, match="the limits are visits") as refused:
        with_limits(form_of(path))
    assert refused.value.path[: len(where)] == where


def test_the_library_names_its_limits() -> None:
    """The expressions of the library name more than a hundred limits."""
    written = [form_of(HERE / "guidelines" / name) for name in load().files]
    named = sum(criterion.expression.count("limit.") for form in written for criterion in form.criteria)

    assert named > 100
