"""Runs the decision service; the library it decides by is kept first, so that every assessment can be derived again."""

import sys

from runtime.main import run_service
from runtime.service import Service
from runtime.settings import Settings
from services.decision.app import create_app
from services.decision.library_archive import keep_library
from services.decision.soundness import LibraryNotSound


def start(settings: Settings) -> Service:
    """Make the service, which reads and checks the library, and keep that library before the first assessment."""
    service = create_app(settings)
    keep_library(settings.data_dir)
    return service


def main() -> None:
    """Run the service; a library that is not sound ends it before it joins the others, and those that run keep theirs."""
    try:
        run_service(start)
    except LibraryNotSound as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
