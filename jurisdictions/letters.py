"""The letters of a law: layouts, service and notices, and the words that services write."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from jurisdictions.clock_rules import Days
from jurisdictions.dated import Dated, Series
from jurisdictions.vocabulary import Layout, content_is
from reading.problems import WrongWithin
from schemas.form.values import Place
from schemas.message import Name, Part, Text
from schemas.messages.application import PartyKind, ServiceMethod

NoticeName = Literal[
    "ineligibility",
    "assignment",
    "deferral",
    "duplicate",
    "termination",
    "remand",
    "questions",
    "missing-facts",
    "consolidation",
    "conversion",
    "amendment",
    "items-ended",
    "resumption",
    "records-overdue",
]
"""The notices that letters can make; the layout of one has the content `<name>-notice`."""

_ROOM = ("{who}", "{injured_on}")
_ROOM_OVER = ("{who}", "{injured_from_on}", "{injured_on}")


class LetterLayout(Dated):
    """The layout of letters decided in a period, `id@version`."""

    layout: Annotated[Layout, AfterValidator(partial(content_is, "determination"))]


class WayOfService(Part):
    """A method of service, and its proof.

    Where sending proves service, the party counts as served after a number of days.
    """

    proven_by: Literal["sending", "confirmation"]
    presumed_after_days: Days
    source: Text


class ServiceOfProcess(Dated):
    """Service of the letter.

    The parties, the cover, each method's proof, the place of mailing, and who may appeal; the
    clock `appeal` says how long. The *agency* is named where it is a party, with the lines of its
    address, and *mailed_from* is given where the time to appeal depends on it.
    """

    parties: Annotated[tuple[PartyKind, ...], Field(min_length=1)]
    agency: Name | None = None
    agency_address: Annotated[tuple[Name, ...], Field(max_length=8)] = ()
    otherwise: ServiceMethod
    cover_layout: Annotated[Layout, AfterValidator(partial(content_is, "cover-letter"))]
    ways: dict[ServiceMethod, WayOfService]
    mailed_from: Place | None = None
    appeal_parties: tuple[PartyKind, ...]

    @model_validator(mode="after")
    def _every_way_is_known(self) -> Self:
        """Refuse rules that leave out a method of service."""
        if missing := {"mail", "electronic", "fax", "hand"} - set(self.ways):
            raise ValueError(f"ways names each of mail, electronic, fax and hand; {', '.join(sorted(missing))} is missing")
        return self

    @model_validator(mode="after")
    def _what_is_given_is_read(self) -> Self:
        """Refuse an agency that is no party, and a place of mailing without an appeal, or neither."""
        if ("agency" in self.parties) != (self.agency is not None):
            raise ValueError("agency is named if it is among the parties, and only then")
        if self.agency_address and self.agency is None:
            raise ValueError("agency_address is given if agency is, and only then")
        if bool(self.appeal_parties) != (self.mailed_from is not None):
            raise ValueError("mailed_from is given if there are appeal_parties, and only then")
        return self


class NoticeRule(Dated):
    """A notice: its layout, the parties it is served on, and whether they may appeal.

    *records_of_months* is the months before the request for treatment of which a notice of
    assignment asks for records.
    """

    layout: Layout
    parties: Annotated[tuple[PartyKind, ...], Field(min_length=1)]
    appeal: bool
    records_of_months: Annotated[int, Field(ge=1, le=1_200)] | None = None


class Words(Dated):
    """The words for parties, and the first sentence of a clinical summary.

    *parties* names the role of each party. *person* is the reviewed person of unknown sex. *denier*
    decided before, *denial* is that decision, and *beginning* that of the condition. *onset* has
    room for {who} and {injured_on}; *mechanism* says whether the mechanism of injury follows. Of a
    cumulative injury, *onset_over* has room for {injured_from_on} too.
    """

    parties: Annotated[dict[PartyKind, Name], Field(min_length=1)]
    person: Name
    denier: Name
    denial: Name
    beginning: Name
    onset: Text
    onset_over: Text | None = None
    mechanism: bool

    @model_validator(mode="after")
    def _names_who_denied(self) -> Self:
        """Refuse words without the party that denied the treatment."""
        if "claims-administrator" not in self.parties:
            raise WrongWithin("claims-administrator has no word", "parties")
        return self

    @model_validator(mode="after")
    def _onset_has_its_room(self) -> Self:
        """Refuse a sentence that leaves out the person or the day, or has other braces."""
        _check_room("onset", self.onset, _ROOM)
        if self.onset_over is not None:
            _check_room("onset_over", self.onset_over, _ROOM_OVER)
        return self


def _check_room(name: str, sentence: str, room: tuple[str, ...]) -> None:
    """Refuse a *sentence* that has not each place of *room* once, and no other."""
    left = sentence
    for each in room:
        left = left.replace(each, "", 1)
    if "{" in left or "}" in left or any(each not in sentence for each in room):
        raise ValueError(f"{name} has {' and '.join(room)}, each once")


def _layouts_are_of_the_notice(notices: dict[NoticeName, Series[NoticeRule]]) -> dict[NoticeName, Series[NoticeRule]]:
    """Refuse the layout of another letter."""
    for name, versions in notices.items():
        for number, rule in enumerate(versions):
            try:
                content_is(f"{name}-notice", rule.layout)
            except ValueError as error:
                raise WrongWithin(str(error), name, number, "layout") from None
    return notices


Notices = Annotated[dict[NoticeName, Series[NoticeRule]], AfterValidator(_layouts_are_of_the_notice)]
"""The notices of a law."""


def who_may_appeal_is_served(service: Sequence[ServiceOfProcess], notices: Mapping[NoticeName, Sequence[NoticeRule]]) -> None:
    """Refuse an appeal of a party that is not served with the letter: it has no last day."""
    for number, each in enumerate(service):
        if left_out := [party for party in each.appeal_parties if party not in each.parties]:
            raise WrongWithin(f"{left_out[0]} may appeal and is not among the parties", "letter_service", number, "parties")
    for name, versions in notices.items():
        for number, rule in enumerate(versions):
            entitled = [party for each in service if rule.appeal and _overlap(each, rule) for party in each.appeal_parties]
            if left_out := [party for party in entitled if party not in rule.parties]:
                told = f"{left_out[0]} may appeal (letter_service) and is not among the parties"
                raise WrongWithin(told, "letter_notices", name, number, "parties")


def _overlap(one: Dated, other: Dated) -> bool:
    return one.from_on <= (other.until_on or date.max) and other.from_on <= (one.until_on or date.max)
