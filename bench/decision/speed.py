"""Measure how many new items one core assesses in a second, with their trace.

`python -m bench.decision.speed --seed 7` repeats a run; without a seed each run draws new items.
"""

import argparse
import gc
import secrets
import statistics
import time

from bench.decision.items import VariedItem, varied_items
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import Rules, rules_of

ITEMS, FACTS, RUNS = 2_000, 7, 5
_SEEDS = 1_000_000


def items_a_second(seed: int, items: int = ITEMS, runs: int = RUNS) -> float:
    """Return the median rate of *runs* after one to warm up, per processor second.

    Each run draws other items, so no case repeats; its first seed is *seed*. As in a worker, the
    library is left out of full garbage collections.
    """
    rules = rules_of("ca-workers-comp")
    drawn = [list(varied_items(rules.library, items, FACTS, seed=seed + run)) for run in range(1 + runs)]
    gc.collect()
    gc.freeze()
    try:
        rates = [items / _seconds(each, rules) for each in drawn]
    finally:
        gc.unfreeze()
    return statistics.median(rates[1:])


def new_seed() -> int:
    """Return a seed that no earlier run had, in all likelihood."""
    return secrets.randbelow(_SEEDS)


def _seconds(varied: list[VariedItem], rules: Rules) -> float:
    began = time.process_time()
    for each in varied:
        file = CaseFile(each.diagnoses)
        assess([each.item], requested_on=each.requested_on, injured_on=each.injured_on, rules=rules, case_file=file)
    return time.process_time() - began


def main() -> None:
    """Print the rate and the seed that repeats its items."""
    parser = argparse.ArgumentParser(prog="python -m bench.decision.speed")
    parser.add_argument("--seed", type=int, default=new_seed(), help="draw the items of an earlier run")
    seed = parser.parse_args().seed
    print(f"{items_a_second(seed):,.0f} new items a second of processor, median of {RUNS} runs (--seed {seed})")


if __name__ == "__main__":
    main()
