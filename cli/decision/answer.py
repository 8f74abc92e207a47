"""Send a decision command, print its answer, and tell the outcome of the letter."""

import time

from cli.letter.outcome import as_data, tell_held, tell_issued, tell_next, wait_for_outcome
from cli.session.ask import ask, refused
from cli.session.connection import fail
from cli.session.local_time import zone_of
from cli.session.output import print_json, say
from cli.session.timeline import tell
from runtime.settings import Settings
from schemas.message import Command, Message
from schemas.messages.decision import (
    CorrectDetermination,
    CountersignDetermination,
    DeterminationSigned,
    RequestRefused,
    SecondSignatureAwaited,
    SignatureRefused,
)
from schemas.messages.letters import LetterHeld, LetterIssued

_LETTER_SECONDS_MIN = 1.0
WAYS = {
    "not-assessed": "imr case show {case} shows its stage",
    "not-assigned": "imr case show {case} shows its stage; imr reviewer import adds reviewers",
    "not-the-reviewer": "imr decision show {case} names the reviewer of the case",
    "outdated-assessment": "imr decision show {case} shows the newest draft",
    "already-signed": "imr letter fetch {case} has the letter or says why there is none; imr decision correct makes a new version",
    "item-open": "decide an item with --decide, and keep the others as assessed with --keep",
    "item-twice": "name each item once in --decide and once in --write",
    "unknown-item": "imr decision show {case} lists the items",
    "reason-missing": "give the reason after a colon, as in --decide '2=overturned: the trial showed gains'",
    "ancillary-of-denied": "overturn the item that it belongs to as well, or leave this one upheld",
    "no-policy": "docs/reference/jurisdiction.md describes sign_off, the policy by days",
    "panel-text-too-long": "shorten the file that --write names",
    "second-signature-awaited": "imr decision countersign {case} --reviewer ID gives it",
    "same-person": "give --reviewer another person's id; imr reviewer list shows all",
    "not-signed": "imr case show {case} shows its stage; imr decision sign signs",
    "outdated-version": "imr case show {case} lists the versions; name one with --version",
    "no-such-version": "imr case show {case} lists the versions",
    "determination-differs": "imr case show {case} lists the versions; start the correction again",
    "nothing-to-correct": "change an item with --decide or --write, or the summary with --summary",
    "panel-outcome": "change the text with --write or --summary, and leave out --decide",
    "unknown-fact": "imr guideline facts lists the facts",
    "wrong-value": "imr guideline facts gives the kind and the limits of each fact",
    "paper-missing": "name the paper with --document and its words with --quotation, or give the value none",
    "unknown-document": "imr case show {case} --json lists the documents; imr case records {case} adds one",
    "utilization-review-alone": "name a medical record with --document, or give the value none",
    "wrong-kind-of-paper": "imr guideline facts lists the kinds of documents of each fact; name one with --document",
    "no-such-page": "give --page a page of the document, or leave it out",
    "fact-unchanged": "imr decision show {case} shows the draft with this fact",
    "no-file-held": "imr case records {case} adds a paper, which makes a new draft",
    "consolidation-pending": "imr case show {case} says when the cases are one; imr decision show {case} has the new draft",
    "reviewer-check-pending": "sign again in a moment; imr case show {case} names the reviewer who has the case then",
    "case-ended": "imr case show {case} says how it ended",
    "set-aside": "imr case show {case} says who reviews it now; imr decision sign signs the new version",
    "case-returned": "imr case show {case} names the reviewer who follows",
    "missing-unnamed": "name each paper or fact with --missing",
    "panel-too-large": "ask for fewer with --reviewers",
    "already-convened": "imr case show {case} shows the panel; more seats need a higher --reviewers",
}
"""The commands and options that help after a refusal, by code; {case} is the case number."""

WAYS_OF: dict[type[Command], dict[str, str]] = {
    CountersignDetermination: {"reason-missing": "give the reason with --decline"},
    CorrectDetermination: {"item-open": "decide the item with --decide"},
}
"""The ways of a command that has other options."""


def answer(settings: Settings, command: Command, case_number: str, seconds: float, *, as_json: bool) -> None:
    """Ask, and print the answer; a refusal is a failure.

    After a signature that determines the case, wait for its letter in the time that is left.
    """
    began = time.monotonic()
    told = ask(settings, command, case_number, seconds)
    if (reason := refused(told)) is not None:
        if as_json:
            print_json(told.model_dump(mode="json"))
        ways = WAYS | WAYS_OF.get(type(command), {})
        way = ways.get(told.code) if isinstance(told, SignatureRefused | RequestRefused) else None
        fail(f"refused: {reason}", *([way.format(case=case_number)] if way else []))
    letter = None
    if isinstance(told, DeterminationSigned):
        left = max(seconds - (time.monotonic() - began), min(seconds, _LETTER_SECONDS_MIN))
        letter = wait_for_outcome(settings, told, left)
    if as_json:
        more = {"letter": as_data(letter)} if isinstance(told, DeterminationSigned) else {}
        print_json({**told.model_dump(mode="json"), **more})
        return
    say(f"{case_number}: {tell(told, zone_of(settings))}")
    if isinstance(told, DeterminationSigned | SecondSignatureAwaited):
        for decision in told.decisions:
            say(f"  {decision.item}. {decision.request}: {decision.outcome}")
    for line in _next(told, letter):
        say(line)


def _next(told: Message, letter: LetterIssued | LetterHeld | None) -> list[str]:
    reviewer = told.reviewer_id if isinstance(told, DeterminationSigned) else None
    match letter:
        case LetterHeld():
            return tell_held(letter, reviewer)
        case LetterIssued():
            return tell_issued(letter, reviewer)
        case _ if isinstance(told, DeterminationSigned):
            return [f"the letter is not made yet; imr letter fetch {told.case_number} waits for it, or says why there is none"]
        case _:
            return tell_next(told)
