"""Translate messages into the terms of triage's rules."""

from datetime import date

from jurisdictions.model import Jurisdiction
from schemas.messages.application import Application
from schemas.messages.triage import EnrolReviewer, FindReviewer, PartyName
from services.triage.domain.assignment import Search
from services.triage.domain.names import digests
from services.triage.domain.reviewer import IDENTITY, Licence, Requirements, Reviewer, Specialty, Tie


def parties_of(application: Application) -> tuple[PartyName, ...]:
    """Return the parties with whom the reviewer must have no tie (LC 139.5(c)), once per role.

    Of items that joined the case, the utilization review is another.
    """
    administrator = application.claims_administrator
    reviews = (application.utilization_review, *(each.utilization_review for each in application.joined))
    physician, attorney = application.requesting_physician, application.attorney
    named: list[tuple[str, str | None, str | None]] = [
        ("employee", application.employee.name, None),
        ("employer", application.employer, None),
        ("claims-administrator", administrator.organization, None),
        ("adjuster", administrator.adjuster, None),
        ("insurer", administrator.insurer, None),
        *(("ur-organization", review.organization, None) for review in reviews),
        *(("ur-physician", review.physician, None) for review in reviews),
        ("requesting-physician", physician.name, physician.npi),
        ("practice", physician.organization, None),
        *(("facility", facility, None) for facility in application.facilities),
        *(("manufacturer", manufacturer, None) for manufacturer in application.manufacturers),
    ]
    if attorney is not None:
        named += [("attorney", attorney.name, attorney.npi), ("firm", attorney.organization, None)]
    return tuple(dict.fromkeys(PartyName(role=role, name=name, npi=npi) for role, name, npi in named if name is not None))


def search_of(message: FindReviewer, rules: Jurisdiction) -> Search:
    """Return the search that *message* asks for; of the parties it holds only digests."""
    specialties = rules.specialties_on(message.on)
    return Search(
        case_number=message.case_number,
        needs=tuple(sorted({specialties.treating(item.treatment, item.body_region) for item in message.items})),
        parties=tuple(sorted({digest for party in message.parties for digest in digests(party.name, party.npi)})),
        on=message.on,
    )


def reviewer_of(message: EnrolReviewer) -> Reviewer:
    """The reviewer of *message*; of those they have ties with only digests are kept."""
    qualifications = message.qualifications
    own = {Tie(IDENTITY, digest) for digest in message.identity_digests}
    ties = {Tie(tie.kind, digest) for tie in qualifications.affiliations for digest in digests(tie.name)}
    return Reviewer(
        id=message.reviewer_id,
        degree=qualifications.degree,
        licences=tuple(Licence(each.state, each.unrestricted, each.expires_on) for each in qualifications.licences),
        specialties=tuple(Specialty(each.name, each.board_certified) for each in qualifications.specialties),
        disciplined=qualifications.disciplined,
        practising_since=qualifications.practising_since,
        weekly_practice_hours=qualifications.weekly_practice_hours,
        active=qualifications.active,
        open_cases_max=qualifications.open_cases_max,
        ties=tuple(sorted(own | ties, key=lambda tie: (tie.kind, tie.digest))),
    )


def requirements_of(rules: Jurisdiction, on: date) -> Requirements:
    """Return the jurisdiction's requirements on a reviewer who is assigned *on* a day."""
    required = rules.requirements_on(on)
    return Requirements(
        degrees=required.degrees,
        board_certified_degrees=required.board_certified_degrees,
        practice_years_min=required.practice_years_min,
        weekly_practice_hours_min=required.weekly_practice_hours_min,
        unrestricted_licence=required.unrestricted_licence,
        discipline_bars=required.discipline_bars,
        conflict_affiliations=required.conflict_affiliations,
    )
