"""Letters that hypothesis makes: any prose a physician may write that is not itself the form's."""

from datetime import date

from hypothesis import strategies as st

from services.letters.letter import Letter, LetterItem, ReviewedDocument, Reviewer
from tests.services.letters.sample import LAYOUT

_WORDS = st.sampled_from(
    [
        "the",
        "visit",
        "visits",
        "knee",
        "left",
        "spine",
        "MRI",
        "shows",
        "no",
        "tear",
        "5/325mg",
        "#60",
        "C5-C6",
        "follow-up",
        "e.g.",
        "(ODG)",
        "self-",
        "care",
        "10%",
        "pain:",
        "7/10",
        "vs.",
        "Dr.",
        "“none”",
        "therapy,",
        "Upheld:",
        "Overturned",
        "3-4",
        "12/7/2015",
        "x-ray",
        "and/or",
        "[sic]",
        "déjà",
        "中文",
        "-",
        "–",
        "not",
    ]
)
_PHRASES = st.lists(_WORDS, min_size=1, max_size=25).map(" ".join)
PROSE = st.lists(_PHRASES.map(lambda phrase: f"{phrase.capitalize()} noted."), min_size=1, max_size=12).map(" ".join)
REQUESTS = _PHRASES.map(lambda phrase: f"Request for {phrase} done")
_DAYS = st.none() | st.dates(date(2013, 7, 1), date(2026, 12, 31))
_NAMES = st.lists(
    st.sampled_from(["California", "New York", "Public Health & General Preventive Medicine", "Surgery"]), min_size=1, max_size=4
)


@st.composite
def items(draw: st.DrawFn, number: int) -> LetterItem:
    """An item whose closing says its outcome."""
    request, outcome = draw(REQUESTS), draw(st.sampled_from(["upheld", "overturned"]))
    return LetterItem(
        number=number,
        request=request,
        outcome=outcome,
        claims_administrator_guideline=draw(PROSE),
        reviewer_guideline=draw(PROSE),
        rationale=draw(PROSE),
        closing=f"Therefore, the {request} is {'not ' if outcome == 'upheld' else ''}medically necessary.",
    )


@st.composite
def letters(draw: st.DrawFn) -> Letter:
    """A letter with any of its header's facts, one to five items, and perhaps enclosures."""
    licensure, specialties, comma = draw(_NAMES), draw(_NAMES), draw(st.sampled_from([", ", ","]))
    documents = st.builds(ReviewedDocument, title=REQUESTS, from_on=_DAYS, to_on=st.none())
    organization = draw(st.sampled_from(["Example Review Organization", "Example & Sons, Inc."]))
    return Letter(
        layout=LAYOUT,
        draft=draw(st.booleans()),
        review_organization=organization,
        review_organization_short=draw(st.sampled_from([None, "Example"])) if organization[-1] != "." else None,
        case_number=draw(st.none() | st.from_regex(r"CM[0-9]{2}-[0-9]{7}", fullmatch=True)),
        **{name: draw(_DAYS) for name in ("assigned_on", "injured_on", "decided_on", "denied_on", "received_on")},
        priority=draw(st.sampled_from([None, "Standard", "Expedited"])),
        reviewer=Reviewer(
            licensure=tuple(licensure),
            licensure_text=comma.join(licensure),
            specialties=tuple(specialties),
            specialties_text=comma.join(specialties),
        ),
        clinical_summary=draw(PROSE),
        items=tuple(draw(items(number)) for number in range(1, draw(st.integers(1, 5)) + 1)),
        documents_reviewed=tuple(draw(st.lists(documents, max_size=3))),
        recipients=tuple(draw(st.lists(REQUESTS, max_size=2))),
    )
