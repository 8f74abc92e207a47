"""Who reviews, by which evidence, and whose signatures make a determination."""

from collections.abc import Hashable
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from jurisdictions.dated import Dated
from jurisdictions.vocabulary import Care
from schemas.message import Name
from schemas.messages.application import Identifier
from schemas.messages.triage import Degree

Rank = Literal["mtus", "acoem-odg", "other-guideline", "study"]
"""A rank of evidence, as guidelines have it (8 CCR 9792.21.1)."""

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

    Without a rank no guideline decides, and decision proposes nothing.
    """

    ranks: Annotated[tuple[Rank, ...], AfterValidator(_each_once)]


class SignOff(Dated):
    """The signatures that make a determination.

    The reviewer always signs. A second person signs never, where the draft was changed, or always.
    More than one reviewer, up to *reviewers_max*, decides only on a panel; *even_split* is the
    outcome of an item on which it is divided.
    """

    second_signature: Literal["never", "changed", "always"]
    reviewers_max: Annotated[int, Field(ge=1, le=99)]
    even_split: Literal["overturned", "upheld"]
