"""The broker of ours that a deployment chose."""

from pathlib import Path
from typing import Literal

from runtime.broker.kinds.apache import ApacheBroker
from runtime.broker.kinds.broker import Broker
from runtime.broker.kinds.embedded import EmbeddedBroker

Kind = Literal["embedded", "apache"]

_BROKERS: dict[Kind, type[Broker]] = {"embedded": EmbeddedBroker, "apache": ApacheBroker}


def create_broker(kind: Kind, data_dir: Path, port: int | None = None) -> Broker:
    """A broker of this *kind* that keeps its data in *data_dir*; not yet started."""
    return _BROKERS[kind](data_dir, port)
