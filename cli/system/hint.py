"""Commands that work as they are typed, for the user of this system in another terminal."""

import shlex
import shutil
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from runtime.settings import Settings

_RECEIVED = date(2015, 4, 17)
_LAST_DAY = date(2015, 4, 30)
"""The example is in time if it arrives between these days."""

_EXAMPLES = Path(__file__).parents[2] / "examples"


def imr_command(settings: Settings, *arguments: str | Path) -> str:
    """Return `imr` with *arguments*, as it is called from this folder for this system."""
    folder = settings.data_dir
    setting = "" if folder == Settings.model_fields["data_dir"].default else f"IMR_DATA_DIR={shlex.quote(str(folder))} "
    return setting + " ".join([_program(), *(shlex.quote(str(each)) for each in arguments)])


def first_steps(settings: Settings, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return the commands that take the example case in, as of *now*."""
    if not _EXAMPLES.is_dir():
        return [imr_command(settings, "submit", "FILE.json")]
    is_in_time = _RECEIVED <= now.astimezone(zone).date() <= _LAST_DAY
    received = () if is_in_time else ("--received-at", f"{_RECEIVED}T09:00:00")
    return [
        imr_command(settings, "reviewer", "import", _near(_EXAMPLES / "reviewers.yaml")),
        imr_command(settings, "submit", _near(_EXAMPLES / "chiropractic-and-massage.json"), *received),
    ]


def _program() -> str:
    """Return the name by which this program can be started here."""
    mine = Path(sys.argv[0])
    found = shutil.which("imr")
    if mine.name != "imr" or not mine.exists():
        return f"{shlex.quote(str(_near(Path(sys.executable))))} -m cli.main"
    return "imr" if found and Path(found).samefile(mine) else shlex.quote(str(_near(mine.absolute())))


def _near(path: Path) -> Path:
    """Return *path* from this folder on if it is below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
