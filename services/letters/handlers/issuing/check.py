"""Checking a letter before it is issued: lint over the letter and over the copy that is published; what is found holds the letter."""

from dataclasses import replace

from schemas.messages.letters import HeldFinding
from services.letters.copies.for_recipient import copy_for
from services.letters.domain.release import finding_ids
from services.letters.letter import Letter
from services.letters.lint.facts import CaseFacts
from services.letters.lint.run import lint
from services.letters.state import CaseParties, FileFacts


def check(letter: Letter, facts: FileFacts, parties: CaseParties) -> tuple[HeldFinding, ...]:
    """What lint says of *letter*, each finding with its id. The words it quotes stay out of events: they may be anybody's name."""
    case = CaseFacts(injured_on=facts.injured_on, denied_on=facts.denied_on, requested_on=facts.requested_on, items=facts.items)
    published = replace(case, redacted_names=tuple(known.name for known in parties.names), public_copy=True)
    found = [*lint(letter, case), *lint(copy_for("public", letter, parties.names), published)]
    distinct = list({(each.rule, each.place, each.sentence): each for each in found}.values())
    ids = finding_ids([each.rule for each in distinct])
    return tuple(
        HeldFinding(id=identifier, rule=each.rule, severity=each.severity, place=each.place, text=each.sentence)
        for identifier, each in zip(ids, distinct, strict=True)
    )
