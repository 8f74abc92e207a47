"""Recognise a treatment that a case asks for twice, also in other words.

Two requests are one treatment if treatment, place, drugs, strengths and amounts are the same and
nothing else is said of one alone. A kind of treatment with names of different things, such as
braces or consultations, is compared by its words.
"""

import re
from collections.abc import Mapping

from services.decision.domain.guidelines.facts import FactValue
from terms.request.reading import RequestReading
from terms.text import fold, words

_ONE_THING = frozenset(
    (
        "acupuncture", "aquatic-therapy", "biofeedback", "bone-scan", "bone-stimulator", "botulinum-toxin", "carpal-tunnel-release",
        "ct", "ecg", "eeg", "emg", "emg-ncs", "epidural-steroid-injection", "facet-block", "facet-neurotomy",
        "functional-capacity-evaluation", "functional-restoration", "h-wave", "home-health", "interferential", "lumbar-support",
        "manual-therapy", "massage", "microcurrent-or-galvanic", "mr-arthrogram", "mri", "ncs", "neuromuscular-stimulation",
        "physical-medicine", "platelet-rich-plasma", "postoperative-therapy", "preoperative-ecg", "sacroiliac-injection", "shock-wave",
        "somatosensory-evoked-potentials", "spinal-cord-stimulator", "surgical-assistant", "tens", "trigger-point-injection",
        "urine-drug-test", "work-conditioning", "work-hardening", "x-ray",
    )
)  # fmt: skip
"""The treatments all of whose names mean the same thing."""

_QUALIFYING = frozenset(
    (
        "contrast", "dye", "myelogram", "views", "ot", "occupational", "hand", "osteopathic", "rn", "nurse", "nursing", "pool",
        "er", "xr", "sr", "cr", "xl", "la", "dr", "ir", "odt", "extended", "delayed", "immediate", "contin",
        "avinza", "conzip", "embeda", "exalgo", "hysingla", "kadian", "oxycontin", "xartemis", "zohydro",
    )
)  # fmt: skip
"""Words that make another treatment of the same name: a form, a technique, a profession."""

_PLAIN = re.compile(r"\b(?:without|w/o|no) (?:contrast|dye)\b")
_DATE = re.compile(r"\d+[/-]\d+[/-]\d{2,4}")
_AMOUNTS = ("visits_requested", "days_supplied", "rental_days", "program_days_requested", "acquisition", "procedure_levels")
_PLACES = frozenset(("level", "levels"))
_PIECES = frozenset(("count", "package", "dispensed"))


def treatment_asked(
    request: str,
    treatment: str | None,
    place: tuple[str | None, str | None],
    reading: RequestReading,
    values: Mapping[str, FactValue],
    pieces: str | None,
) -> tuple[object, ...]:
    """Return everything that tells one treatment of a case from another.

    *place* is the body region and side, *reading* the *request* as read, *values* its amounts as
    facts, *pieces* the number that its quantity gives.
    """
    amounts = tuple(values.get(name) for name in _AMOUNTS)
    if treatment is None or not (reading.ingredients or treatment in _ONE_THING):
        return (treatment, place, amounts, pieces, *sorted(words(fold(request))))
    said = {*words(_PLAIN.sub("", " ".join(request.casefold().split())))}
    return (
        treatment,
        place,
        frozenset(reading.ingredients),
        frozenset(reading.doses),
        frozenset(reading.percent.items()),
        frozenset(reading.facts.items()),
        frozenset(word for left in reading.left_over for word in words(left)),
        frozenset(said & _QUALIFYING),
        frozenset(_DATE.findall(request)),
        amounts,
        frozenset(text.casefold() for name, text in reading.parts if name in _PLACES),
        pieces or _pieces(reading),
    )


def _pieces(reading: RequestReading) -> str | None:
    """Return the number of pieces that the words say, such as "60" of "#60" or "60 tablets"."""
    if reading.amounts.visits is not None:
        return None
    found = [re.findall(r"\d+", text) for name, text in reading.parts if name in _PIECES]
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else str(found) if found else None
