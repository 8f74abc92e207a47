"""Creation of the broker that the settings name."""

from pathlib import Path
from typing import get_args

import pytest

from runtime.broker.kinds.apache import ApacheBroker
from runtime.broker.kinds.broker import Broker
from runtime.broker.kinds.create import Kind, create_broker
from runtime.broker.kinds.embedded import EmbeddedBroker
from runtime.settings import Settings


@pytest.mark.parametrize(("kind", "expected"), [("embedded", EmbeddedBroker), ("apache", ApacheBroker)])
def test_kind_decides(kind: Kind, expected: type[Broker], tmp_path: Path) -> None:
    """Each kind creates its own class, and creation has no side effect."""
    data_dir = tmp_path / "data"

    assert type(create_broker(kind, data_dir)) is expected
    assert not data_dir.exists()


def test_kinds_are_those_of_the_settings() -> None:
    """Every value that IMR_BROKER accepts can be created."""
    assert get_args(Kind) == get_args(Settings.model_fields["broker"].annotation)
