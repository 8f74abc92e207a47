"""Find the items that are under review already, and keep those of a new case."""

from dataclasses import dataclass
from datetime import date

from schemas.messages.application import Application, Item
from schemas.messages.duplicates import EarlierReview, EarlierReviewsFound, ItemMatch
from schemas.messages.intake import Instant
from services.intake.domain.duplicates import Comparison, Filing, compare, compare_workers, same_treatment
from services.intake.domain.earlier_disputes import KnownItem, case_reviewing, is_certain, short_key
from services.intake.earlier_filings import digested, earlier_keys
from services.intake.eligibility_screen import in_dispute
from services.intake.filings import filing_of, index_keys
from services.intake.state import Dispute, Filed, FiledCases, Tables
from terms.requests import read_request


@dataclass(frozen=True)
class KnownItems:
    """The items that are under review in earlier cases: for certain, or perhaps."""

    certain: dict[int, ItemMatch]
    unsure: tuple[ItemMatch, ...]


def known_items(application: Application, tables: Tables) -> KnownItems:
    """Return which items of *application* are, or may be, under review in a case.

    Of several cases that are certain the first counts. An ineligible application put nothing under
    review.
    """
    filing, filed = filing_of(application), filed_cases(application, tables)
    certain: dict[int, ItemMatch] = {}
    unsure: list[ItemMatch] = []
    for item, disputed in zip(application.items, filing.items, strict=True):
        compared = [
            _match(item, number, known_item.number, compare(filing, disputed, known.filing, known_item))
            for number, known in filed.items()
            for known_item in known.filing.items
        ]
        matches = [*_earlier(item, application, tables), *(each for each in compared if each is not None)]
        if found := next((each for each in matches if not each.open), None):
            certain[item.number] = found
        else:
            unsure += matches
    return KnownItems(certain, tuple(unsure))


def put_under_review(number: str, application: Application, received_at: Instant, tables: Tables) -> None:
    """Keep the disputed items of a case, so that a second application for them is recognised.

    Items that joined it are known under the number of their own case.
    """
    filing = filing_of(application)
    of_others = {here for each in application.joined for here in each.items}
    items = tuple(
        each
        for item, each in zip(application.items, filing.items, strict=True)
        if in_dispute(item) and item.number not in of_others
    )
    joined = tuple(each.case_number for each in application.joined)
    tables.filed[number] = Filed(filing=filing._replace(items=items), received_at=received_at, joined=joined)
    for key in index_keys(application):
        known = tables.filed_under[key].case_numbers if key in tables.filed_under else ()
        if number not in known:
            tables.filed_under[key] = FiledCases(case_numbers=(*known, number))


def take_from_review(number: str, application: Application, tables: Tables) -> None:
    """Forget the items of a case that turned out to have none under review."""
    tables.filed.pop(number, None)
    for key in index_keys(application):
        if key in tables.filed_under:
            left = tuple(each for each in tables.filed_under[key].case_numbers if each != number)
            if left:
                tables.filed_under[key] = FiledCases(case_numbers=left)
            else:
                del tables.filed_under[key]


def filed_cases(application: Application, tables: Tables) -> dict[str, Filed]:
    """Return the cases of the same worker or claim number and day of injury, by number."""
    keys = [key for key in index_keys(application) if key in tables.filed_under]
    numbers = dict.fromkeys(number for key in keys for number in tables.filed_under[key].case_numbers)
    return {number: tables.filed[number] for number in numbers if number in tables.filed}


def earlier_reviews(number: str, application: Application, tables: Tables) -> list[EarlierReviewsFound]:
    """Return the event that tells of earlier reviews of the same treatments, if there are any.

    A denial is effective for twelve months (LC 4610(k)), counted here from the earlier decision to
    the new request.
    """
    filing = filing_of(application)
    reviews = tuple(
        EarlierReview(
            item=item.number,
            case_number=other,
            case_item=known_item.number,
            decided_on=known.filing.decided_on,
            determined_on=known.determined_on,
            outcome=known.outcomes.get(known_item.number),
        )
        for item in filing.items
        for other, known in filed_cases(application, tables).items()
        if other != number
        and _is_recent(known.filing, filing)
        and compare_workers(filing.worker, known.filing.worker).verdict == "same"
        for known_item in known.filing.items
        if same_treatment(item, known_item)
    )
    return [EarlierReviewsFound(case_number=number, reviews=reviews)] if reviews else []


def without(application: Application, numbers: set[int]) -> Application:
    """Return *application* without the items *numbers*; ancillaries of those stand alone."""
    items = tuple(
        item.model_copy(update={"parent": None}) if item.parent in numbers else item
        for item in application.items
        if item.number not in numbers
    )
    return application.model_copy(update={"items": items}) if numbers else application


def _is_recent(known: Filing, filing: Filing) -> bool:
    return known.decided_on <= filing.decided_on and filing.requested_on <= _a_year_after(known.decided_on)


def _a_year_after(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)


def _match(item: Item, case_number: str, case_item: int, comparison: Comparison) -> ItemMatch | None:
    if comparison.verdict == "other":
        return None
    return ItemMatch(
        item=item.number,
        case_number=case_number,
        case_item=case_item,
        agreed=comparison.agreed,
        open=comparison.open,
        request=item.request,
    )


def _earlier(item: Item, application: Application, tables: Tables) -> list[ItemMatch]:
    """Return the match among the disputes that were filed before evidence was kept, if any."""
    keys = earlier_keys(application)
    by_name, by_claim = (_kept_before(keys.get(field), tables) for field in ("name", "claim_number"))
    found = case_reviewing(digested(item), application.employee.born_on, by_name, by_claim)
    if found is None:
        return []
    case_number, agreed = found
    doubts = () if is_certain(agreed, read_request(item.request).numbers) else ("kept-before-evidence",)
    return [
        ItemMatch(
            item=item.number,
            case_number=case_number,
            case_item=None,
            agreed=("injured_on", "decided_on", "request", *agreed),
            open=doubts,
            request=item.request,
        )
    ]


def _kept_before(key: str | None, tables: Tables) -> list[KnownItem]:
    """Return the items of the dispute under *key*, by either of the earlier ways to keep them."""
    if key is None:
        return []
    cases = tables.disputes.get(short_key(key), Dispute()).cases
    later = [KnownItem(item, tables.under_review[case].born_on, case) for case in cases for item in tables.under_review[case].items]
    return [*tables.disputes.get(key, Dispute()).items, *later]
