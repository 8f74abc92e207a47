"""The process of the decision service: its worker, and its HTTP interface beside it.

It keeps a copy of its guideline library before it starts, so that every assessment can be
reproduced later.
"""

import sys

from runtime.logs import logger
from runtime.main import run_service
from runtime.service import Service
from runtime.settings import Settings
from services.decision.api import serve_api
from services.decision.app import create_app
from services.decision.library.archive import keep_library
from services.decision.library.errors import LibraryNotSound

log = logger("decision")


def start(settings: Settings) -> Service:
    """Create the service and keep the guideline library that it loaded.

    If the data folder is not writable, as in a container, the library is not kept; it is then only
    in the program's image.
    """
    service = create_app(settings)
    try:
        keep_library(settings.data_dir)
    except OSError as error:
        log.warning("library_not_kept", error_type=type(error).__name__)
    return service


def main() -> None:
    """Run the service; exit before joining the consumer group if the library is not sound.

    Instances that already run keep the library they loaded.
    """
    try:
        run_service(start, beside=serve_api)
    except LibraryNotSound as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
