"""The sections that several kinds of letters have: addressee, signature, recipients."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from services.letters.composition.blocks import Address, Block, Listing
from services.letters.composition.section_builder import Page, Section, address, listed, one_line, signature
from services.letters.letter import Replaced
from services.letters.notices import Addressee, NoticeReason

GROUND = "ground_"
"""Begins the sentence on the ground of an end; another ground is given as recorded."""


class Addressed(Protocol):
    """A letter with an addressee and recipients."""

    @property
    def addressee(self) -> Addressee | None:
        """The name and address to which it is sent."""

    @property
    def recipients(self) -> tuple[str, ...]:
        """The names of all who get it."""


class Replacing(Protocol):
    """A letter about a determination that may replace another."""

    @property
    def replaces(self) -> Replaced | None:
        """The determination that no longer holds."""


class WithAnAddress(Protocol):
    """A notice that names the place to which papers are sent."""

    @property
    def case_number(self) -> str:
        """The number to write on papers."""

    @property
    def send_to(self) -> tuple[str, ...]:
        """The lines of the address."""


def addressee(page: Page, letter: Addressed) -> list[Block]:
    """Address the letter; its date is in the header."""
    del page
    return address(letter.addressee)


def signed(page: Page, _letter: object) -> list[Block]:
    """Sign for the medical director's office."""
    return signature(page)


def recipients(page: Page, letter: Addressed) -> list[Block]:
    """List the recipients of copies."""
    return listed(page, "recipients", letter.recipients)


def send_to(page: Page, notice: WithAnAddress) -> list[Block]:
    """Give the place to which papers are sent, and the number to write on them."""
    where: list[Block] = [Address(tuple(one_line(line) for line in notice.send_to))] if notice.send_to else []
    return [page.heading("send_to"), page.say("send_to", leads=bool(where), case_number=one_line(notice.case_number)), *where]


def replaces(page: Page, letter: Replacing) -> list[Block]:
    """State which determination of the case no longer holds, if there is one."""
    if letter.replaces is None:
        return []
    sentence = f"replaces_{letter.replaces.because.replace('-', '_')}"
    return [page.say(sentence, replaced_on=page.dated(letter.replaces.decided_on))]


def entries(texts: Iterable[str]) -> list[Block]:
    """Return a list of *texts*, or nothing if there are none."""
    printed = tuple(one_line(each) for each in texts)
    return [Listing(printed)] if printed else []


def reasons(given: Iterable[NoticeReason]) -> Listing:
    """List each reason in words, without its code, after the treatments that it speaks of."""
    return Listing(tuple(f"{_named(reason)}{one_line(reason.text)}" for reason in given))


def _named(reason: NoticeReason) -> str:
    named = "; ".join(one_line(request) for request in reason.requests)
    return f"{named}: " if named else ""


SHARED: Mapping[str, Section[Addressed]] = {
    "addressee": Section(addressee),
    "signature": Section(signed, labels=("signed_by",)),
    "recipients": Section(recipients, headings=("recipients",)),
}

REPLACES: Section[Replacing] = Section(
    replaces, statements={f"replaces_{each}": ("replaced_on",) for each in ("corrected", "set_aside")}
)

SEND_TO: Section[WithAnAddress] = Section(send_to, headings=("send_to",), statements={"send_to": ("case_number",)})
