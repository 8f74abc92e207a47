"""`python -m services.ops`: the live view, until SIGTERM.

A crash or a stall ends it with an exit code for its supervisor.
"""

import asyncio
import logging
import os
import sys

import faust

from runtime import clock
from runtime.logs import configure_logging, logger
from runtime.main import read_settings
from runtime.outside.answering import through_answering
from runtime.watching.watchdog import Watchdog
from services.ops.api import HttpServer, create_api
from services.ops.app import create_app
from services.ops.live.live import Live, live_view
from services.ops.live.reading import Reading


def main() -> None:
    """Read the settings, put the parts together and run them in one loop."""
    settings = read_settings()
    if not settings.kafka_bootstrap:
        sys.exit("IMR_KAFKA_BOOTSTRAP is empty: name the broker as host:port")
    clock.shift(settings.clock_shift_seconds)
    configure_logging(settings, "ops")
    logging.getLogger("faust.transport.producer").setLevel(logging.ERROR)  # it warns whenever reading waits for the changelogs
    logging.getLogger("faust.topics").setLevel(logging.CRITICAL)  # it logs failed sends, and we report them ourselves
    settings = asyncio.run(through_answering(settings))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = create_app(settings)
    reading = Reading(app, Watchdog(settings.stall_seconds_max, _exit))

    def lag() -> int | None:
        return reading.progress.lag if reading.progress else None

    def view() -> Live:
        return live_view(app.live, clock.now().timestamp(), lag())

    server = HttpServer(create_api(view, lambda: reading.is_current, lag), settings.api_host, settings.ops_port)
    worker = faust.Worker(app, server, reading, loop=loop, quiet=True, override_logging=False, redirect_stdouts=False)
    worker.spinner = None  # it would draw on the terminal
    worker.execute_from_commandline()


def _exit(reason: str) -> None:
    """End without a commit: buffered messages are read again."""
    logger("ops").critical(reason)
    os._exit(1)


if __name__ == "__main__":
    main()
