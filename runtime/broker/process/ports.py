"""Choose a broker's port on this machine."""

import socket
from collections.abc import Callable

from runtime.broker.errors import PortTaken

HOST = "127.0.0.1"


def choose_port(wanted: int | None, kept: int | None, *, is_free: Callable[[int], bool], any_free: Callable[[], int]) -> int:
    """Return the *wanted* port, else the *kept* one if it is free, else any; raise PortTaken."""
    if wanted is not None:
        if not is_free(wanted):
            raise PortTaken(wanted)
        return wanted
    return kept if kept is not None and is_free(kept) else any_free()


def port_is_free(port: int) -> bool:
    """Return whether a broker could listen on *port*."""
    with socket.socket() as probe:
        # As brokers do: connections of the last one that linger are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Return a port on which no program listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
