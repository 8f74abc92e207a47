"""The contents of a jurisdiction's file, checked when it is read."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Self, get_args

from pydantic import Field, model_validator

from jurisdictions.dated import Dated, NotInForce, Series, SeriesOrNone, in_force
from jurisdictions.eligibility import (
    GROUNDS_OF_EVERY_LAW,
    GROUNDS_TESTED,
    EligibilityReason,
    Formulary,
    StatedGround,
    Told,
    in_force_or_first,
    stated_grounds,
)
from jurisdictions.legal_time import LegalTime
from jurisdictions.letters import LetterLayout, NoticeRule, Notices, ServiceOfProcess, Words, who_may_appeal_is_served
from jurisdictions.reviewing import (
    DecisionClock,
    EndedReview,
    EvidenceOrder,
    Fee,
    Fees,
    Pool,
    ReviewerRequirements,
    SignOff,
    Specialties,
)
from jurisdictions.vocabulary import reason_codes
from reading.problems import WrongWithin
from schemas.message import Name
from schemas.messages.application import Application, Day, Identifier
from schemas.messages.lifecycle import EndGround

CLOCKS_RUN = {
    "filing": ("standard", "formulary"),
    "filing-after-liability": ("standard",),
    "duplicate-unsettled": ("standard",),
    "answer-due": ("standard",),
    "notice-of-assignment": ("standard",),
    "records-due": ("standard", "electronic", "expedited"),
    "further-records-due": ("standard", "expedited"),
    "determination-due": ("standard", "formulary", "expedited"),
    "appeal": ("standard",),
    "authorization-due": ("standard",),
    "reimbursement-due": ("standard",),
}
"""The clocks that services run, each with the variants that they ask for."""

CLOCKS_COUNTED = (
    "ur-decision",
    "ur-decision-expedited",
    "ur-decision-retrospective",
    "end-of-dispute-notice",
    "preliminary-review",
    "preliminary-review-notice",
    "perfecting",
    "claimant-papers-due",
    "records-forwarded",
    "written-confirmation",
)
"""The clocks that no service runs: `imr clock due` counts them for people.

They limit acts of the parties, of which no message tells when they began.
"""

CLOCKS_OF_SOME = ("filing-after-liability", "answer-due", "appeal", "authorization-due", "reimbursement-due")
"""Clocks that a law need not have: then nothing runs, and no party has a last day."""


class Applicability(Dated):
    """The disputes the program covers.

    They are told by date of injury or, for any injury, by the day the decision was communicated.
    Without *injured_from* the injury does not matter.
    """

    injured_from: Day | None = None
    communicated_from: Day


class Consolidation(Dated):
    """A time in which cases of one employee may have one determination."""


class Retention(Dated):
    """The years for which the state of a closed case is kept, counted from its last message."""

    closed_years: Annotated[int, Field(ge=1, le=100)]


class Jurisdiction(LegalTime):
    """The rules of one place."""

    name: Identifier
    title: Name
    applicability: Series[Applicability]
    eligibility_reasons: dict[Identifier, Series[EligibilityReason]]
    end_grounds: dict[EndGround, Series[Told]]
    expedited_without_certification: SeriesOrNone[Told] = ()
    formulary: SeriesOrNone[Formulary] = ()
    decision_clock: Series[DecisionClock]
    consolidation: SeriesOrNone[Consolidation] = ()
    pool: Series[Pool]
    reviewers: Series[ReviewerRequirements]
    specialties: Series[Specialties]
    evidence_order: Series[EvidenceOrder]
    sign_off: Series[SignOff]
    letter_layouts: Series[LetterLayout]
    letter_service: Series[ServiceOfProcess]
    letter_notices: Notices
    fees: SeriesOrNone[Fees] = ()
    retention: Series[Retention]
    words: Series[Words]

    def knows_ground(self, ground: str) -> bool:
        """Whether *ground* is a reason against an application in this law."""
        return ground in self.eligibility_reasons

    def eligibility_reason(self, ground: str, on: date) -> EligibilityReason:
        """The reason of *ground* for a decision served *on* a day; the first one before all."""
        return in_force_or_first(self.eligibility_reasons[ground], on)

    def stated_grounds(self, application: Application, on: date) -> tuple[StatedGround, ...]:
        """The grounds that the fields of *application* state, for a decision served *on* a day."""
        return stated_grounds(self.eligibility_reasons, application, on)

    def end_text(self, ground: EndGround, on: date) -> str:
        """Why a review ended on *ground* on a day; a law without that ground has only its name."""
        texts = self.end_grounds.get(ground)
        return in_force_or_first(texts, on).text if texts else ground

    def told_without_certification(self, on: date) -> str | None:
        """Why a review of a decision served *on* a day is not expedited without a certification.

        None where the law asks for none.
        """
        told = self.expedited_without_certification
        return in_force_or_first(told, on).text if told else None

    def formulary_drugs(self, on: date) -> tuple[str, ...]:
        """The drugs that are known to be on the formulary's list; none before there was one."""
        return in_force(self.formulary, on).drugs if self.formulary and on >= self.formulary[0].from_on else ()

    @model_validator(mode="after")
    def _has_the_clocks_that_are_run(self) -> Self:
        """Refuse a file without a clock that services run, or with one that nothing counts."""
        needed = [clock for clock in CLOCKS_RUN if clock not in CLOCKS_OF_SOME]
        if missing := [clock for clock in needed if clock not in self.clocks]:
            raise WrongWithin(f"{', '.join(missing)} is missing, which the services run", "clocks")
        known = (*CLOCKS_RUN, *CLOCKS_COUNTED)
        for clock, rules in self.clocks.items():
            if clock not in known:
                raise WrongWithin(f"nothing counts a clock {clock!r}; there are {', '.join(known)}", "clocks", clock)
            for number, version in enumerate(rules.versions):
                if clock in CLOCKS_RUN and (unread := [each for each in version.variants if each not in CLOCKS_RUN[clock]]):
                    told = f"{clock} never runs as {unread[0]}; it runs as {', '.join(CLOCKS_RUN[clock])}"
                    raise WrongWithin(told, "clocks", clock, "versions", number, "variants", unread[0])
        return self

    @model_validator(mode="after")
    def _warnings_are_of_clocks_that_run(self) -> Self:
        """Refuse a warning of a clock that no service runs: it would never be given."""
        for number, warnings in enumerate(self.clock_warnings):
            if idle := [each for each in warnings.hours_before if self.clock_of(each)[0] not in CLOCKS_RUN]:
                raise WrongWithin(f"no service runs {idle[0]}", "clock_warnings", number, "hours_before", idle[0])
        return self

    @model_validator(mode="after")
    def _every_served_party_has_a_word(self) -> Self:
        """Refuse words that leave out a party which is served."""
        served = {party for each in self.letter_service for party in each.parties}
        served |= {party for versions in self.letter_notices.values() for each in versions for party in each.parties}
        for number, words in enumerate(self.words):
            if missing := sorted(served - set(words.parties)):
                raise WrongWithin(f"{missing[0]} is served and has no word here", "words", number, "parties")
        return self

    @model_validator(mode="after")
    def _who_may_appeal_is_served(self) -> Self:
        """Refuse an appeal of a party that is not served."""
        who_may_appeal_is_served(self.letter_service, self.letter_notices)
        return self

    @model_validator(mode="after")
    def _an_appeal_has_parties_and_a_time(self) -> Self:
        """Refuse parties that may appeal without the clock that says until when, or the reverse."""
        entitled = any(each.appeal_parties for each in self.letter_service)
        entitled |= any(each.appeal for versions in self.letter_notices.values() for each in versions)
        if entitled != ("appeal" in self.clocks):
            told = "the clock appeal is there if letter_service or a notice gives parties an appeal, and only then"
            raise WrongWithin(told, "clocks", *(("appeal",) if "appeal" in self.clocks else ()))
        return self

    @model_validator(mode="after")
    def _knows_the_grounds_of_every_law(self) -> Self:
        """Refuse a file without the reasons for which no law reviews an item."""
        if missing := [each for each in GROUNDS_OF_EVERY_LAW if each not in self.eligibility_reasons]:
            raise WrongWithin(f"{', '.join(missing)} is missing, which every law has", "eligibility_reasons")
        return self

    @model_validator(mode="after")
    def _every_end_has_a_sentence(self) -> Self:
        """Refuse a file without the sentence of an end that its law knows."""
        not_liable = {"not-liable"} if self.knows_ground("LIABILITY_DEFERRED") else set()
        needed = set(get_args(get_args(EndGround)[0])) - {"not-liable"} | not_liable
        if missing := sorted(needed - set(self.end_grounds)):
            raise WrongWithin(f"{', '.join(missing)} is missing", "end_grounds")
        if unused := sorted(set(self.end_grounds) - needed):
            raise WrongWithin("this law has no dispute about liability", "end_grounds", unused[0])
        return self

    @model_validator(mode="after")
    def _every_ground_is_tested(self) -> Self:
        """Refuse a reason that nothing tests, and a code that no reason and no letter knows."""
        for ground, versions in self.eligibility_reasons.items():
            for number, each in enumerate(versions):
                known = self.eligibility_reasons.keys() | reason_codes()
                if each.code is not None and each.code not in known:
                    told = f"{each.code!r} is no code; it is the key of a reason, or one of {', '.join(sorted(reason_codes()))}"
                    raise WrongWithin(told, "eligibility_reasons", ground, number, "code")
                if ground not in GROUNDS_TESTED and not each.when:
                    told = f"{ground} has no when, and only these are tested without it: {', '.join(GROUNDS_TESTED)}"
                    raise WrongWithin(told, "eligibility_reasons", ground, number)
        return self

    def covers(self, injured_on: date, communicated_on: date) -> bool:
        """Whether the program covers a dispute."""
        law = self.applies(communicated_on)
        return communicated_on >= law.communicated_from or (law.injured_from is not None and injured_on >= law.injured_from)

    def applies(self, communicated_on: date) -> Applicability:
        """The decisions covered, by the day of their communication; the first one before all."""
        return in_force_or_first(self.applicability, communicated_on)

    def decides_from_application(self, on: date) -> bool:
        """Whether the decision clock of a decision served *on* a day runs from the application.

        Else it runs from the complete file.
        """
        return in_force_or_first(self.decision_clock, on).runs_from == "application"

    def consolidates(self, on: date) -> bool:
        """Whether cases may have one determination, by a decision served *on* a day."""
        return any(each.from_on <= on and (each.until_on is None or on <= each.until_on) for each in self.consolidation)

    def words_on(self, on: date) -> Words:
        """The words of the law *on* a day; the first ones before all."""
        return in_force_or_first(self.words, on)

    def pool_on(self, on: date) -> str:
        """The pool from which a reviewer is assigned *on* a day; the first one before all."""
        return in_force_or_first(self.pool, on).pool

    def requirements_on(self, on: date) -> ReviewerRequirements:
        """The requirements on a reviewer assigned *on* a day; the first ones before all."""
        return in_force_or_first(self.reviewers, on)

    def specialties_on(self, on: date) -> Specialties:
        """The specialties for a case that is assigned *on* a day; the first ones before all."""
        return in_force_or_first(self.specialties, on)

    def ranks_on(self, requested_on: date) -> tuple[str, ...]:
        """The ranks of evidence for treatment requested on a day; the first ones before all."""
        return in_force_or_first(self.evidence_order, requested_on).ranks

    def compares_on(self, requested_on: date) -> bool:
        """Whether recommendations on treatment requested on a day are compared by their studies."""
        return in_force_or_first(self.evidence_order, requested_on).compares

    def sign_off_policy(self, on: date) -> SignOff:
        """Whose signatures make a determination signed *on* a day; raises NotInForce."""
        return in_force(self.sign_off, on)

    def fee(self, filed_on: date, review: EndedReview) -> Fee | None:
        """The fee of a review that was filed on a day; None where the law has no fees.

        It is not known for a day before the first ones.
        """
        return in_force_or_first(self.fees, filed_on).of(review, filed_on) if self.fees else None

    def letter_layout(self, decided_on: date) -> str:
        """The layout of a letter about a determination of *decided_on*; raises NotInForce."""
        return in_force(self.letter_layouts, decided_on).layout

    def drop_at(self, closed_at: datetime) -> datetime:
        """The instant, in UTC, at which the state of a case closed at *closed_at* is dropped.

        It is the beginning of a day here; raises NotInForce.
        """
        closed_on = self.local_date(closed_at)
        years = in_force(self.retention, closed_on).closed_years
        leap = closed_on.month == 2 and closed_on.day == 29  # noqa: PLR2004 - a day that other years lack
        day = (closed_on + timedelta(days=leap)).replace(year=closed_on.year + years)
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def serving(self, on: date) -> ServiceOfProcess:
        """The rules for a letter served *on* a day; raises NotInForce."""
        return in_force(self.letter_service, on)

    def notice(self, kind: str, on: date) -> NoticeRule | None:
        """The rule for a notice of *kind* dated *on* a day, None where none is given."""
        try:
            return in_force(self.letter_notices[kind], on) if kind in self.letter_notices else None
        except NotInForce:
            return None


__all__ = ["Jurisdiction", "NotInForce"]
