"""A worker's report at /readyz."""

import json

import pytest
from pydantic import ValidationError

from runtime.watching.lag import Behind
from runtime.watching.report import Attention, Health


def health(**changes: object) -> Health:
    """Return a report with *changes*."""
    values: dict[str, object] = {
        "status": "ready",
        "service": "triage",
        "since": None,
        "assigned": [0],
        "partitions": [0],
        "lag": Behind(messages=0, seconds=0.0),
        "lag_by_topic": {},
        "attention": Attention(),
        "measured_seconds_ago": 1.0,
    }
    return Health.model_validate({**values, **changes})


def test_every_field_is_described() -> None:
    """The JSON schema describes every field for operators."""
    described = {**Health.model_fields, **Attention.model_fields}
    obvious = {"status", "service", "lag_by_topic", "attention"}

    assert [] == [name for name, field in described.items() if name not in obvious and not field.description]


def test_a_worker_is_ready_or_not() -> None:
    """The status is "ready" or "not ready" and nothing else."""
    assert "not ready" == health(status="not ready").status
    with pytest.raises(ValidationError):
        health(status="starting")


def test_an_unknown_lag_is_null() -> None:
    """An unknown lag is null, not zero."""
    assert json.loads(health(lag=None).model_dump_json())["lag"] is None
