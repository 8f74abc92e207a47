"""Block the network, except for tests that talk to a server on this machine.

Those are the tests under tests/broker and tests/tools, and tests marked `loopback`; they may reach
this machine only.
"""

import io
import logging
from functools import lru_cache

import pytest
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

from runtime import clock
from runtime.logs import configure_logging
from runtime.settings import Settings
from services.decision.library import yaml_files

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # speed is measured by benchmarks, never by a test on a busy machine

WITH_SOCKETS = ("tests/broker/", "tests/tools/")


@pytest.fixture(autouse=True, scope="session")
def _quiet_logs() -> None:
    """Configure logging as a service does: identifiers only."""
    configure_logging(Settings(log_format="json", log_level="error"), "tests", io.StringIO())


@pytest.fixture(autouse=True, scope="session")
def _files_parsed_once() -> None:
    """Parse each content of a library file once; dozens of tests load the whole library."""
    yaml_files.read_yaml = lru_cache(maxsize=512)(yaml_files.read_yaml)  # type: ignore[attr-defined]


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Disable sockets, or enable them again, before each test."""
    if item.nodeid.startswith(WITH_SOCKETS):
        enable_socket()
    elif item.get_closest_marker("loopback"):
        enable_socket()
        socket_allow_hosts(["127.0.0.1"])
    else:
        disable_socket(allow_unix_socket=True)  # the event loop itself needs a pair


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Undo what a command does for the rest of its process: silence the logs, set the clock."""
    logging.disable(logging.NOTSET)
    clock.shift(0)
