"""The program `imr`: nothing is imported before Ctrl-C is looked after."""

import sys
from importlib import import_module

_INTERRUPTED = 130


def main() -> None:
    """Run the command line, whose import takes some tenths of a second."""
    try:
        import_module("cli.main").main()
    except KeyboardInterrupt:
        sys.stderr.write("stopped before it began\n")
        sys.exit(_INTERRUPTED)
