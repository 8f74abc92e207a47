"""The start of a service's process."""

import pytest

from runtime.handlers import Handlers
from runtime.main import run_service
from runtime.service import Service
from runtime.settings import Settings


def create_app(_settings: Settings) -> Service:
    """Fail: no service may start."""
    return Service("triage", (), lambda _state: Handlers())


def test_without_a_broker_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a broker the error names the setting and the command that starts one."""
    monkeypatch.delenv("IMR_KAFKA_BOOTSTRAP", raising=False)

    with pytest.raises(SystemExit, match=r"IMR_KAFKA_BOOTSTRAP is empty.*imr up"):
        run_service(create_app)


def test_an_invalid_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid setting is named, and the process ends before it connects."""
    monkeypatch.setenv("IMR_PARTITIONS", "none")

    with pytest.raises(SystemExit, match="IMR_PARTITIONS"):
        run_service(create_app)
