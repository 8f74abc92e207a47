"""The configuration of decision: rules of assessment, sign-off policy and time zone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from jurisdictions.dated import NotInForce
from jurisdictions.files import load_jurisdiction
from jurisdictions.letters import Words
from jurisdictions.model import Jurisdiction
from services.decision.domain.guidelines.edition import changes, stretch
from services.decision.domain.guidelines.evidence_search import EvidenceSearch, Question, search_evidence
from services.decision.domain.guidelines.guideline import Phase
from services.decision.domain.signing.signature import Policy
from services.decision.library.archive import library_digest, library_files
from services.decision.library.library import Library, load
from terms.law_words import LawWords

K = TypeVar("K")
V = TypeVar("V")

NOTHING_REBUTTED: Mapping[str, str] = MappingProxyType({})

_SEARCHES_MAX = 10_000
_DAYS_MAX = 10_000

SearchKey = tuple[str | None, int, tuple[str, ...], str | None, Phase | None]
"""A treatment, the stretch of its editions, the ranks, the body region and the phase."""


@dataclass(frozen=True, slots=True)
class LawOnADay:
    """The law for requests of a day: ranks of evidence, words within sentences, and method."""

    ranks: tuple[str, ...]
    words: LawWords
    compares: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that assess an item: the library and, by day, order, words and method."""

    library: Library
    ranks_on: Callable[[date], tuple[str, ...]]
    words_on: Callable[[date], Words]
    compares_on: Callable[[date], bool]
    _searches: dict[SearchKey, EvidenceSearch] = field(default_factory=dict, init=False, repr=False, compare=False)
    _laws: dict[date, LawOnADay] = field(default_factory=dict, init=False, repr=False, compare=False)
    _changes: dict[str, tuple[date, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def law_on(self, requested_on: date) -> LawOnADay:
        """Return the law for requests of a day, which is kept."""
        law = self._laws.get(requested_on)
        if law is None:
            words = self.words_in_sentences(requested_on)
            law = LawOnADay(self.ranks_on(requested_on), words, self.compares_on(requested_on))
            _keep(self._laws, requested_on, law, _DAYS_MAX)
        return law

    def words_in_sentences(self, requested_on: date) -> LawWords:
        """Return the words of the law that stand within sentences."""
        words = self.words_on(requested_on)
        return LawWords(words.person, words.parties["claims-administrator"], words.denier, words.denial, words.beginning)

    def search(self, treatment: str | None, question: Question, rebutted: Mapping[str, str] = NOTHING_REBUTTED) -> EvidenceSearch:
        """Search the library for the guideline that answers *question* about a *treatment*.

        One without a rebuttal is kept for all days on which the same editions and ranks hold; its
        reasons have a blank for the day of the request.
        """
        guidelines = self.library.by_treatment.get(treatment or "", ())
        ranks = self.law_on(question.requested_on).ranks
        if rebutted:
            return search_evidence(guidelines, ranks, question, rebutted)
        key = (treatment, self._stretch(treatment, question.requested_on), ranks, question.body_region, question.phase)
        kept = self._searches.get(key)
        if kept is None:
            kept = search_evidence(guidelines, ranks, replace(question, undated=True))
            _keep(self._searches, key, kept, _SEARCHES_MAX)
        return kept

    def _stretch(self, treatment: str | None, day: date) -> int:
        """Return the stretch of the day between changes of the treatment's editions."""
        if treatment is None:
            return 0
        found = self._changes.get(treatment)
        if found is None:
            guidelines = self.library.by_treatment.get(treatment, ())
            found = self._changes[treatment] = changes([each.in_force for each in guidelines])
        return stretch(found, day)


def _keep(kept: dict[K, V], key: K, value: V, most: int) -> None:
    """Keep *value* among *most* others."""
    if len(kept) == most:
        kept.clear()
    kept[key] = value


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
