"""A context for tests: state in dictionaries, a maker that records its calls.

The rules are California's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jurisdictions.files import load_jurisdiction
from jurisdictions.model import Jurisdiction
from runtime.state.state import Effect
from schemas.messages.letters import HeldFinding, LetterFile
from services.letters.context import Context, LetterMaker
from services.letters.copies.known_names import KnownName
from services.letters.letter import Letter, RecipientKind
from services.letters.notices import CoverLetter, Notice
from services.letters.state import CaseFileFacts, CaseNotices, CaseParties, CaseState, ServiceOnParty

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
    jurisdiction: Callable[[str], Jurisdiction] = load_jurisdiction
    letters: list[Letter] = field(default_factory=list)
    printed_for: list[tuple[RecipientKind, ...]] = field(default_factory=list)
    covers: list[CoverLetter] = field(default_factory=list)
    notice_copies: list[dict[RecipientKind, Notice]] = field(default_factory=list)
    case_files: dict[str, CaseState] = field(default_factory=dict)
    parties: dict[str, CaseParties] = field(default_factory=dict)
    notices: dict[str, CaseNotices] = field(default_factory=dict)
    services: dict[str, ServiceOnParty] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)

    @property
    def context(self) -> Context:
        """The context for handlers."""
        maker = LetterMaker(
            review_organization="Example Review Organization",
            records_address=("PO Box 1", "Exampleville, CA 90000"),
            jurisdiction=self.jurisdiction,
            check=self.check,
            print_copies=self.print_copies,
            print_cover=self.print_cover,
            read_back=self.read_back,
            check_notice=self.check_notice,
            print_notice=self.print_notice,
            read_notice=self.read_notice,
        )
        return Context(self.case_files, self.parties, self.notices, self.services, self.effects, maker)

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

    def check_notice(self, _notice: Notice) -> tuple[HeldFinding, ...]:
        """Return the findings that the test has set."""
        return self.findings

    def print_notice(self, copies: Sequence[tuple[RecipientKind, Notice]]) -> tuple[LetterFile, ...]:
        """Record the copies of a notice; return a PDF and the data of each."""
        self.notice_copies.append(dict(copies))
        made = [file_for(recipient) for recipient, _ in copies]
        return tuple(each.model_copy(update={"format": kind}) for each in made for kind in ("pdf", "json"))

    def read_notice(self, _files: Iterable[LetterFile], recipient: RecipientKind) -> Notice:
        """Return the recipient's copy that was printed last."""
        return next(copies[recipient] for copies in reversed(self.notice_copies) if recipient in copies)
