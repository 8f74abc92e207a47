"""A context for tests: state in dictionaries, a maker that records its calls.

The rules are California's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jurisdictions.files import load_jurisdiction
from runtime.state.state import Effect
from schemas.messages.letters import HeldFinding, LetterFile
from services.letters.context import Context, LetterMaker
from services.letters.copies.known_names import KnownName
from services.letters.letter import Letter, RecipientKind
from services.letters.notices import CoverLetter
from services.letters.state import CaseFileFacts, CaseParties, CaseState, ServiceOnParty

FINDING = HeldFinding(
    id="injury-date.1", rule="injury-date", severity="error", place="/clinical_summary", text="The narrative has another date."
)


def file_for(recipient: RecipientKind) -> LetterFile:
    """Return the PDF of a recipient's copy."""
    return LetterFile(recipient=recipient, format="pdf", sha256=f"{len(recipient):02d}" * 32, size=1)


@dataclass
class Recorder:
    """A context that records which letters were printed and for whom.

    Its checks return *findings*.
    """

    findings: tuple[HeldFinding, ...] = ()
    letters: list[Letter] = field(default_factory=list)
    printed_for: list[tuple[RecipientKind, ...]] = field(default_factory=list)
    covers: list[CoverLetter] = field(default_factory=list)
    case_files: dict[str, CaseState] = field(default_factory=dict)
    parties: dict[str, CaseParties] = field(default_factory=dict)
    services: dict[str, ServiceOnParty] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)

    @property
    def context(self) -> Context:
        """The context for handlers."""
        maker = LetterMaker(
            "Example Review Organization", load_jurisdiction, self.check, self.print_copies, self.print_cover, self.read_back
        )
        return Context(self.case_files, self.parties, self.services, self.effects, maker)

    def check(self, _letter: Letter, _facts: CaseFileFacts, _parties: CaseParties) -> tuple[HeldFinding, ...]:
        """Return the findings that the test has set."""
        return self.findings

    def print_copies(
        self, letter: Letter, recipients: Iterable[RecipientKind], _names: Sequence[KnownName]
    ) -> tuple[LetterFile, ...]:
        """Record the letter and its recipients; return a PDF for each and the public one."""
        self.letters.append(letter)
        self.printed_for.append(tuple(recipients))
        return tuple(file_for(each) for each in (*self.printed_for[-1], "public"))

    def print_cover(self, cover: CoverLetter) -> str:
        """Record the cover letter; return its number as a hash."""
        self.covers.append(cover)
        return f"{len(self.covers):02d}" * 32

    def read_back(self, _files: Iterable[LetterFile]) -> Letter:
        """Return the letter printed last."""
        return self.letters[-1]
