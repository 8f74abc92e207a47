"""The benchmark of precedents: time to build the index and to answer a query.

python -m bench.precedents [CASES]
"""

import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from schemas.messages.application import Application
from services.decision.analysis.precedents import PrecedentIndex, features_of
from services.decision.assessment.config import config_of
from services.decision.assessment.draft import assessed_case, case_assessed, drafted_items
from services.decision.determination import default_choices, determination, opinion
from services.decision.domain.signing.signature import decide

EXAMPLE = Path(__file__).parent.parent / "examples/chiropractic-and-massage.json"


def main(cases: int) -> None:
    """Index *cases* cases of two items, all on the same two treatments, and query once.

    That every case has these treatments is the worst case for a query.
    """
    config = config_of("ca-workers-comp", auto_sign=False)
    application = Application.model_validate_json(EXAMPLE.read_bytes())
    case = assessed_case("CM15-1330001", ("R-1",), 1, application, config)
    own = opinion(case, "R-1", decide(drafted_items(case), default_choices(case)), None, datetime(2015, 5, 1, 17, tzinfo=UTC))
    draft = case_assessed("CM15-1330001", case, "R-1")
    signed = determination("CM15-1330001", case, own, signature="reviewer", decided_on=date(2015, 5, 1))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "precedents.sqlite"
        began = time.perf_counter()
        library = config.rules_for("ca-workers-comp").library
        with PrecedentIndex(path, library, "bench") as index:
            for number in range(cases):
                case_number = f"CM15-{number:07d}"
                day = date(2015, 1, 1) + timedelta(days=number % 3_000)
                index.take(draft.model_copy(update={"case_number": case_number}))
                index.take(signed.model_copy(update={"case_number": case_number, "decided_on": day}))
            made = time.perf_counter() - began
            asked = features_of(case.assessments[1], library)
            began = time.perf_counter()
            found = index.similar(asked, but="CM15-1330001", most=10)
            took = time.perf_counter() - began
        size = path.stat().st_size / 1e6
    print(
        f"{cases:,} determinations: index built in {made:.1f} s ({cases / made:,.0f} per second, without decoding), {size:.0f} MB; "
        f"{len(found)} precedents among {cases:,} of one treatment in {took:.2f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
