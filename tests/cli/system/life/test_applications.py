"""Invented applications: each is one that intake takes in, and all its names are invented."""

import re
from datetime import date
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cli.system.life.applications import Wanted, invent_application
from jurisdictions.files import load_jurisdiction
from services.intake.case_file import is_complete
from services.intake.eligibility_screen import is_expedited, reasons_against
from services.intake.translation import doubts_about

DAY = date(2015, 4, 20)
INVENTED = re.compile(r"example|invented|made-?up|sample|fictional|imaginary|make-believe", re.IGNORECASE)
WANTED = [Wanted(*flags) for flags in product([False, True], repeat=5)]


@given(st.integers(0, 5_000), st.sampled_from(WANTED), st.randoms(use_true_random=False))
def test_an_application_is_as_it_is_wanted(number: int, wanted: Wanted, chance: Random) -> None:
    """It is eligible unless it is to be too late, and nothing in it is doubted."""
    application = invent_application(number, DAY, wanted, chance)

    reasons = reasons_against(application, DAY, load_jurisdiction(application.jurisdiction))
    assert () == doubts_about(application, DAY, DAY)
    assert (["LATE"] if wanted.too_late else []) == [each.code for each in reasons]
    assert wanted.with_records == is_complete(application)
    assert wanted.expedited == is_expedited(application, load_jurisdiction("ca-workers-comp"))
    assert wanted.by_hand == ("hand" in {each.method for each in application.service_addresses})


@given(st.integers(0, 5_000), st.randoms(use_true_random=False))
def test_every_name_is_obviously_invented(number: int, chance: Random) -> None:
    """Of people and of organizations; the claim number and the address too."""
    application = invent_application(number, DAY, Wanted(), chance)

    names = (
        application.employee.name,
        application.employer,
        application.claims_administrator.organization,
        application.claims_administrator.claim_number,
        application.requesting_physician.name,
        application.requesting_physician.organization,
        application.utilization_review.organization,
        *(each.address for each in application.service_addresses),
    )
    assert [] == [each for each in names if not INVENTED.search(str(each))]


def test_workers_are_told_apart() -> None:
    """No two of five hundred have a name, a claim or a day of injury in common."""
    applications = [invent_application(number, DAY, Wanted(), Random(number)) for number in range(500)]

    assert 500 == len({each.employee.name for each in applications})
    assert 500 == len({each.claims_administrator.claim_number for each in applications})
    assert 500 == len({each.injured_on for each in applications})
