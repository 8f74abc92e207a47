"""Run a service's process: settings, logs, worker and health, until a signal or a failure."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable

from aiokafka.errors import KafkaError
from pydantic import ValidationError

from runtime import clock
from runtime.files import FolderUnfit, keep_private, open_standard_streams, tighten
from runtime.http.server import serve
from runtime.logs import configure_logging
from runtime.loop.worker import Worker, work
from runtime.outside.answering import through_answering
from runtime.service import Service
from runtime.settings import Settings, what_is_wrong
from runtime.watching.health import create_health

Extra = Callable[[Settings], contextlib.AbstractAsyncContextManager[None]]
"""A companion of the worker in the same loop, such as an HTTP interface."""


def run_service(create_app: Callable[[Settings], Service], beside: Extra | None = None) -> None:
    """Run the service that *create_app* makes, with its companion *beside*.

    Only here does a service meet the environment.
    """
    settings = read_settings()
    if not settings.kafka_bootstrap:
        sys.exit("IMR_KAFKA_BOOTSTRAP is empty: name the broker as host:port, or run all services with `imr up`, which starts one")
    clock.shift(settings.clock_shift_seconds)
    service = create_app(settings)
    configure_logging(settings, service.name)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_run(service, settings, beside))


def read_settings() -> Settings:
    """Return the environment's settings, and deny others access to the data folder.

    End the process with a line on standard error if a setting is wrong.
    """
    open_standard_streams()
    keep_private()
    try:
        settings = Settings()
        if settings.data_dir.exists():
            tighten(settings.data_dir)
    except ValidationError as error:
        sys.exit(what_is_wrong(error))
    except FolderUnfit as error:
        sys.exit(f"IMR_DATA_DIR: {error}")
    return settings


async def _run(service: Service, settings: Settings, beside: Extra | None) -> None:
    settings = await through_answering(settings)
    worker = Worker(service, settings)
    for number in (signal.SIGTERM, signal.SIGINT):  # before it says that it lives: from then on it may be told to leave
        asyncio.get_running_loop().add_signal_handler(number, worker.stopping.set)
    async with contextlib.AsyncExitStack() as stack:
        if settings.health_port:
            await stack.enter_async_context(serve(create_health(lambda: worker.health), settings.api_host, settings.health_port))
        if beside is not None:
            try:
                await stack.enter_async_context(beside(settings))
            except (ConnectionError, KafkaError) as error:  # no broker answers yet: to be restarted, as a worker without one is
                worker.die(type(error).__name__)
        await work(worker)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    with contextlib.suppress(ImportError):
        import uvloop  # noqa: PLC0415 - not built for every platform

        return uvloop.new_event_loop
    return None
