"""A held letter, an issued one with a warning, and a determination that waits."""

from schemas.messages.decision import SecondSignatureAwaited, SecondSignatureDeclined
from schemas.messages.letters import HeldFinding, LetterHeld
from tests.services.letters.verification.case_events import ISSUED, NUMBER, SIGNED

ERROR = HeldFinding(id="injury-date.1", rule="injury-date", severity="error", place="/clinical_summary", text="Another date.")
WARNING = HeldFinding(id="treatment.1", rule="treatment", severity="warning", place="/items/0/rationale", text="Another item.")

HELD = LetterHeld(case_number=NUMBER, determination_version=SIGNED.determination_version, findings=(ERROR, WARNING))
WARNED = ISSUED.model_copy(update={"warnings": (WARNING,)})
AWAITED = SecondSignatureAwaited(**{name: getattr(SIGNED, name) for name in SecondSignatureAwaited.model_fields})
DECLINED = SecondSignatureDeclined(
    case_number=NUMBER, determination_version=SIGNED.determination_version, reviewer_id="R-2", reason="I disagree."
)

REVIEWERS_NAME = HeldFinding(
    id="names.1",
    rule="names",
    severity="error",
    place="/items/0/rationale",
    text="The text contains the reviewer's name, which must not be disclosed.",
)
