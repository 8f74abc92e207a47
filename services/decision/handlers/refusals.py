"""Refusals that the handlers decide on, and the events that carry refusals."""

from schemas.message import Command
from schemas.messages.decision import RequestRefused, SignatureRefused, SignDetermination
from services.decision.domain.signing.refusal import Refusal

NO_POLICY = Refusal("no-policy", "The jurisdiction had no sign-off policy on that day; check the date.")
NOTHING_TO_CORRECT = Refusal("nothing-to-correct", "The correction changes nothing; name an item, or give a new summary.")
NO_FILE_HELD = Refusal(
    "no-file-held",
    "An earlier version assessed this case and kept no file of it; its facts can be corrected once records are added.",
)
FACT_UNCHANGED = Refusal("fact-unchanged", "The fact stands so already, from this place of the file.")
PANEL_OUTCOME = Refusal(
    "panel-outcome", "A panel decided this outcome by majority; one reviewer can correct only their own reasons."
)


def panel_text_too_long(item: int, longest: int) -> Refusal:
    """Return the refusal of an opinion that makes a panel's rationale too long for a letter."""
    return Refusal(
        "panel-text-too-long",
        f"The reviewers' reasons on item {item} exceed {longest} characters together; shorten yours.",
    )


def unknown_item(item: int) -> Refusal:
    """Return the refusal of a command that names an item which the case does not have."""
    return Refusal("unknown-item", f"The case has no item {item}.")


def signature_refused(command: SignDetermination, refusal: Refusal) -> SignatureRefused:
    """Return the event that refuses a signature."""
    return SignatureRefused(case_number=command.case_number, reviewer_id=command.reviewer_id, code=refusal.code, text=refusal.text)


def request_refused(case_number: str, command: Command, actor: str | None, refusal: Refusal) -> RequestRefused:
    """Return the event that refuses any other *command*."""
    return RequestRefused(case_number=case_number, request=command.type, actor=actor, code=refusal.code, text=refusal.text)
