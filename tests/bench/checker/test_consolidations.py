"""A consolidated case goes on in one other, and is decided there alone."""

from bench.checker.consolidations import check_consolidations
from bench.checker.facts import Fact, Position

ONE, OTHER = "CM15-1330001", "CM15-1330002"
ENDED = (OTHER, "case-consolidated", {"into": ONE})
JOINED = (ONE, "items-joined", {"from_case": OTHER})


def _findings(*events: tuple[str, str, dict[str, str]]) -> list[str]:
    cases: dict[str, dict[str, list[Fact]]] = {}
    for offset, (case, name, data) in enumerate(events):
        place = Position("imr.intake.events", 1, offset)
        fact = Fact(place, f"imr.intake.{name}", f"{case}-{offset}", "/imr/intake", case, f"cause-{offset}", "", dict(data))
        cases.setdefault(case, {}).setdefault("imr.intake.events", []).append(fact)
    return [str(each) for each in check_consolidations(cases)]


def test_both_events_belong_together() -> None:
    """One of them alone loses items, or reviews them twice."""
    assert [] == _findings(ENDED, JOINED)
    assert [f"lost: {OTHER} was consolidated into {ONE}, where its items never came"] == _findings(ENDED)
    assert [f"illegal: the items of {OTHER} are in {ONE}, but {OTHER} did not end"] == _findings(JOINED)


def test_a_consolidated_case_is_never_decided() -> None:
    """Neither a determination nor a letter has its number."""
    twice = [f"twice: {OTHER} was consolidated into {ONE} and decided itself"]

    assert twice == _findings(ENDED, JOINED, (OTHER, "determination-signed", {}))
    assert twice == _findings(ENDED, JOINED, (OTHER, "letter-issued", {}))
    assert [] == _findings(ENDED, JOINED, (ONE, "letter-issued", {}))
