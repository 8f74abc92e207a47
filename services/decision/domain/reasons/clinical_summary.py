"""Draft the clinical summary: injury, findings, treatment, and the latest clinical note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.decision.domain.wording import day, phrase, phrases, sentence


@dataclass(frozen=True, slots=True)
class LatestNote:
    """The latest clinical note: its date, with findings and recommendations as phrases."""

    dated_on: date
    findings: Sequence[str]
    recommendations: Sequence[str]


@dataclass(frozen=True, slots=True)
class ClinicalHistory:
    """The facts of a clinical summary; *sex* is "female", "male" or None."""

    injured_on: date
    requested_on: date
    born_on: date | None = None
    sex: str | None = None
    mechanism: str | None = None
    evaluations: Sequence[str] = ()
    diagnoses: Sequence[str] = ()
    treatments: Sequence[str] = ()
    latest_note: LatestNote | None = None
    injured_from_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sentence by the law: the person, the onset, and whether the mechanism is told.

    *onset* has room for {who} and {injured_on}; *onset_over*, of a cumulative injury, for
    {injured_from_on} too.
    """

    person: str
    onset: str
    mechanism: bool
    onset_over: str | None = None


def clinical_summary(history: ClinicalHistory, opening: Opening) -> str:
    """Return the summary as one paragraph, in the order of the course of care."""
    texts = [_onset(history, opening)]
    if opening.mechanism:
        texts.append(f"the mechanism of injury was {'not described' if history.mechanism is None else phrase(history.mechanism)}")
    if history.evaluations:
        texts.append(f"the work-up has included {phrases(history.evaluations)}")
    if history.diagnoses:
        texts.append(f"the {'diagnosis is' if len(history.diagnoses) == 1 else 'diagnoses are'} {phrases(history.diagnoses)}")
    if history.treatments:
        texts.append(f"care so far has consisted of {phrases(history.treatments)}")
    texts += _latest(history.latest_note)
    return " ".join(sentence(each) for each in texts)


def _onset(history: ClinicalHistory, opening: Opening) -> str:
    """Return the first sentence: the day of the injury or, of a cumulative one, its span."""
    who, onset, first = _who(history, opening.person), opening.onset, history.injured_from_on
    if first is not None and first != history.injured_on and opening.onset_over is not None:
        onset = opening.onset_over.replace("{injured_from_on}", day(first))
    if not onset.startswith("{who}"):
        who = who[:1].lower() + who[1:]
    return onset.replace("{injured_on}", day(history.injured_on)).replace("{who}", who)


def age_on(born_on: date, on: date) -> int:
    """Return the completed years of life."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _who(history: ClinicalHistory, person: str) -> str:
    """Return the *person* in words, by age and sex where known.

    The age is that on the day of the request, or of the latest note if that is later.
    """
    noun = {"female": "woman", "male": "man"}.get(history.sex or "", person)
    if history.born_on is None or history.born_on > history.injured_on:
        return f"This {noun}"
    on = max(history.requested_on, history.latest_note.dated_on if history.latest_note else history.requested_on)
    return f"This {age_on(history.born_on, on)}-year-old {noun}"


def _latest(note: LatestNote | None) -> list[str]:
    if note is None:
        return ["no clinical note is described"]
    texts = [f"the latest note, of {day(note.dated_on)}, records {phrases(note.findings) if note.findings else 'no findings'}"]
    if note.recommendations:
        texts.append(f"it recommends {phrases(note.recommendations)}")
    return texts
