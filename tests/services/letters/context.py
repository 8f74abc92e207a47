"""An office for these tests: records in dictionaries, a press that notes what it is asked, California's rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from jurisdictions import load
from runtime.state.state import Effect
from schemas.messages.letters import HeldFinding, LetterFile
from services.letters.context import Office, Press
from services.letters.copies.known_names import KnownName
from services.letters.letter import LayoutReference, Letter, RecipientKind
from services.letters.notices import CoverLetter
from services.letters.state import CaseFile, CaseParties, FileFacts, ServiceRecord
from tests.services.letters.sample import LAYOUT

FINDING = HeldFinding(
    id="injury-date.1", rule="injury-date", severity="error", place="/clinical_summary", text="The narrative has another date."
)


def file_for(recipient: RecipientKind) -> LetterFile:
    """The PDF of a recipient's copy."""
    return LetterFile(recipient=recipient, format="pdf", sha256=f"{len(recipient):02d}" * 32, size=1)


@dataclass
class Recorder:
    """An office that notes what was printed, for whom, and in which layout; *findings* is what its checks find next."""

    findings: tuple[HeldFinding, ...] = ()
    letters: list[Letter] = field(default_factory=list)
    printed_for: list[tuple[RecipientKind, ...]] = field(default_factory=list)
    covers: list[CoverLetter] = field(default_factory=list)
    asked: list[tuple[str, date]] = field(default_factory=list)
    case_files: dict[str, CaseFile] = field(default_factory=dict)
    parties: dict[str, CaseParties] = field(default_factory=dict)
    services: dict[str, ServiceRecord] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """The office."""
        press = Press(
            "Example Review Organization", self.layout_of, load, self.check, self.print_copies, self.print_cover, self.read_back
        )
        return Office(self.case_files, self.parties, self.services, self.effects, press)

    def layout_of(self, jurisdiction: str, decided_on: date) -> LayoutReference:
        """The sample's layout."""
        self.asked.append((jurisdiction, decided_on))
        return LAYOUT

    def check(self, _letter: Letter, _facts: FileFacts, _parties: CaseParties) -> tuple[HeldFinding, ...]:
        """What was told to be found."""
        return self.findings

    def print_copies(
        self, letter: Letter, recipients: Iterable[RecipientKind], _names: Sequence[KnownName]
    ) -> tuple[LetterFile, ...]:
        """Keep the letter itself."""
        self.letters.append(letter)
        self.printed_for.append(tuple(recipients))
        return tuple(file_for(each) for each in (*self.printed_for[-1], "public"))

    def print_cover(self, cover: CoverLetter) -> str:
        """Keep the cover letter itself."""
        self.covers.append(cover)
        return f"{len(self.covers):02d}" * 32

    def read_back(self, _files: Iterable[LetterFile]) -> Letter:
        """The letter that was printed last."""
        return self.letters[-1]
