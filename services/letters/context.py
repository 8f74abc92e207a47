"""The context of letters' handlers: the state of one partition, and the maker of letters."""

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass

from jurisdictions.model import Jurisdiction
from runtime.state.state import Effect
from schemas.messages.letters import HeldFinding, LetterFile
from services.letters.copies.known_names import KnownName
from services.letters.letter import Letter, RecipientKind
from services.letters.notices import CoverLetter, Notice
from services.letters.state import CaseFileFacts, CaseNotices, CaseParties, CaseState, ServiceOnParty

PrintCopies = Callable[[Letter, Iterable[RecipientKind], Sequence[KnownName]], tuple[LetterFile, ...]]
Check = Callable[[Letter, CaseFileFacts, CaseParties], tuple[HeldFinding, ...]]


@dataclass(frozen=True)
class LetterMaker:
    """Makes letters: names the organization, knows the rules, checks, prints and reads back."""

    review_organization: str
    records_address: tuple[str, ...]
    jurisdiction: Callable[[str], Jurisdiction]
    check: Check
    print_copies: PrintCopies
    print_cover: Callable[[CoverLetter], str]
    read_back: Callable[[Iterable[LetterFile]], Letter]
    check_notice: Callable[[Notice], tuple[HeldFinding, ...]]
    print_notice: Callable[[Sequence[tuple[RecipientKind, Notice]]], tuple[LetterFile, ...]]
    read_notice: Callable[[Iterable[LetterFile], RecipientKind], Notice]


@dataclass(frozen=True)
class Context:
    """The state of one partition, and the maker of letters.

    `case_files`, `parties` and `notices` are by case number, `services` and `effects` by service
    id.
    """

    case_files: MutableMapping[str, CaseState]
    parties: MutableMapping[str, CaseParties]
    notices: MutableMapping[str, CaseNotices]
    services: MutableMapping[str, ServiceOnParty]
    effects: MutableMapping[str, Effect]
    maker: LetterMaker
