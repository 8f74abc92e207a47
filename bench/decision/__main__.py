"""Print figures of rationales: `python -m bench.decision [CASES.json]`.

The items are varied ones of every guideline, or those of decided cases, as `imr guideline
agreement` reads them.
"""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.decision.items import UR_DECISION, varied_items
from bench.decision.prose import Letter, decided_letters, measure
from services.decision.analysis.decided_cases import read_cases
from services.decision.assessment.assess import CaseFile, assess
from services.decision.assessment.config import Rules, rules_of

ITEMS, FACTS = 2_000, 7


def main() -> None:
    """Measure and print one table."""
    rules = rules_of("ca-workers-comp")
    letters = decided_letters(read_cases(Path(sys.argv[1]).read_bytes()), rules) if len(sys.argv) > 1 else _varied(rules)
    figures = measure(letters, rules.library)
    table = Table("rationales with a proposal", f"{figures.rationales:,}", box=None, padding=(0, 2))
    table.add_row("words, median", f"{figures.words:g}")
    table.add_row("share about this case", f"{figures.about_the_case:.0%}")
    table.add_row("sentences checked", f"{figures.checked:,}")
    table.add_row("share of them without a fault", f"{figures.sound:.1%}")
    table.add_row("sentences said twice in a letter", f"{figures.repeated:,}")
    Console().print(table)


def _varied(rules: Rules) -> list[Letter]:
    letters = []
    for each in varied_items(rules.library, ITEMS, FACTS):
        file = CaseFile(each.diagnoses, {UR_DECISION})
        found = assess([each.item], requested_on=each.requested_on, injured_on=each.injured_on, rules=rules, case_file=file)
        letters.append((found, [str(number) for number in each.times]))
    return letters


if __name__ == "__main__":
    main()
