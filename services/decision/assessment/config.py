"""How decisions are made here: by which rules, with whose signatures, dated in which time zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import jurisdictions
from jurisdictions.dated import NotInForce
from services.decision.assessment.rules import Rules, rules_of
from services.decision.domain.signing.second_signature import Policy
from services.decision.library.digest import library_digest, library_files


@dataclass(frozen=True)
class Practice:
    """The rules and their digest, the program that applies them, the sign-off policy of a day, and whether drafts sign themselves."""

    rules: Rules
    library_digest: str
    program_version: str
    time_zone: str
    policy_on: Callable[[date], Policy | None]
    auto_sign: bool

    def local_date(self, instant: datetime) -> date:
        """The day of *instant* where the law holds."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()


def practice_of(jurisdiction: str, *, auto_sign: bool) -> Practice:
    """The practice of *jurisdiction*; raises UnknownJurisdiction."""
    law = jurisdictions.load(jurisdiction)
    return Practice(
        rules=rules_of(jurisdiction),
        library_digest=library_digest(library_files()),
        program_version=version("imr"),
        time_zone=law.time_zone,
        policy_on=_policy_of(law),
        auto_sign=auto_sign,
    )


def _policy_of(law: jurisdictions.Jurisdiction) -> Callable[[date], Policy | None]:
    """The sign-off policy by day; None on a day on which the law knew none."""

    def policy_on(day: date) -> Policy | None:
        try:
            found = law.sign_off_policy(day)
        except NotInForce:
            return None
        return Policy(found.second_signature, found.reviewers_max, found.even_split)

    return policy_on
