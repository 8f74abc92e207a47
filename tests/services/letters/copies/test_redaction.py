"""Redaction of known names."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.letters.copies.known_names import KnownName
from services.letters.copies.redaction import redact

WORKER = KnownName("employee", "Pat Q. Zyxwov-Müller", person=True)
PHYSICIAN = KnownName("provider", "Dr. Ana de la Quork, MD", person=True)
EMPLOYER = KnownName("employer", "Fabrikam Example, Inc.", person=False)
CLAIM = KnownName("claim number", "WC-123/45", person=False)
KNOWN = (WORKER, PHYSICIAN, EMPLOYER, CLAIM)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Pat Q. Zyxwov-Müller's back", "[employee]'s back"),
        ("ZYXWOV-MULLER, P. had pain", "[employee]. had pain"),
        ("Ms. Zyxwov and P. Müller", "Ms. [employee] and [employee]"),
        ("seen by Zyxwov-\nMüller’s friend", "seen by [employee]’s friend"),
        ("Pat\n   Zyxwov said", "[employee] said"),
        ("Zyx-\nwov said", "[employee] said"),
        ("write to pzyxwov@example.org", "write to [employee]@example.org"),
        ("Zyx\u00adwov, Z\u200byxwov", "[employee]"),
        ("\uff3a\uff59\uff58\uff57\uff4f\uff56", "[employee]"),
        ("Dr. Quork's notes, Ana de la\nQuork", "Dr. [provider]'s notes, [provider]"),
        ("at FABRIKAM  example inc. or Fabrikam Example's site", "at [employer]. or [employer]'s site"),
        ("claim wc 12345 of WC-123/45", "claim [claim number] of [claim number]"),
    ],
)
def test_a_name_goes_however_it_is_written(written: str, expected: str) -> None:
    """Capitals, accents, possessives, initials, order and line ends hide no name."""
    assert expected == redact(written, KNOWN)


@pytest.mark.parametrize(
    "written",
    [
        "The patient was seen in a clinic in la Jolla.",
        "Dr. and MD are no names, nor is an example of pain.",
        "",
        "queue p.m. q.i.d.",
    ],
)
def test_other_words_stay(written: str) -> None:
    """Particles, titles, company words and abbreviations that resemble a name stay."""
    assert written == redact(written, KNOWN)


def test_a_name_in_a_script_without_spaces_goes_too() -> None:
    """Without spaces, a name is found inside a longer run, and only the name is removed."""
    assert redact("病人王小明先生", (KnownName("employee", "王 小明", person=True),)) == "病人[employee]先生"


def test_names_that_share_words_become_one_gap() -> None:
    """Overlapping names are removed whole."""
    names = (KnownName("employee", "Blix Fabrikam", person=True), EMPLOYER)

    assert redact("Fabrikam Example paid", names) == "[employer] paid"
    assert redact("Blix Fabrikam Example paid", names) == "[employee] paid"


def test_nothing_known_changes_nothing() -> None:
    """Without names, or with a name of punctuation only, a text stays as it is."""
    assert redact("Pat said - so.", (KnownName("employee", "-", person=True), KnownName("employer", "?", person=False))) == (
        "Pat said - so."
    )


SYLLABLE = st.sampled_from(["zyx", "wov", "qua", "blix", "jor", "mép", "tøk", "ümb"])
PART = st.lists(SYLLABLE, min_size=2, max_size=3).map(lambda syllables: "".join(syllables).capitalize())
PERSON = st.lists(PART, min_size=1, max_size=3).map(lambda parts: KnownName("employee", " ".join(parts), person=True))
WAYS = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        str.swapcase,
        lambda name: f"{name}'s",
        lambda name: f"{name}’s",
        lambda name: name.replace(" ", "\n  "),
        lambda name: ", ".join(reversed(name.split(" "))),
        lambda name: name.replace(" ", "-\n"),
        lambda name: f"{name[:3]}-\n{name[3:]}",
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: name.split(" ")[-1],
    ]
)
FILLER = st.sampled_from(["The worker", "was seen,", "and (by", "on 3/4/2016", "with pain.", "\n\n", "-", "Dr."])


@given(PERSON, st.data())
def test_no_part_of_a_persons_name_survives(known: KnownName, data: st.DataObject) -> None:
    """In any context and spelling, no part of a name is readable after redaction."""
    mentions = data.draw(st.lists(st.tuples(FILLER, WAYS, FILLER), min_size=1, max_size=4))
    text = " ".join(f"{before} {way(known.name)} {after}" for before, way, after in mentions)

    left = _readable(redact(text, (known,)))

    assert [] == [part for part in known.name.split() if _readable(part) in left]


def _readable(text: str) -> str:
    """Return the letters a reader sees in *text*, without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W\d_]", "", plain)
