"""Who reviews, by which evidence, whose signatures make a determination, and its fee."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from jurisdictions.dated import Dated
from jurisdictions.vocabulary import Care
from schemas.form.item import EvidenceRank
from schemas.message import Name, Part
from schemas.messages.application import Identifier
from schemas.messages.ledgers.fees import FeeEnd
from schemas.messages.triage import Degree

H = TypeVar("H", bound=Hashable)


def _each_once(values: tuple[H, ...]) -> tuple[H, ...]:
    """Refuse a list that names a value twice."""
    if twice := next((each for each in values if values.count(each) > 1), None):
        raise ValueError(f"names {twice!r} twice")
    return values


Names = Annotated[tuple[Name, ...], Field(min_length=1), AfterValidator(_each_once)]


class Pool(Dated):
    """The pool from which reviewers are assigned."""

    pool: Identifier


class ReviewerRequirements(Dated):
    """The requirements on a reviewer in this jurisdiction."""

    degrees: Annotated[tuple[Degree, ...], Field(min_length=1), AfterValidator(_each_once)]
    board_certified_degrees: Annotated[tuple[Degree, ...], AfterValidator(_each_once)]
    practice_years_min: Annotated[int, Field(ge=0, le=80)]
    weekly_practice_hours_min: Annotated[int, Field(ge=0, le=168)]
    unrestricted_licence: bool
    discipline_bars: bool
    conflict_affiliations: Annotated[tuple[Literal["professional", "familial", "financial"], ...], AfterValidator(_each_once)]

    @model_validator(mode="after")
    def _certified_degrees_are_among_the_degrees(self) -> Self:
        """Refuse a degree that is to be certified, and that no reviewer may have."""
        if strange := [each for each in self.board_certified_degrees if each not in self.degrees]:
            raise ValueError(f"board_certified_degrees has {strange[0]}, which is not among the degrees")
        return self


class Specialties(Dated):
    """The specialties that evaluate and treat.

    By treatment, by `treatment/body-region`, and otherwise.
    """

    otherwise: Names
    by_treatment: dict[Care, Names]

    def treating(self, treatment: str | None, body_region: str | None) -> tuple[str, ...]:
        """The specialties that evaluate or treat *treatment* of *body_region*."""
        exact = self.by_treatment.get(f"{treatment}/{body_region}")
        return exact or self.by_treatment.get(treatment or "", self.otherwise)


class DecisionClock(Dated):
    """The event from which the decision clock runs: the complete file, or the application."""

    runs_from: Literal["complete-file", "application"]


class EvidenceOrder(Dated):
    """The ranks of evidence, in the order in which they are searched.

    Without a rank no guideline decides, and decision proposes nothing. Where *compares* holds,
    recommendations that conflict are compared by the studies behind them; else the higher rank
    stands before the lower.
    """

    ranks: Annotated[tuple[EvidenceRank, ...], AfterValidator(_each_once)]
    compares: bool


class SignOff(Dated):
    """The signatures that make a determination.

    The reviewer always signs. A second person signs never, where the draft was changed, or always.
    More than one reviewer, up to *reviewers_max*, decides only on a panel; *even_split* is the
    outcome of an item on which it is divided.
    """

    second_signature: Literal["never", "changed", "always"]
    reviewers_max: Annotated[int, Field(ge=1, le=99)]
    even_split: Literal["overturned", "upheld"]


@dataclass(frozen=True, slots=True)
class EndedReview:
    """A review at its end: the facts that its fee depends on.

    *reviewers* decided, of these *degrees*; None if the degrees are not known.
    """

    end: FeeEnd
    priority: Literal["standard", "expedited"]
    pharmacy_only: bool
    reviewers: int
    degrees: frozenset[Degree] | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee of a review in hundredths of its currency, None if it is not known, and its law."""

    currency: str
    cents: int | None
    source: str


class FeeAmount(Part):
    """The fee of the reviews that fulfil each condition that is given."""

    end: FeeEnd
    priority: Literal["standard", "expedited"] | None = None
    pharmacy_only: bool | None = None
    reviewers: Annotated[int, Field(ge=1, le=99)] | None = None
    degrees: Annotated[tuple[Degree, ...], Field(min_length=1), AfterValidator(_each_once)] | None = None
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,6}\.[0-9]{2}$")]

    def is_of(self, review: EndedReview) -> bool:
        """Whether *review* fulfils the conditions; one about degrees only if they are known."""
        degrees = self.degrees is None or (review.degrees is not None and review.degrees <= set(self.degrees))
        given = (self.priority, self.pharmacy_only, self.reviewers)
        stated = (review.priority, review.pharmacy_only, review.reviewers)
        return self.end == review.end and degrees and all(each in {None, it} for each, it in zip(given, stated, strict=True))


class Fees(Dated):
    """The fees of reviews filed in a period; an amount that is not listed is not known."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    amounts: tuple[FeeAmount, ...]

    def of(self, review: EndedReview, filed_on: date) -> Fee:
        """The fee of *review*, not known if no amount or more than one is for it.

        Nor is it if the review was filed on a day before this period, or after it.
        """
        found = [each.amount for each in self.amounts if each.is_of(review)]
        holds = len(found) == 1 and self.from_on <= filed_on and (self.until_on is None or filed_on <= self.until_on)
        return Fee(self.currency, int(Decimal(found[0]) * 100) if holds else None, self.source)
