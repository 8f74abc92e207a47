"""A deployment is recorded once, and a worker of another one is refused."""

from collections.abc import Sequence
from typing import Any, Self

import pytest

from runtime.outside import deployment as deployment_module
from runtime.outside.deployment import IsClosed, NumberWasAnother, OtherDeployment, Records, check_deployment, refuse_closed
from runtime.settings import Settings
from schemas.wire.deployment import DeploymentClosed, DeploymentMade


class Topic:
    """The topic of deployments; *others* are recorded first, by workers that start too."""

    def __init__(self, *recorded: DeploymentMade | DeploymentClosed, others: Sequence[DeploymentMade] = ()) -> None:
        self.records = list(recorded)
        self._others = others

    def __call__(self, _settings: Settings, _source: str) -> Self:
        """Be the publisher too."""
        return self

    async def __aenter__(self) -> Self:
        """Begin."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""

    async def publish(self, message: DeploymentMade, _message_id: str) -> None:
        """Append *message*, behind those of the others."""
        self.records += [*self._others, message]

    async def read(self, _settings: Settings, _topic: str) -> Records:
        """Return all records."""
        return self.records


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that replaces the topic."""

    def replace(topic: Topic) -> Topic:
        monkeypatch.setattr(deployment_module, "Publisher", topic)
        monkeypatch.setattr(deployment_module, "read_records", topic.read)
        return topic

    return replace


def made(deployment: str = "example-one", partitions: int = 4) -> DeploymentMade:
    """Return the record of a deployment."""
    return DeploymentMade(deployment=deployment, partitions=partitions)


async def test_the_first_worker_records_it_and_later_ones_find_it(use: Any) -> None:
    """Without a name it gets one; each worker then learns the same."""
    topic = use(Topic())

    first = await check_deployment(Settings(partitions=8))

    assert [first] == topic.records
    assert (8, first) == (first.partitions, await check_deployment(Settings(partitions=8)))
    assert [first] == topic.records


async def test_of_several_that_record_it_at_once_the_first_counts(use: Any) -> None:
    """The later ones start all the same, if they agree."""
    use(Topic(others=[made()]))

    assert made() == await check_deployment(Settings())


async def test_another_number_of_partitions_is_refused(use: Any) -> None:
    """Each partition gives case numbers; another number of them would give some a second time."""
    use(Topic(made(partitions=4)))

    with pytest.raises(NumberWasAnother, match=r"made with 4 partitions and IMR_PARTITIONS says 8.*Set IMR_PARTITIONS=4"):
        await check_deployment(Settings(partitions=8))


@pytest.mark.parametrize(("given", "is_refused"), [("", False), ("example-one", False), ("example-two", True)])
async def test_a_worker_of_another_deployment_is_refused(use: Any, given: str, *, is_refused: bool) -> None:
    """It would take the work of this one; a worker that names no deployment is taken in."""
    use(Topic(made("example-one")))
    settings = Settings(deployment=given)

    if not is_refused:
        assert made("example-one") == await check_deployment(settings)
        return
    with pytest.raises(OtherDeployment, match=r"imr\.….*example-one and IMR_DEPLOYMENT says example-two.*another IMR_PREFIX"):
        await check_deployment(settings)


MOVED = DeploymentClosed(reason="moved", other="imr-8")
FILLED = DeploymentClosed(reason="being-filled", other="imr")


@pytest.mark.parametrize(
    ("records", "told"),
    [([made(), MOVED], r"moved to the topics imr-8\.….*set IMR_PREFIX=imr-8"), ([FILLED], r"filled from the topics imr\.…")],
)
async def test_a_closed_deployment_is_refused(use: Any, records: Records, told: str) -> None:
    """Its cases are in another one, or not all here; and nothing is recorded."""
    topic = use(Topic(*records))

    with pytest.raises(IsClosed, match=told):
        await check_deployment(Settings())
    with pytest.raises(IsClosed, match=told):
        await refuse_closed(Settings())
    assert list(records) == topic.records


@pytest.mark.parametrize("records", [[FILLED, made(partitions=8)], [made(partitions=8), MOVED, made(partitions=8)]])
async def test_one_that_was_opened_is_taken(use: Any, records: Records) -> None:
    """A copy that is complete, or the old deployment after the way back."""
    use(Topic(*records))

    assert 8 == (await check_deployment(Settings(partitions=8))).partitions
    await refuse_closed(Settings())


async def test_another_number_names_the_command(use: Any) -> None:
    """The number cannot be set, but the deployment can be copied."""
    use(Topic(made(partitions=4)))

    with pytest.raises(NumberWasAnother, match="`imr repartition`"):
        await check_deployment(Settings(partitions=8))
