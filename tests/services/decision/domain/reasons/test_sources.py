"""The sources that reasons name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decision.domain.reasons.rationale import NO_CITATION, TO_BE_CONSULTED
from services.decision.domain.reasons.sources import citation, joint_citation, sources_in

LINES = st.sampled_from([NO_CITATION, f"{TO_BE_CONSULTED}ACOEM, Knee.", "MTUS, Opioids.", "ODG, Low back."])


@pytest.mark.parametrize(
    ("reasons", "named"),
    [
        ("The ODG and the MTUS do not recommend it; ODG names four visits.", ("ODG", "MTUS")),
        ("Example et al. (2012) found no effect.", ("Example et al. (2012)",)),
        ("The American College of Invented Medicine recommends rest.", ("American College of Invented Medicine",)),
        ("The Official Disability Guidelines ask for a trial.", ("Official Disability Guidelines",)),
        ("Guidelines do not support it, and the MODG is no source.", ()),
        ("The knee is stable.", ()),
    ],
)
def test_sources_are_found_by_name(reasons: str, named: tuple[str, ...]) -> None:
    """Each source is found once; the mere word "guidelines" names none."""
    assert named == sources_in(reasons)


def test_no_letter_says_that_nothing_is_cited_above_reasons_that_cite() -> None:
    """The sources of the reasons take the place of "None cited."; a citation stays."""
    assert "Named in the reasons: ODG and MTUS." == citation(NO_CITATION, "ODG and MTUS agree.")
    assert "Named in the reasons: ODG." == citation(f"{TO_BE_CONSULTED}ACOEM, Knee.", "ODG supports it.")
    assert "Named in the reasons: MTUS." == citation("Named in the reasons: ODG.", "MTUS supports it.")
    assert "ACOEM, Knee." == citation("ACOEM, Knee.", "ODG supports it.")


@given(LINES, st.text("abc .,", max_size=40))
def test_reasons_without_a_source_cite_what_was_cited(line: str, reasons: str) -> None:
    """A guideline that was to be consulted is not cited in a decision."""
    expected = NO_CITATION if line.startswith(TO_BE_CONSULTED) else line

    assert expected == citation(line, reasons)


@given(st.lists(LINES, min_size=1, max_size=5))
def test_every_source_of_a_majority_is_cited_once(lines: list[str]) -> None:
    """Nothing is cited only where none of them cites."""
    joint = joint_citation(lines)

    assert {each for each in ("MTUS, Opioids.", "ODG, Low back.") if each in lines} == {
        each for each in ("MTUS, Opioids.", "ODG, Low back.") if joint.count(each) == 1
    }
    assert (joint == NO_CITATION) == all(each.startswith("None") for each in lines)
