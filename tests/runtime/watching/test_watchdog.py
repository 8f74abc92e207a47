"""The watchdog."""

import threading

from runtime.watching.watchdog import Watchdog


def test_it_bites_when_the_loop_stands_still() -> None:
    """With no turn for the bound, it says so once."""
    bitten, reasons = threading.Event(), []

    def bite(reason: str) -> None:
        reasons.append(reason)
        bitten.set()

    Watchdog(0.05, bite).start()

    assert bitten.wait(5)
    assert ["loop_stalled"] == reasons


def test_it_does_not_bite_while_the_loop_turns() -> None:
    """As long as turns come, nothing happens; after a stop neither."""
    bitten = threading.Event()
    watchdog = Watchdog(0.5, lambda _reason: bitten.set())
    watchdog.start()
    for _ in range(8):
        watchdog.turn()
        assert not bitten.wait(0.1)

    watchdog.stop()

    assert not bitten.wait(0.7)
