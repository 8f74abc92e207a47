"""What letters' handlers work with: the records of one partition, and how letters are made, checked and served here."""

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date

from jurisdictions.model import Jurisdiction
from runtime.state.state import Effect
from schemas.messages.letters import HeldFinding, LetterFile
from services.letters.copies.known_names import KnownName
from services.letters.handlers.issuing.assemble import Printable, assemble
from services.letters.letter import LayoutReference, Letter, RecipientKind
from services.letters.notices import CoverLetter
from services.letters.state import CaseFile, CaseParties, FileFacts, ServiceRecord

Print = Callable[[Letter, Iterable[RecipientKind], Sequence[KnownName]], tuple[LetterFile, ...]]
Check = Callable[[Letter, FileFacts, CaseParties], tuple[HeldFinding, ...]]


@dataclass(frozen=True)
class Press:
    """How letters are made here: in whose name, in which layout (by jurisdiction and decision date), checked, printed and kept."""

    review_organization: str
    layout_of: Callable[[str, date], LayoutReference]
    jurisdiction: Callable[[str], Jurisdiction]
    check: Check
    print_copies: Print
    print_cover: Callable[[CoverLetter], str]
    read_back: Callable[[Iterable[LetterFile]], Letter]

    def assemble(self, complete: Printable) -> Letter:
        """The letter that says a complete determination."""
        layout = self.layout_of(complete.facts.jurisdiction, complete.determination.decided_on)
        return assemble(complete, layout, self.review_organization)


@dataclass(frozen=True)
class Office:
    """The records of one partition, and its press."""

    case_files: MutableMapping[str, CaseFile]
    parties: MutableMapping[str, CaseParties]
    services: MutableMapping[str, ServiceRecord]
    effects: MutableMapping[str, Effect]
    press: Press

    def case_file(self, case_number: str) -> CaseFile:
        """What is known of a case; nothing of one that is new here."""
        return self.case_files.get(case_number, CaseFile())

    def case_parties(self, case_number: str) -> CaseParties:
        """The parties of a case; nobody before its file is here."""
        return self.parties.get(case_number, CaseParties(parties=(), names=()))
