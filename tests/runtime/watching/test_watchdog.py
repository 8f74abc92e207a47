"""The watchdog, which ends a process whose event loop is stuck."""

import threading

from runtime.watching.watchdog import Watchdog


def test_it_bites_when_the_loop_stands_still() -> None:
    """Without a turn of the loop for the bound, it acts once."""
    bitten, reasons = threading.Event(), []

    def bite(reason: str) -> None:
        reasons.append(reason)
        bitten.set()

    Watchdog(0.05, bite).start()

    assert bitten.wait(5)
    assert ["loop_stalled"] == reasons


def test_it_does_not_bite_while_the_loop_turns() -> None:
    """While the loop turns, and after it was stopped, it does nothing."""
    bitten = threading.Event()
    watchdog = Watchdog(0.5, lambda _reason: bitten.set())
    watchdog.start()
    for _ in range(8):
        watchdog.turn()
        assert not bitten.wait(0.1)

    watchdog.stop()

    assert not bitten.wait(0.7)
