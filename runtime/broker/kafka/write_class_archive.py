"""Write an archive: `python write_class_archive.py UNFINISHED ARCHIVE NOTES PROGRAM ...`.

It goes on in the background by itself, because the broker whose classes these are may end long
before. PROGRAM writes UNFINISHED from NOTES; when it succeeds, that becomes ARCHIVE. The other two
files go.
"""

import os
import subprocess
import sys
from pathlib import Path

_SECONDS_MAX = 120


def main(unfinished: Path, archive: Path, notes: Path, command: list[str]) -> None:
    """Return, and meanwhile run *command* and move what it wrote to its place."""
    if os.fork():
        return
    try:
        if subprocess.run(command, check=False, timeout=_SECONDS_MAX).returncode == 0:  # noqa: S603 - the command is ours
            unfinished.replace(archive)
    finally:
        unfinished.unlink(missing_ok=True)
        notes.unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
