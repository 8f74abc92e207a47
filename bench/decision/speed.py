"""Measure how many varied items one core assesses in a second, with their trace."""

import gc
import statistics
import time

from bench.decision.items import varied_items
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import rules_of

ITEMS, FACTS, RUNS = 2_000, 7, 3


def items_a_second(items: int = ITEMS, runs: int = RUNS) -> float:
    """Return the median rate of *runs* after one to warm up, per processor second.

    As in a worker, the library is left out of full garbage collections.
    """
    rules = rules_of("ca-workers-comp")
    varied = list(varied_items(rules.library, items, FACTS))
    gc.collect()
    gc.freeze()
    try:
        rates = []
        for _ in range(1 + runs):
            began = time.process_time()
            for each in varied:
                file = CaseFile(each.diagnoses)
                assess([each.item], requested_on=each.requested_on, injured_on=each.injured_on, rules=rules, case_file=file)
            rates.append(items / (time.process_time() - began))
    finally:
        gc.unfreeze()
    return statistics.median(rates[1:])
