"""Applications go in by several doors under one key."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bench.chaos.parts.channels import Channels


def _settle(channels: Channels) -> None:
    while channels.is_busy:
        pass
    channels.close()


def test_an_application_is_retried_under_the_same_key_until_it_is_acknowledged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A refusal and a lost connection both lead to the next worker."""
    asked: list[tuple[str, str]] = []

    def post(url: str, *, headers: dict[str, str], **_: Any) -> httpx.Response:
        asked.append((url, headers["Idempotency-Key"]))
        if ":1/" in url:
            raise httpx.ConnectError("refused")
        if ":2/" in url:
            return httpx.Response(503)
        return httpx.Response(202, json={"submission_id": "s-7"})

    monkeypatch.setattr(httpx, "post", post)
    workers: Any = [SimpleNamespace(api_port=port) for port in (1, 2, 3)]
    channels = Channels("unused", tmp_path, lambda: workers)
    channels.by_http(7)
    _settle(channels)

    assert {"s-7"} == channels.acknowledged
    assert {(f"http://127.0.0.1:{port}/v1/applications", "7") for port in (1, 2, 3)} == set(asked)
    assert 3 == channels.refusals


def test_an_application_that_no_worker_takes_in_is_not_acknowledged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The attempts have an end."""
    monkeypatch.setattr(httpx, "post", lambda *_, **__: httpx.Response(503))
    workers: Any = [SimpleNamespace(api_port=1)]
    channels = Channels("unused", tmp_path, lambda: workers)
    channels.by_http(7)
    _settle(channels)

    assert (set(), 12) == (channels.acknowledged, channels.refusals)


def test_an_error_of_the_harness_is_raised(tmp_path: Path) -> None:
    """A file that cannot be written is no finding about the system."""
    channels = Channels("unused", tmp_path / "missing", list)
    channels.by_file([1])

    with pytest.raises(FileNotFoundError):
        _settle(channels)
    channels.close()
