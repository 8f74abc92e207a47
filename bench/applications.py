"""Write invented applications, one a line: `python -m bench.applications 200000`.

Each differs in employee, employer, claim and day of injury, and is about as long as a real one.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path

_EXAMPLE = (Path(__file__).parents[1] / "examples/chiropractic-and-massage.json").read_text()
_DAYS = 400


def application(number: int) -> str:
    """Return the invented application *number* as a line of JSON."""
    known = json.loads(_EXAMPLE)
    known["employee"]["name"] = f"Pat Exampleworker-{number}"
    known["employer"] = f"Example Employer {number % 9_973}"
    known["claims_administrator"]["claim_number"] = f"EX-{number:07d}"
    known["injured_on"] = str(date(2014, 1, 6) + timedelta(days=number % _DAYS))
    return json.dumps(known)


def main() -> None:
    """Write as many applications as the first argument says."""
    for number in range(int(sys.argv[1])):
        sys.stdout.write(f"{application(number)}\n")


if __name__ == "__main__":
    main()
