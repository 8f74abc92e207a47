"""Runs the decision service; the library it decides by is kept first, so that every assessment can be derived again."""

import sys

from runtime.logs import logger
from runtime.main import run_service
from runtime.service import Service
from runtime.settings import Settings
from services.decision.app import create_app
from services.decision.library.archive import keep_library
from services.decision.library.errors import LibraryNotSound

log = logger("decision")


def start(settings: Settings) -> Service:
    """Make the service, which reads and checks the library, and keep that library before the first assessment.

    Where the data folder cannot be written, as in a container, the library is the image's, and whoever has the image has it.
    """
    service = create_app(settings)
    try:
        keep_library(settings.data_dir)
    except OSError as error:
        log.warning("library_not_kept", error_type=type(error).__name__)
    return service


def main() -> None:
    """Run the service; a library that is not sound ends it before it joins the others, and those that run keep theirs."""
    try:
        run_service(start)
    except LibraryNotSound as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
