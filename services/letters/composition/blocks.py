"""A letter as blocks: one content in one order, rendered as text, HTML and PDF.

Data stays data, never markup. Text that people wrote is in the language of the place's
determinations, the form and its sentences in that of the edition. Where the two may differ,
`written` marks text that people wrote.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Fact:
    """A label with its value."""

    label: str
    value: str


@dataclass(frozen=True)
class FactTable:
    """The header: facts in the rows of the form."""

    rows: tuple[tuple[Fact, ...], ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class FactLines:
    """A line that announces facts, and the facts, one to a line."""

    lead: str
    facts: tuple[Fact, ...]
    kind: str = field(default="lines", init=False)


@dataclass(frozen=True)
class Heading:
    """The heading of a section."""

    text: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class ItemHeading:
    """A disputed treatment and its outcome."""

    request: str
    outcome: str
    kind: str = field(default="item", init=False)


@dataclass(frozen=True)
class Prose:
    """Paragraphs; *leads* keeps them with the following block."""

    paragraphs: tuple[str, ...]
    leads: bool = False
    written: bool = False
    kind: str = field(default="prose", init=False)


@dataclass(frozen=True)
class Labelled:
    """Paragraphs behind a label; *leads* as of prose."""

    label: str
    paragraphs: tuple[str, ...]
    leads: bool = False
    written: bool = True
    kind: str = field(default="labelled", init=False)


@dataclass(frozen=True)
class Listing:
    """A list of entries that people wrote."""

    entries: tuple[str, ...]
    kind: str = field(default="list", init=False)


@dataclass(frozen=True)
class Results:
    """The decisions in a numbered list: each treatment and its outcome.

    The *numbers* are those of the items, which may leave some out; without them the list counts.
    """

    entries: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...] = ()
    kind: str = field(default="results", init=False)

    def __post_init__(self) -> None:
        if not self.numbers:
            object.__setattr__(self, "numbers", tuple(range(1, len(self.entries) + 1)))


@dataclass(frozen=True)
class Address:
    """The addressee, as on an envelope."""

    lines: tuple[str, ...]
    kind: str = field(default="address", init=False)


@dataclass(frozen=True)
class SignedBy:
    """The signature: an office and the organization, never a person's name."""

    office: str
    organization: str
    kind: str = field(default="signed", init=False)


Block = FactTable | FactLines | Heading | ItemHeading | Prose | Labelled | Listing | Results | Address | SignedBy


@dataclass(frozen=True)
class ComposedLetter:
    """A letter ready to be rendered.

    *mark* is printed at the top of every page of a draft, *page* in its foot.
    """

    language: str
    written_language: str
    organization: str
    title: str
    mark: str | None
    case: Fact | None
    page: str
    titled_text: bool
    dated_on: date | None
    blocks: tuple[Block, ...]
