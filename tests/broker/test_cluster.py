"""A worker on three brokers: after each fault, each case was received once.

The checker counts on the topics. One cluster serves all tests of the module.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
import pytest_asyncio
from confluent_kafka import ElectionType
from confluent_kafka.admin import AdminClient

from bench.chaos.watch.waiting import until
from bench.faults.brokers import FAKETIME, Cluster, Node
from bench.faults.network import Network, NoToxiproxy, toxiproxy
from bench.faults.worker import WorkerProcess
from runtime import clock
from runtime.broker.topics.topics import ensure_topics
from runtime.outside.publish import CONFIRM_SECONDS_MAX
from schemas.topics import INTAKE_COMMANDS, INTAKE_EVENTS, TOPICS
from tests.broker.arena import PARTITIONS, Arena
from tests.examples import RECEIVED_AT, application

pytestmark = pytest.mark.cluster

CASES = 60
PATIENCE_SECONDS = 120.0
STALL_SECONDS_MAX = 8
REFUSED_SECONDS_MAX = 60.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cluster]:
    """Return three brokers with the catalogue's topics in three copies."""
    async with Cluster(tmp_path_factory.mktemp("cluster")) as started:
        await ensure_topics(started.bootstrap, TOPICS, PARTITIONS, replication=3)
        yield started


@pytest.fixture(scope="module")
def network(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Return the network between the worker of `behind` and the brokers."""
    try:
        program = toxiproxy()
    except NoToxiproxy as error:
        pytest.skip(f"toxiproxy is needed for a broken network: {error}")
    routes = {each.through: each.behind for each in cluster.ports.values()}
    with Network(program, routes, tmp_path_factory.mktemp("network") / "toxiproxy.log") as started:
        yield started


@pytest.fixture(scope="module")
def arena(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """Return an arena with intake only, whose messages do not pass the proxies."""
    arena = Arena(cluster.bootstrap, tmp_path_factory.mktemp("arena"), services=("intake",))
    yield arena
    arena.close()


@pytest.fixture
def worker(arena: Arena) -> Iterator[WorkerProcess]:
    """Return a worker that uses the brokers directly and has received a case."""
    yield from at_work(arena)


@pytest.fixture
def patient(arena: Arena) -> Iterator[WorkerProcess]:
    """Return such a worker that waits for a silent broker longer than its interface does."""
    yield from at_work(arena, stall_seconds_max=CONFIRM_SECONDS_MAX + STALL_SECONDS_MAX)


@pytest.fixture
def behind(arena: Arena, cluster: Cluster, network: Network) -> Iterator[WorkerProcess]:
    """Return a worker behind the proxies that has received a case."""
    yield from at_work(arena, kafka_bootstrap=cluster.proxied_bootstrap)
    network.heal()


def at_work(arena: Arena, **settings: object) -> Iterator[WorkerProcess]:
    """Yield a worker of intake that has received a case, and stop it afterwards.

    Its clock is in April 2015, so that no deadline of the cases passes.
    """
    arena.begin()
    shift = RECEIVED_AT.timestamp() - clock.real().timestamp()
    ours = {"slot": "0", "batch_messages_max": 20, "stall_seconds_max": STALL_SECONDS_MAX, "clock_shift_seconds": shift}
    worker = arena.worker("intake", **{**ours, **settings})  # type: ignore[arg-type]
    worker.start()
    until_received(arena, worker, 1)
    yield worker
    worker.kill()


def until_received(arena: Arena, worker: WorkerProcess, number: int, *, meanwhile: Callable[[], None] | None = None) -> None:
    """Submit *number* applications and wait until each is a case; *worker* is revived."""
    ids = set(arena.submit(number))
    if meanwhile is not None:
        until(lambda: grown(arena) & ids, PATIENCE_SECONDS, "the first case")
        meanwhile()

    def done() -> bool:
        if not worker.runs:
            worker.start()
        return ids <= grown(arena)

    until(done, PATIENCE_SECONDS, lambda: f"{number} eligible cases; there are {dict(arena.follower.types)}")


def grown(arena: Arena) -> set[str]:
    """Return the submissions that are eligible cases by now."""
    arena.follower.grow()
    return arena.follower.subjects["application-found-eligible"]


def until_whole(cluster: Cluster) -> None:
    """Wait until every copy is in sync."""
    until(cluster.is_whole, PATIENCE_SECONDS, "three copies of each partition")


def start(cluster: Cluster, *nodes: Node) -> None:
    """Start *nodes* and wait until every copy is in sync."""
    asyncio.run(cluster.start(nodes))
    until_whole(cluster)


def leader(cluster: Cluster) -> Node:
    """Return the leader of a partition that the worker reads."""
    return cluster.leader(INTAKE_COMMANDS.name, 0)


def test_a_leader_that_is_killed_loses_nothing(cluster: Cluster, arena: Arena, worker: WorkerProcess) -> None:
    """Another broker leads with all that was committed, and messages flow on."""
    killed = leader(cluster)

    until_received(arena, worker, CASES, meanwhile=killed.kill)
    until_received(arena, worker, CASES)

    assert () == arena.verdict().findings
    start(cluster, killed)


def test_a_follower_that_lags_is_waited_for_or_left_out(cluster: Cluster, arena: Arena, worker: WorkerProcess) -> None:
    """While a broker is silent the two others go on, a worker can start, and it catches up."""
    lagging = next(node for node in cluster.nodes if node is not leader(cluster))

    def lags_while_the_worker_starts() -> None:
        lagging.pause()
        worker.kill()  # it is revived

    until_received(arena, worker, CASES, meanwhile=lags_while_the_worker_starts)
    lagging.go_on()
    until_whole(cluster)
    until_received(arena, worker, CASES)

    assert () == arena.verdict().findings


def test_with_one_broker_of_three_writes_are_refused(cluster: Cluster, arena: Arena, patient: WorkerProcess) -> None:
    """Intake's interface answers 503 and takes nothing; with a second broker all goes on."""
    stays = leader(cluster)
    gone, later = (node for node in cluster.nodes if node is not stays)

    refused: list[httpx.Response] = []

    def two_are_gone_for_a_while() -> None:
        gone.kill()
        later.kill()
        refused.append(post(patient, "refused"))
        asyncio.run(cluster.start([gone]))

    until_received(arena, patient, CASES, meanwhile=two_are_gone_for_a_while)
    until_received(arena, patient, CASES)

    assert [503] == [answer.status_code for answer in refused]
    assert () == arena.verdict().findings
    start(cluster, later)


def post(worker: WorkerProcess, key: str) -> httpx.Response:
    """Post an application to the worker's HTTP interface."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, "IMR-Client": "cluster"}
    url = f"http://127.0.0.1:{worker.api_port}/v1/applications"
    return httpx.post(url, content=application().model_dump_json(), headers=headers, timeout=REFUSED_SECONDS_MAX)


@pytest.mark.skipif(not FAKETIME.exists(), reason="faketime is not installed")
def test_brokers_with_wrong_clocks_change_nothing(cluster: Cluster, arena: Arena, worker: WorkerProcess) -> None:
    """Leaders whose clocks are off take messages and end transactions as the third does.

    The slow one is fifty minutes behind, because Kafka refuses messages from more than an hour
    ahead of its clock.
    """
    wrong = cluster.nodes[:2]
    for node, offset in zip(wrong, ("+1h", "-50m"), strict=True):
        node.kill()
        node.set_clock(offset)
    start(cluster, *wrong)
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap})  # its answers end with it
    admin.elect_leaders(ElectionType.PREFERRED).result(PATIENCE_SECONDS)
    leads = {cluster.leader(INTAKE_EVENTS.name, number).number for number in range(PARTITIONS)}

    until_received(arena, worker, CASES)

    assert {node.number for node in wrong} <= leads
    assert () == arena.verdict().findings


@pytest.mark.parametrize("fault", ["cut", "half_open"])
def test_a_network_that_fails_and_heals_loses_nothing(arena: Arena, behind: WorkerProcess, network: Network, fault: str) -> None:
    """The worker ends itself, also where requests arrive and only their answers are lost.

    It does not know then what was committed.
    """
    until_received(arena, behind, CASES, meanwhile=lambda: interrupt(arena, behind, network, fault))

    assert () == arena.verdict().findings


def interrupt(arena: Arena, behind: WorkerProcess, network: Network, fault: str) -> None:
    """Break the network until the worker ended itself, then heal it."""
    getattr(network, fault)()
    until(lambda: not behind.runs, PATIENCE_SECONDS, "the worker to end")
    network.heal()


def test_a_slow_network_slows_and_changes_nothing(arena: Arena, behind: WorkerProcess, network: Network) -> None:
    """Each answer takes some tenths of a second."""
    network.slow(100)

    until_received(arena, behind, CASES // 2)

    assert () == arena.verdict().findings
