"""The nodes of a cluster: their settings, their clocks, and a whole cluster."""

import re
from pathlib import Path

import pytest

from bench.faults import brokers
from bench.faults.brokers import Cluster


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """A cluster that was not started; every port is free."""
    monkeypatch.setattr(brokers, "port_is_free", lambda _: True)
    return Cluster(tmp_path)


def _settings(cluster: Cluster) -> list[dict[str, str]]:
    texts = [node.properties(cluster.ports[node.number].port) for node in cluster.nodes]
    return [dict(line.split("=", 1) for line in text.splitlines()) for text in texts]


def test_the_nodes_are_one_cluster(cluster: Cluster) -> None:
    """They share an id and the voters; each has a number and a folder of its own."""
    first, second, third = _settings(cluster)

    assert 1 == len({node.cluster_id() for node in cluster.nodes})
    assert first["controller.quorum.voters"] == second["controller.quorum.voters"] == third["controller.quorum.voters"]
    assert ["1", "2", "3"] == [each["node.id"] for each in (first, second, third)]
    assert 3 == len({each["log.dirs"] for each in (first, second, third)})


def test_each_listener_has_a_port_of_its_own(cluster: Cluster) -> None:
    """Clients behind a proxy are told the proxy's port, on which no node listens."""
    listening: list[str] = []
    for each in _settings(cluster):
        listening += re.findall(r":(\d+)", each["listeners"])
        assert each["advertised.listeners"].partition("PROXIED://")[2] in cluster.proxied_bootstrap
        assert each["advertised.listeners"].removeprefix("PLAINTEXT://").partition(",")[0] in cluster.bootstrap

    assert 9 == len(set(listening))
    assert not set(listening) & set(re.findall(r":(\d+)", cluster.proxied_bootstrap))


def test_kafkas_own_topics_have_three_copies_and_need_two(cluster: Cluster) -> None:
    """Offsets and transactions outlive a broker as our topics do."""
    for each in _settings(cluster):
        assert {"3"} == {value for name, value in each.items() if name.endswith("replication.factor")}
        assert {"2"} == {value for name, value in each.items() if name.endswith("min.isr")}


@pytest.mark.parametrize(("library", "expected"), [("brokers.py", ["FAKETIME=+1h"]), ("missing.so", [])])
def test_a_clock_is_set_where_faketime_is_installed(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, library: str, expected: list[str]
) -> None:
    """Without it, the clock is right; with an empty offset too."""
    monkeypatch.setattr(brokers, "FAKETIME", Path(brokers.__file__).with_name(library))
    node = cluster.nodes[0]

    node.set_clock("+1h")
    assert expected == [each for each in node.command(1) if each.startswith("FAKETIME")]
    node.set_clock("")
    assert [] == [each for each in node.command(1) if each.startswith("FAKETIME")]


def test_a_cluster_with_a_node_that_does_not_run_is_not_whole(cluster: Cluster) -> None:
    """No node is asked before all run."""
    assert not cluster.is_whole()
