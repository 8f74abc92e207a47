"""The letter that a party's copy is mailed under: what was decided, that it binds, until when one may appeal, and who else has it."""

from collections.abc import Sequence
from datetime import date

from jurisdictions.model import LetterService
from services.letters.domain.parties import Serving
from services.letters.letter import Letter, layout_reference
from services.letters.notices import Addressee, CoveredItem, CoverLetter

_ROLES = {
    "worker": "employee",
    "attorney": "for the employee",
    "claims-administrator": "claims administrator",
    "employer": "employer",
    "provider": "requesting physician",
    "agency": "agency",
}


def cover_letter(letter: Letter, to: Serving, everybody: Sequence[Serving], rules: LetterService, dated_on: date) -> CoverLetter:
    """The cover of *letter* for one party; it names nobody's reasons, so the employer's is as everybody's."""
    assert letter.case_number is not None, "a letter of a determination has its case"
    address = to.party.address or ""
    return CoverLetter(
        kind="cover-letter",
        layout=layout_reference(rules.cover_layout),
        draft=letter.draft,
        review_organization=letter.review_organization,
        case_number=letter.case_number,
        dated_on=dated_on,
        injured_on=letter.injured_on,
        denied_on=letter.denied_on,
        addressee=Addressee(name=to.party.name, address=tuple(line.strip() for line in address.splitlines() if line.strip())),
        items=tuple(CoveredItem(request=item.request, outcome=item.outcome) for item in letter.items),
        appeal_days=rules.appeal_days + rules.ways[to.method].appeal_allowance_days,
        recipients=tuple(_recipient(each) for each in everybody),
    )


def _recipient(serving: Serving) -> str:
    party = serving.party
    named = party.name if party.organization in {None, party.name} else f"{party.name}, {party.organization}"
    return f"{named}, {_ROLES[party.kind]}"
