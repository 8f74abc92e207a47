"""Apache Kafka without a container: its configuration and its command."""

from pathlib import Path

import pytest

from runtime.broker.errors import BrokerDidNotStart
from runtime.broker.kafka.apache import CONFIGURATION, ApacheBroker, server_properties


def settings(text: str) -> dict[str, str]:
    """Return the settings of a properties file."""
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def program(folder: Path, name: str) -> Path:
    """Create a program called *name* that does nothing."""
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_this_start_s_settings(tmp_path: Path) -> None:
    """Broker and controller listen on this machine only, and the data folder is as given."""
    expected = {
        "listeners": "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093",
        "advertised.listeners": "PLAINTEXT://127.0.0.1:9092",
        "controller.quorum.voters": "1@127.0.0.1:9093",
        "log.dirs": str(tmp_path),
    }

    assert expected == settings(server_properties(9092, 9093, tmp_path))


def test_fixed_settings_suit_one_node() -> None:
    """The committed settings suit one node.

    One replica of everything, no automatic topics, and no delay before a group's first rebalance.
    """
    fixed = settings((CONFIGURATION / "server.properties").read_text())

    assert {"1"} == {value for name, value in fixed.items() if name.endswith((".replication.factor", ".min.isr"))}
    assert fixed["auto.create.topics.enable"] == "false"
    assert fixed["group.initial.rebalance.delay.ms"] == "0"
    assert not fixed.keys() & settings(server_properties(1, 2, Path())).keys()


def test_command_bounds_the_heap(tmp_path: Path) -> None:
    """Java runs Kafka's main class with our configuration and log settings and a bounded heap."""
    java = program(tmp_path, "java")
    command = ApacheBroker(tmp_path / "data", java=str(java)).command(9092)

    assert command[:3] == [str(java), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    assert "-Xmx512m" in command
    assert f"-Dlog4j2.configurationFile={CONFIGURATION / 'log4j2.properties'}" in command
    assert command[-2:] == ["kafka.Kafka", str(tmp_path.resolve() / "data" / "server.properties")]


@pytest.mark.loopback
async def test_a_java_that_does_not_work_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the setting that chose it: it may have said nothing itself."""
    java = program(tmp_path, "java")
    java.write_text("#!/bin/sh\nexit 1\n")
    broker = ApacheBroker(tmp_path / "data", java=str(java))
    monkeypatch.setattr("runtime.broker.kafka.apache.fetch_jars", lambda folder: folder)

    with pytest.raises(BrokerDidNotStart, match=f"with the Java that IMR_JAVA names, {java}"):
        await broker.start()
