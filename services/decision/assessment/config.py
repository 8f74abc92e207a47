"""The configuration of decision: rules of assessment, sign-off policy and time zone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from zoneinfo import ZoneInfo

from jurisdictions.dated import NotInForce
from jurisdictions.files import load_jurisdiction
from jurisdictions.letters import Words
from jurisdictions.model import Jurisdiction
from services.decision.domain.guidelines.evidence_search import EvidenceSearch, Question, search_evidence
from services.decision.domain.signing.signature import Policy
from services.decision.library.archive import library_digest, library_files
from services.decision.library.library import Library, load
from terms.law_words import LawWords

NOTHING_REBUTTED: Mapping[str, str] = MappingProxyType({})

_SEARCHES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that assess an item: the library and, by day, order, words and method."""

    library: Library
    ranks_on: Callable[[date], tuple[str, ...]]
    words_on: Callable[[date], Words]
    compares_on: Callable[[date], bool]
    _searches: dict[tuple[str | None, Question], EvidenceSearch] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def words_in_sentences(self, requested_on: date) -> LawWords:
        """Return the words of the law that stand within sentences."""
        words = self.words_on(requested_on)
        return LawWords(words.person, words.parties["claims-administrator"], words.denier, words.denial, words.beginning)

    def search(self, treatment: str | None, question: Question, rebutted: Mapping[str, str] = NOTHING_REBUTTED) -> EvidenceSearch:
        """Search the library for the guideline that answers *question* about a *treatment*.

        Searches without a rebuttal are kept: many requests ask the same question on one day.
        """
        kept = None if rebutted else self._searches.get((treatment, question))
        if kept is None:
            guidelines = self.library.by_treatment.get(treatment or "", ())
            kept = search_evidence(guidelines, self.ranks_on(question.requested_on), question, rebutted)
            if not rebutted:
                self._keep(treatment, question, kept)
        return kept

    def _keep(self, treatment: str | None, question: Question, search: EvidenceSearch) -> None:
        if len(self._searches) == _SEARCHES_MAX:
            self._searches.clear()
        self._searches[treatment, question] = search


@cache
def rules_of(jurisdiction: str) -> Rules:
    """Return the rules of *jurisdiction*, read once; raises UnknownJurisdiction."""
    law = load_jurisdiction(jurisdiction)
    return Rules(load(), law.ranks_on, law.words_on, law.compares_on)


@dataclass(frozen=True)
class DecisionConfig:
    """The configuration of the service.

    *rules_for* returns the rules of the jurisdiction that a case names. *policy_on* returns the
    sign-off policy of a day, or None if there was none. With *auto_sign* drafts are signed
    automatically.
    """

    rules_for: Callable[[str], Rules]
    library_digest: str
    program_version: str
    time_zone: str
    policy_on: Callable[[date], Policy | None]
    auto_sign: bool

    def local_date(self, instant: datetime) -> date:
        """Return the date of *instant* in the jurisdiction's time zone."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()


def config_of(jurisdiction: str, *, auto_sign: bool) -> DecisionConfig:
    """Return the configuration for *jurisdiction*.

    The library is read now, so that a mistake in it ends the start. Raises UnknownJurisdiction and
    LibraryNotSound.
    """
    law = load_jurisdiction(jurisdiction)
    rules_of(jurisdiction)
    return DecisionConfig(
        rules_for=rules_of,
        library_digest=library_digest(library_files()),
        program_version=version("imr"),
        time_zone=law.time_zone,
        policy_on=_policy_of(law),
        auto_sign=auto_sign,
    )


def _policy_of(law: Jurisdiction) -> Callable[[date], Policy | None]:
    """Return a function from a day to its sign-off policy; None on days without one."""

    def policy_on(day: date) -> Policy | None:
        try:
            found = law.sign_off_policy(day)
        except NotInForce:
            return None
        return Policy(found.second_signature, found.reviewers_max, found.even_split)

    return policy_on
